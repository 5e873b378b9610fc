import RealModule
import TasterKernels

/// How much likelier a row looks as it does by shaking than by nature.
///
/// Rows of the sample are shaken: to every number comes noise of 0.4 to 2 deviations of its column. Where more rows of the
/// table look shaken than by nature, everyone does more:
///
///     rise = 6 ln((s + 0.002) / (0.01 + 0.002)),   −4…3 nats
///
/// with s the share of sampled rows beyond 3 nats.
struct Shaken: Sendable {
  /// The share of sampled rows beyond 3 nats.
  let share: Double
  /// Whether their number exceeds that of 0.8 % of the rows by three of its standard deviations.
  let isSure: Bool
  private let rehearsal: Rehearsal
  private let rise: Double

  static let bound = 3.0
  private static let natural = 0.01
  private static let expected = 0.008
  private static let most = 4.0

  init?(_ profile: Profile) throws {
    guard let rehearsal = try Rehearsal(profile, change: Self.shake) else { return nil }
    self.rehearsal = rehearsal
    let far = Double(rehearsal.known.count { $0 > Self.bound })
    let count = Double(max(rehearsal.known.count, 1))
    share = far / count
    let expected = Self.expected * count
    isSure = far > expected + 3 * Double.sqrt(expected)
    rise = min(max(6 * Double.log((share + 0.002) / (Self.natural + 0.002)), -4), 3)
  }

  /// How much likelier by shaking than by nature every row looks, in nats.
  func nats(_ batch: Batch) -> [Double] { rehearsal.nats(batch) }

  /// The same of one row.
  func nats(_ row: Int, of batch: Batch) -> Double { rehearsal.nats(row, of: batch) }

  /// How far every numeric column of a row is off what its others predict, in standard deviations.
  func residuals(_ row: Int, of batch: Batch) -> [Double] { rehearsal.residuals(row, of: batch) }

  /// The log odds of that cause, the table's rise included.
  func logOdds(_ nats: Double) -> Double { min(nats, Self.most) + rise + Self.prior }

  /// The log odds of a shaken row before any evidence.
  private static let prior = -6.0

  private static func shake(_ stage: Rehearsal.Stage) -> Numbers {
    let p = stage.z.columns
    let columns = (0..<p).map { stage.z.column($0) }
    let deviations = columns.map { x in
      let mean = x.reduce(0, +) / Double(x.count)
      return Double.sqrt(x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count))
    }
    let ends = columns.map { ($0.min() ?? 0)...($0.max() ?? 0) }
    var result = Numbers(rows: stage.rows.count, columns: p)
    for (i, row) in stage.rows.enumerated() {
      let size = 0.4 + 1.6 * stage.uniform(row, 2)
      for k in 0..<p {
        let x = columns[k][row] + size * deviations[k] * stage.normal(row, column: k)
        result[i, k] = min(max(x, ends[k].lowerBound), ends[k].upperBound)
      }
    }
    return result
  }
}
