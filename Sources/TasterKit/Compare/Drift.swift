import RealModule
import TasterKernels

/// Whether columns and classes are distributed as they were, class by class.
///
/// Values are compared exactly where a snapshot has at most 2²¹ rows. Beyond that each class and column is a
/// `QuantileSketch` with k = 2,048, whose ranks are off by about 0.13 % of the rows; twice that is taken off the distance
/// before its probability is worked out, so that a sketch alone raises no alarm.
public struct Drift: Sendable {
  /// All tests, in the order of columns, then classes; the classes' shares first.
  public internal(set) var tests: [DriftTest] = []
  /// Columns that hold something else now, or could not be compared, in a sentence each.
  public internal(set) var remarks: [String] = []
  /// Columns of which the kind changed.
  public internal(set) var retyped: [String] = []
  /// Whether values were compared through sketches or histograms.
  public let isSketched: Bool

  /// Rows of a snapshot up to which values are compared exactly.
  package static let exactRows = 1 << 21
  static let sketchSize = 2_048
  /// The rank error of two sketches, in shares of the rows.
  static let sketchError = 2 * 0.0133 * 200 / Double(sketchSize)
  /// Fewer values of a class on either side are not compared.
  static let leastRows = 8
  /// Levels expected less often than this are taken together.
  private static let leastExpected = 5.0

  /// No tests yet.
  init(isSketched: Bool) { self.isSketched = isSketched }

  /// The tests that raise an alarm, largest effect first.
  public func alarms(_ policy: DriftTest.Policy = DriftTest.Policy()) -> [DriftTest] {
    tests.filter { $0.isAlarm(policy) }.sorted { a, b in
      (a.qValue, -a.effect, a.column, a.className ?? "")
        < (b.qValue, -b.effect, b.column, b.className ?? "")
    }
  }

  // MARK: Tests

  /// Kolmogorov and Smirnov's distance of two lists of values.
  ///
  /// - Parameters:
  ///   - column: The column.
  ///   - className: The class whose rows are compared.
  ///   - old: The old values.
  ///   - new: The new ones.
  ///   - error: By how much the distance may be too large because values were sketched.
  /// - Returns: The test; its probability is that of the distance less the error.
  static func valuesTest(
    _ column: String, _ className: String?, _ old: TwoSamples.Weighted, _ new: TwoSamples.Weighted,
    error: Double
  ) -> DriftTest {
    let apart = TwoSamples(old, new)
    return DriftTest(
      kind: .values, column: column, className: className, oldCount: old.total,
      newCount: new.total, statistic: apart.distance, effect: apart.distance,
      shift: apart.wasserstein == 0 ? 0 : apart.wasserstein / old.spread,
      pValue: Distributions.kolmogorovTail(
        max(apart.distance - error, 0), old.total, new.total))
  }

  /// Adjusts the tests for each other.
  mutating func adjust() {
    for (k, q) in Distributions.qValues(tests.map { $0.pValue }).enumerated() {
      tests[k].qValue = q
    }
  }

  /// χ² of two lists of counts, rare ones taken together.
  static func levels(
    _ kind: DriftTest.Kind, column: String, className: String?, names: [String], _ old: [Int],
    _ new: [Int]
  ) -> [DriftTest] {
    let (n, m) = (old.reduce(0, +), new.reduce(0, +))
    guard n >= leastRows, m >= leastRows else { return [] }
    let share = Double(min(n, m)) / Double(n + m)
    var cells: [(old: Int, new: Int)] = []
    var rare = (old: 0, new: 0)
    for k in names.indices where old[k] + new[k] > 0 {
      if Double(old[k] + new[k]) * share < leastExpected {
        rare = (rare.old + old[k], rare.new + new[k])
      } else {
        cells.append((old[k], new[k]))
      }
    }
    if Double(rare.old + rare.new) * share >= leastExpected || cells.count == 1 {
      if rare.old + rare.new > 0 { cells.append(rare) }
    }
    guard cells.count > 1 else { return [] }
    // Levels too rare to be tested even together take no part in the totals either.
    let (before, after) = (
      Double(cells.reduce(0) { $0 + $1.old }), Double(cells.reduce(0) { $0 + $1.new })
    )
    var statistic = 0.0
    for cell in cells {
      let all = Double(cell.old + cell.new)
      for (seen, side) in [(cell.old, before), (cell.new, after)] {
        let expected = all * side / (before + after)
        if expected > 0 {
          statistic += (Double(seen) - expected) * (Double(seen) - expected) / expected
        }
      }
    }
    // With two rows in the table, Cramér's V is the square root of χ² over all.
    let effect = Double.sqrt(statistic / (before + after))
    func only(_ here: [Int], _ there: [Int]) -> [DriftTest.Level] {
      names.indices.filter { here[$0] > 0 && there[$0] == 0 }
        .map { DriftTest.Level(name: names[$0], count: here[$0]) }
        .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
    var test = DriftTest(
      kind: kind, column: column, className: className, oldCount: n, newCount: m,
      statistic: statistic, effect: effect, shift: nil,
      pValue: Distributions.chiSquareTail(statistic, cells.count - 1))
    test.came = only(new, old)
    test.went = only(old, new)
    return [test]
  }

  static func missing(
    _ column: String, _ className: String?, _ old: (missing: Int, of: Int),
    _ new: (missing: Int, of: Int)
  ) -> [DriftTest] {
    guard old.of >= leastRows, new.of >= leastRows, old.missing + new.missing > 0 else { return [] }
    func angle(_ part: (missing: Int, of: Int)) -> Double {
      2 * Double.asin(Double.sqrt(Double(part.missing) / Double(part.of)))
    }
    let found = levels(
      .missing, column: column, className: className, names: ["missing", "there"],
      [old.missing, old.of - old.missing], [new.missing, new.of - new.missing])
    return found.map { test in
      DriftTest(
        kind: .missing, column: column, className: className, oldCount: old.of, newCount: new.of,
        statistic: test.statistic, effect: (angle(new) - angle(old)).magnitude, shift: nil,
        pValue: test.pValue)
    }
  }
}
