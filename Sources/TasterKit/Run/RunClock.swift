private import FoundationEssentials
private import TasterKernels

/// Where a run's times come from.
public struct RunClock: Sendable {
  /// Seconds since some moment.
  public let seconds: @Sendable () -> Double
  /// The time of day, ISO 8601 with its zone.
  public let timestamp: @Sendable () -> String

  /// The machine's clock.
  public static let system = RunClock(
    seconds: { Date().timeIntervalSinceReferenceDate },
    timestamp: { Date().formatted(.iso8601) })
}

/// How long the stages of a run took.
struct StageTimer {
  let clock: RunClock
  private(set) var stages: [RunFacts.Stage] = []
  private var last: Double

  init(clock: RunClock) {
    self.clock = clock
    last = clock.seconds()
  }

  mutating func end(_ name: String) {
    let now = clock.seconds()
    stages.append(RunFacts.Stage(name: name, seconds: ((now - last) * 1_000).rounded() / 1_000))
    last = now
  }
}

/// The program.
public enum Taster: Sendable {
  /// The version of the library and of the command.
  public static let version = "0.1.0"

  /// Lets the process keep freed memory for the next block instead of giving it back to the system.
  ///
  /// For a process that scans and does little else, before it scans: a scan of some thousand rows takes a twentieth less
  /// time. A comparison of large snapshots keeps 16 and takes less memory, but a few per cent longer. Results do not
  /// depend on it.
  ///
  /// - Parameter megabytes: How much each thread may keep, 0 ..< 2,048.
  public static func keepFreedMemory(megabytes: Int = 512) {
    TasterKernels.keepFreedMemory(megabytes: megabytes)
  }
}
