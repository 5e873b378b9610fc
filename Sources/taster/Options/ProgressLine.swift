import Foundation
import Synchronization
import TasterKit

/// Shows how far a run has come, on the standard error: a line that moves on a terminal, one line in ten seconds
/// elsewhere.
final class ProgressLine: Sendable {
  private struct State {
    var stage = ""
    var began = 0.0
    var last: Double
    var isShown = false
  }

  private static let interval = 0.1
  private static let logInterval = 10.0

  private let isLive: Bool
  private let isQuiet: Bool
  private let state: Mutex<State>

  init(_ talk: TalkFlags) {
    isLive = Terminal.isLive(.talk)
    isQuiet = talk.quiet
    state = Mutex(State(last: Self.now))
  }

  /// Shows a step where the last one was shown long enough ago; may be called as often as one likes.
  func show(_ stage: String, _ done: Int, of total: Int, isBytes: Bool) {
    show(
      line: { seconds in
        Step(stage: stage, done: done, total: total, seconds: seconds, isBytes: isBytes).line
      }, stage: stage)
  }

  private func show(line: (_ seconds: Double) -> String, stage: String) {
    guard !isQuiet else { return }
    state.withLock { state in
      let now = Self.now
      if state.stage != stage {
        state.stage = stage
        state.began = now
      } else if now - state.last < (isLive ? Self.interval : Self.logInterval) {
        return
      }
      guard isLive || now - state.last >= Self.logInterval else { return }
      state.last = now
      let line = line(now - state.began)
      if isLive {
        let fitted = String(line.prefix(Terminal.width(.talk) - 1))
        Talk.write("\r\u{1b}[K\(fitted)", to: .talk)
        state.isShown = true
      } else {
        Talk.error(line)
      }
    }
  }

  /// Shows a step of a run; reading and typing are told in bytes, all else in rows.
  func show(_ step: ScanRun.Progress) {
    let isBytes = step.stage == "reading" || step.stage == "typing"
    show(step.stage, step.done, of: step.total, isBytes: isBytes)
  }

  /// Shows how far a stream has come.
  func show(_ done: FilterProgress) {
    show(
      line: { seconds in
        let rate = seconds >= 0.2 ? "  \(Figures.grouped(Int(Double(done.rows) / seconds)))/s" : ""
        return
          "filtering  \(Figures.count(done.rows, "row"))  \(Figures.grouped(done.held)) held\(rate)"
          + "  martingale \(Figures.significant(done.capital, digits: 2))"
          + (done.alarms > 0 ? "  \(Figures.count(done.alarms, "alarm"))" : "")
      }, stage: "filtering")
  }

  /// Says a line that stays.
  func say(_ line: String) {
    guard !isQuiet else { return }
    state.withLock { state in
      if state.isShown { Talk.write("\r\u{1b}[K", to: .talk) }
      state.isShown = false
      Talk.error(line)
    }
  }

  /// Works, and takes the line away however that ends.
  func during<T>(_ work: () async throws -> T) async rethrows -> T {
    defer { end() }
    return try await work()
  }

  /// Works, and takes the line away however that ends.
  func during<T>(_ work: () throws -> T) rethrows -> T {
    defer { end() }
    return try work()
  }

  private func end() {
    state.withLock { state in
      if state.isShown { Talk.write("\r\u{1b}[K", to: .talk) }
      state.isShown = false
    }
  }

  private static var now: Double { ProcessInfo.processInfo.systemUptime }
}
