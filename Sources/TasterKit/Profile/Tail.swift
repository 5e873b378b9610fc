import RealModule
import TasterKernels

/// How surprising a value is beyond the middle of its column, by the column's own middle: an empirical null.
///
///     S(x) = (ln 2 + ln 4 · ((x − q50) / (q87.5 − q50))ᵏ) / ρ,   k through q75,  ρ from the 95th percentile
///
/// a Weibull tail through three central quantiles, so that poison in the tail cannot move it. In nats: on clean data a
/// share e^−S lies beyond.
package struct Tail: Sendable {
  let middle: Double
  let reach: Double
  let power: Double
  let divisor: Double

  /// Takes up what was kept.
  init(middle: Double, reach: Double, power: Double, divisor: Double) {
    self.middle = middle
    self.reach = reach
    self.power = power
    self.divisor = divisor
  }

  /// Learns the upper tail of a list.
  ///
  /// - Parameters:
  ///   - sorted: Ascending values.
  ///   - floor: The least distance from the median to the 87.5 % quantile.
  /// - Complexity: O(*n*).
  package init?(sorted: [Double], floor: Double) {
    let m = quantile(ofSorted: sorted, 0.5)
    var (a, b) = (
      quantile(ofSorted: sorted, 0.75), quantile(ofSorted: sorted, 0.875)
    )
    if !Self.differ(m, b) {
      // More than a third of the values are one: look further out.
      (a, b) = (quantile(ofSorted: sorted, 0.9), quantile(ofSorted: sorted, 0.96))
      guard Self.differ(m, b) else { return nil }
    }
    a = max(a, m + 0.05 * (b - m))
    var k = 2.0
    if b - m > (a - m) * (1 + 1e-9) {
      k = Double.log(2) / Double.log((b - m) / (a - m))
    }
    b = max(b, m + floor)
    middle = m
    reach = b - m
    power = min(max(k, 0.3), 3)
    let raw = Tail.raw(quantile(ofSorted: sorted, 0.95), middle, reach, power)
    divisor = min(max(raw / 3, 1), 6)
  }

  /// Whether two values of one column are apart by more than rounding, whatever its unit.
  private static func differ(_ a: Double, _ b: Double) -> Bool {
    b - a > 1e-12 * max(a.magnitude, b.magnitude)
  }

  private static func raw(_ x: Double, _ m: Double, _ reach: Double, _ k: Double) -> Double {
    x > m ? Double.log(2) + Double.log(4) * Double.pow((x - m) / reach, k) : 0
  }

  /// The surprise of a value in nats; 0 at or below the middle.
  package func surprise(_ x: Double) -> Double { Tail.raw(x, middle, reach, power) / divisor }

  /// The value whose surprise is `nats`; the middle where the surprise starts above that.
  func value(at nats: Double) -> Double {
    let share = max(nats * divisor - Double.log(2), 0) / Double.log(4)
    return middle + reach * Double.pow(share, 1 / power)
  }
}

/// The two tails of a column, with the values that stand apart from them.
package struct ColumnTails: Sendable {
  let upper: Tail?
  let lower: Tail?
  /// A value that more than 15 % of the rows share, such as 0: never surprising.
  let atom: Double?
  /// Extreme values that many rows share: codes for a missing value, said in a note where they lie far out.
  let codes: [Double]
  /// Where no value says more than ``quietNats``.
  let quiet: ClosedRange<Double>

  /// What ordinary values say at most: about three in four of a column are as quiet.
  static let quietNats = 2.0

  /// Learns a column.
  ///
  /// - Parameters:
  ///   - values: Finite values; missing ones left out.
  ///   - total: How many rows the table has, missing ones included.
  /// - Complexity: O(*n* log *n*).
  package init?(_ values: [Double], total: Int) {
    let sorted = ascending(values)
    var longest = (value: 0.0, count: 0)
    var start = 0
    while start < sorted.count {
      var stop = start + 1
      while stop < sorted.count, sorted[stop] == sorted[start] { stop += 1 }
      if stop - start > longest.count { longest = (sorted[start], stop - start) }
      start = stop
    }
    let atom = Double(longest.count) > 0.15 * Double(total) ? longest.value : nil
    let rest = atom.map { value in sorted.filter { $0 != value } } ?? sorted
    guard rest.count >= 20 else { return nil }
    let quantiles = [0.125, 0.5, 0.875].map { quantile(ofSorted: rest, $0) }
    upper = Tail(sorted: rest, floor: 0.5 * (quantiles[1] - quantiles[0]))
    lower = Tail(sorted: rest.reversed().map { -$0 }, floor: 0.5 * (quantiles[2] - quantiles[1]))
    let many = max(4, Int(0.005 * Double(total)))
    codes = Set([rest[0], rest[rest.count - 1]]).filter { edge in
      rest.count { $0 == edge } >= many
    }.sorted()
    self.atom = atom
    quiet = Self.quiet(upper, lower)
  }

  /// Takes up what was kept.
  init(upper: Tail?, lower: Tail?, atom: Double?, codes: [Double]) {
    self.upper = upper
    self.lower = lower
    self.atom = atom
    self.codes = codes
    quiet = Self.quiet(upper, lower)
  }

  private static func quiet(_ upper: Tail?, _ lower: Tail?) -> ClosedRange<Double> {
    let (low, high) = (
      lower.map { -$0.value(at: quietNats) } ?? -.infinity,
      upper?.value(at: quietNats) ?? .infinity
    )
    return min(low, high)...max(low, high)
  }

  /// The codes that lie beyond what the column's other values explain, by more nats than any gate asks for.
  package var farCodes: [Double] { codes.filter { reach($0) > Self.farNats } }
  private static let farNats = 16.0

  /// Whether a value says at most ``quietNats``; a quick answer without a power.
  func isQuiet(_ x: Double) -> Bool { quiet.contains(x) }

  /// The surprise of a value in nats, on whichever side it lies; NaN answers 0.
  package func surprise(_ x: Double) -> Double {
    codes.contains(x) ? 0 : reach(x)
  }

  /// The same where a value that many rows share counts like any other.
  func reach(_ x: Double) -> Double {
    guard !x.isNaN, x != atom else { return 0 }
    return max(upper?.surprise(x) ?? 0, lower?.surprise(-x) ?? 0)
  }
}
