import RealModule
import TasterKernels

/// Values far beyond their column's own tail.
public struct Outlier: Detector {
  public static let name = "outlier"
  public static let summary = "values far beyond what their column's own tail allows"
  public static let explanation = """
    Every column gets a Weibull tail through its own central quantiles, so that what lies far out cannot move what \
    counts as far out. The evidence of a row is its most surprising column, in nats, less the logarithm of the number \
    of columns: never a sum, because correlated columns would count one oddity many times.

    Where less than about one row in a hundred lies far out, such rows count as nature's own and say little; where \
    more do, they say much. A value at the edge that many rows share is a code for a missing value, not an outlier.

    It cannot see a row that is odd only in combination: see robust-distance.

    Source: the empirical null of Efron 2004, doi:10.1198/016214504000000089.
    """

  /// The surprise, in nats, above which a row is held where many rows are far out.
  public var surpriseToHold = 12.0
  /// The surprise, in nats, above which a row is held where few rows are far out.
  public var lonelySurpriseToHold = 25.0

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    let sample = profile.sample
    let d = sample.numeric.columns
    guard d > 0 else { return SilentJudge() }
    let tails = (0..<d).map { j in
      let values = (0..<sample.count).map { sample.numeric[$0, j] }.filter { !$0.isNaN }
      return ColumnTails(values, total: sample.count)
    }
    let surprises = (0..<sample.count).map { i in
      Self.largest(tails) { sample.numeric[i, $0] }.value
    }
    let n = Double(max(sample.count, 1))
    let share8 = Double(surprises.count { $0 > 8 }) / n
    let share16 = Double(surprises.count { $0 > 16 }) / n
    let context =
      max(0, 1 - 1.96 * 0.01 / (share8 + 0.01)) * (1 + 2.2 * min(1, share16 / 0.01))
    return OutlierJudge(
      options: self, profile: profile, tails: tails, context: context, areMany: share8 > 0.015)
  }

  /// The most surprising column and its surprise, corrected for the number of columns.
  static func largest(
    _ tails: [ColumnTails?], _ value: (Int) -> Double
  ) -> (column: Int, value: Double) {
    var best = (column: 0, value: 0.0)
    for j in tails.indices {
      let surprise = tails[j]?.surprise(value(j)) ?? 0
      if surprise > best.value { best = (j, surprise) }
    }
    best.value = max(best.value - Double.log(Double(tails.count)) - 1, 0)
    return best
  }
}

/// The column tails' verdict on rows.
struct OutlierJudge: Judge {
  let options: Outlier
  let profile: Profile
  let tails: [ColumnTails?]
  /// How much an outlier says in this table: 0 where there are only nature's own.
  let context: Double
  let areMany: Bool

  func evidence(_ batch: Batch) -> [Evidence] {
    let n = batch.count
    return (0..<n).map { i in
      let u = Outlier.largest(tails) { batch.chunk.numeric[$0 * n + i] }.value
      let nats = context * 0.686 * min(u, 42) + 0.05 * min(max(u - 25, 0), 40)
      let bound = areMany ? options.surpriseToHold : options.lonelySurpriseToHold
      let holds = u > bound || areMany && u > 5 && batch.margins[i] > 0.2
      return Evidence(nats: nats, holds: holds)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    let n = batch.count
    let (j, u) = Outlier.largest(tails) { batch.chunk.numeric[$0 * n + row] }
    guard u > 5 else { return [] }
    let column = profile.schema.numeric[j]
    let name = profile.schema.columns[column].name
    let value = batch.chunk.numeric[j * n + row]
    let summary = profile.statistics.summary(ofClass: batch.label(row), numeric: j)
    guard summary.spread > 0 else {
      let column = (0..<profile.sample.count).map { profile.sample.numeric[$0, j] }
      let median = quantile(ofSorted: column.filter { !$0.isNaN }.sorted(), 0.5)
      return [Reason.farOut(name: name, value: value, median: median)]
    }
    return [
      Reason.farOut(
        name: name, value: value, summary: summary,
        of: profile.schema.classes.isEmpty ? "the column's middle" : "its class")
    ]
  }
}

extension Reason {
  fileprivate static func farOut(
    name: String, value: Double, summary: ClassStatistics.Summary, of whom: String
  ) -> Reason {
    let distance = (value - summary.centre) / summary.spread
    return Reason(
      detector: Outlier.name,
      text:
        "`\(name)` = \(short(value)) is \(short(distance.magnitude)) robust standard deviations "
        + "\(distance < 0 ? "below" : "above") \(whom) (median \(short(summary.centre)))")
  }

  /// Where the row's class has no spread to measure a distance in.
  fileprivate static func farOut(name: String, value: Double, median: Double) -> Reason {
    Reason(
      detector: Outlier.name,
      text: "`\(name)` = \(short(value)) lies far \(value < median ? "below" : "above") the rest "
        + "of the column (median \(short(median)))")
  }
}

/// A number with four significant digits.
package func short(_ x: Double) -> String {
  guard x != 0, x.isFinite else { return "\(x == 0 ? "0" : "\(x)")" }
  let magnitude = Int(Double.log10(x.magnitude).rounded(.down))
  guard (-4..<15).contains(magnitude) else { return "\(x)" }
  // Powers of ten are exact upwards: small numbers are multiplied, large ones divided.
  let unit = Double.pow(10, abs(3 - magnitude))
  let rounded = magnitude <= 3 ? (x * unit).rounded() / unit : (x / unit).rounded() * unit
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}
