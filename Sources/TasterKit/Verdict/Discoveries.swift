/// Which rows may be called planted so that, in the mean, at most a given share of them is not.
///
/// Benjamini and Hochberg's procedure: with the p-values of *m* rows in ascending order, those up to the last with
///
///     p₍ₖ₎ ≤ level · k / m
///
/// are rejected, and the q-value of a row is the least level at which it would be.
///
/// - SeeAlso: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x
public struct Discoveries: Sendable, Hashable {
  /// The wanted bound on the false discovery rate, 0…1.
  public let level: Double
  /// How many rows were judged.
  public let rows: Int
  /// How many rows of a stream are looked at together; nil where all are.
  public let window: Int?
  /// How many trusted rows calibrated.
  public let calibrationRows: Int
  /// How many groups of classes were compared apart; 1 where all were pooled.
  public let groups: Int
  /// The smallest p-value that a row could have.
  public let leastP: Double
  /// The largest p-value that is rejected; nil where no row is.
  public let threshold: Double?
  /// How many rows are rejected.
  public let rejected: Int
  private let qValues: [Double: Double]

  /// The fewest rows that can be rejected: with fewer as odd as can be, none is; above ``rows`` none ever is.
  public var fewestRejectable: Int {
    let need = max(1, Int((leastP * Double(window ?? rows) / level - 1e-9).rounded(.up)))
    return window == nil ? need : RunningDiscoveries.count(reaching: need)
  }

  /// The q-value of a p-value that was counted; 1 for any other.
  package func qValue(_ p: Double) -> Double { qValues[p] ?? 1 }

  /// Whether a row of this p-value is rejected.
  package func rejects(_ p: Double) -> Bool { threshold.map { p <= $0 } ?? false }

  /// Counts p-values in any order; there are no more different ones than trusted rows.
  package struct Tally: Sendable {
    fileprivate var counts: [Double: Int] = [:]

    package init() {}

    package mutating func add(_ pValues: [Double]) {
      for p in pValues { counts[p, default: 0] += 1 }
    }

    package mutating func merge(_ other: Tally) { counts.merge(other.counts, uniquingKeysWith: +) }
  }

  /// Runs the procedure.
  ///
  /// - Parameters:
  ///   - tally: The p-values of all rows.
  ///   - level: The wanted bound, above 0 and at most 1.
  ///   - conformal: Where they came from.
  /// - Complexity: O(k log k) for k different p-values.
  package init(_ tally: Tally, level: Double, conformal: Conformal) {
    self.init(
      tally, level: level, calibrationRows: conformal.count, groups: conformal.groupCount,
      leastP: conformal.least)
  }

  package init(
    _ tally: Tally, level: Double, calibrationRows: Int, groups: Int, leastP: Double
  ) {
    let sorted = tally.counts.sorted { $0.key < $1.key }
    let rows = sorted.reduce(0) { $0 + $1.value }
    var found: [Double: Double] = [:]
    var (best, seen) = (1.0, rows)
    var threshold: Double?
    var rejected = 0
    for (p, count) in sorted.reversed() {
      best = min(best, p * Double(rows) / Double(seen))
      found[p] = best
      if threshold == nil, best <= level { (threshold, rejected) = (p, seen) }
      seen -= count
    }
    self.level = level
    self.rows = rows
    window = nil
    self.calibrationRows = calibrationRows
    self.groups = groups
    self.leastP = leastP
    self.threshold = threshold
    self.rejected = rejected
    qValues = found
  }

  /// What was rejected in a stream.
  package init(_ running: RunningDiscoveries, conformal: Conformal) {
    level = running.level
    rows = running.rows
    window = running.window
    calibrationRows = conformal.count
    groups = conformal.groupCount
    leastP = conformal.least
    threshold = nil
    rejected = running.rejected
    qValues = [:]
  }
}
