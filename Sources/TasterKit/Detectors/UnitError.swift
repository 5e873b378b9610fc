import RealModule
import TasterKernels

/// A slice of rows with one column in another unit.
public struct UnitError: Detector {
  public static let name = "unit-error"
  public static let summary =
    "rows with one column in another unit: × 10, × 100, inches for centimetres"
  public static let explanation = """
    A feed that switches from euros to cents, an importer that loses a decimal point: some rows have one column \
    multiplied. For every numeric column and a dozen factors (powers of ten up to a thousand, 2.54, 0.4536, degrees \
    Fahrenheit, and back) each value is weighed twice: as it stands, and divided by the factor. It must be surprising as \
    it stands, in its column or given the row's other columns, and ordinary before. Where a column is written with a \
    fixed number of decimals the last digits are evidence too: a value × 100 ends in two zeros, as one in a hundred \
    does by nature.

    A factor speaks only when several different values share it, and when it explains the column 8 nats better than \
    factors half and twice as large do, over what the rows' labels explain: heavy tails fit any factor, a mistake fits \
    one, and the tail of a class is its own. A row's evidence is then the log odds of the mixture.

    In a column of few values a power of ten shows in another way: 10, 20 and 30 beyond 1, 2 and 3, each of them a \
    multiple, and as often among each other as those.

    It cannot see a factor on one single value, values that were rounded after the conversion to a unit that is no power \
    of ten, or one that half of the rows have.

    Source: Di Zio, Guarnera & Luzi 2005, "Editing systematic unity measure errors through mixture modelling" \
    (Survey Methodology 31).
    """

  /// How many nats better a factor must explain its column than wrong ones do.
  public var clearance = 8.0
  /// A row is held above this probability.
  public var probabilityToHold = 0.9

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    let found: [any UnitHypothesis] =
      try UnitFit.all(profile, clearance: clearance) + UnitLevels.all(profile)
    return found.isEmpty
      ? SilentJudge()
      : UnitJudge(
        oddsToHold: Double.log(probabilityToHold / (1 - probabilityToHold)), found: found,
        schema: profile.schema, isWhole: profile.sample.isWhole)
  }
}

/// A factor that some rows of a column have.
protocol UnitHypothesis: Sendable {
  /// The numeric feature.
  var feature: Int { get }
  var factor: UnitFactor { get }
  /// The row numbers, from 0, of the sampled rows that it fits, ascending.
  var rows: [Int] { get }

  /// The log odds that the factor made a value; nil where nothing is to be explained.
  ///
  /// - Parameters:
  ///   - x: The value.
  ///   - row: The row of `Zq` that it stands in.
  /// - Returns: Above 0 where the factor explains the value better.
  func logOdds(_ x: Double, in row: ArraySlice<Double>) -> Double?

  /// What makes the value before an ordinary one.
  func words(_ x: Double, in row: ArraySlice<Double>) -> String
}

/// The factors' verdict on rows.
struct UnitJudge: Judge {
  let oddsToHold: Double
  let found: [any UnitHypothesis]
  let schema: Schema
  /// Whether every row of the table was learned from.
  let isWhole: Bool

  /// What a row gets at most, in nats.
  private static let mostNats = 12.0

  func evidence(_ batch: Batch) -> [Evidence] {
    (0..<batch.count).map { i in
      guard let odds = best(i, of: batch)?.odds else { return .none }
      return Evidence(
        nats: min(max(odds + Score.prior, 0), Self.mostNats), holds: odds > oddsToHold,
        probability: odds > 0 ? 1 / (1 + Double.exp(-odds)) : 0)
    }
  }

  private func best(
    _ row: Int, of batch: Batch
  ) -> (odds: Double, fit: any UnitHypothesis, value: Double)? {
    var best: (odds: Double, fit: any UnitHypothesis, value: Double)?
    for fit in found {
      let x = batch.chunk.numeric[fit.feature * batch.count + row]
      guard let odds = fit.logOdds(x, in: batch.q.row(row)) else { continue }
      if odds > (best?.odds ?? -.infinity) { best = (odds, fit, x) }
    }
    return best
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard let (odds, fit, value) = best(row, of: batch), odds > 0 else { return [] }
    let name = schema.columns[schema.numeric[fit.feature]].name
    let before = Figures.significant(fit.factor.original(value))
    let own = batch.chunk.firstRow + row
    let all = fit.rows.contains(own) ? fit.rows : (fit.rows + [own]).sorted()
    return [
      Reason(
        detector: UnitError.name,
        text: "`\(name)` \(fit.factor.name) fits: \(before) instead of "
          + "\(Figures.significant(value)) would be ordinary "
          + "(\(fit.words(value, in: batch.q.row(row)))); "
          + "\(all.count) \(isWhole ? "" : "drawn ")rows share the factor, "
          + "in rows \(all[0] + 1)–\(all[all.count - 1] + 1)",
        rows: all.filter { $0 != own }.prefix(5).map { $0 + 1 })
    ]
  }
}
