import Glibc

/// What a piece of work cost.
struct Cost {
  /// Seconds on the wall.
  let wall: Double
  /// Seconds of the processor.
  let processor: Double

  /// Measures a piece of work.
  static func of(_ work: () throws -> Void) rethrows -> Cost {
    let (wall, processor) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
    try work()
    return Cost(
      wall: now(CLOCK_MONOTONIC) - wall, processor: now(CLOCK_PROCESS_CPUTIME_ID) - processor)
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// The middle of some figures.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// A figure with three decimals.
func fixed(_ value: Double) -> String {
  let scaled = Int((value * 1_000).rounded())
  let decimals = String(scaled % 1_000)
  return "\(scaled / 1_000)." + String(repeating: "0", count: 3 - decimals.count) + decimals
}
