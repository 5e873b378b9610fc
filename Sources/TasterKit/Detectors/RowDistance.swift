import RealModule
import TasterKernels

/// Rows of a table without labels that lie far from the others, in any of four ways.
public struct RowDistance: Detector {
  public static let name = "row-distance"
  public static let summary = "rows far from the others, in tables without labels"
  public static let explanation = """
    Where a table has no labels, or one class only, this detector ranks its rows, and the ranking is the score; the \
    other detectors still hold what their own gates find. Where labels can be judged it is silent.

    A robust distance must weigh directions somehow, and no weight suits every table: some anomalies hide in directions \
    with little variance, others lie far out in the major ones. So a covariance of the central 70 % of the rows is split \
    into its directions, and four distances are taken: over the minor directions (half of the variance), over the one \
    direction that says most, over all of them, and over the major directions, averaged over the ten nearest of 500 \
    drawn rows, because there odd rows come in groups. Each becomes the share of rows that lie nearer plus a few nats of \
    its own tail; the four have equal votes. Categories and missing values take part as indicator columns.

    A row is held when one column stands 8 nats beyond the most surprising value that so many rows would show by \
    nature, or when the whole row stands 1 nat beyond it and at least one of its columns agrees. Ordinary anomalies lie \
    inside nature's tails: they are ranked, not held. Copies of an odd row, when they are many, look ordinary: see flood.

    It needs 20 rows. Beyond 200 columns it takes two concentration steps instead of four, beyond 1,000 it takes the \
    columns themselves as directions.

    Sources: Rousseeuw & Van Driessen 1999, doi:10.1080/00401706.1999.10485670 (trimmed covariance); Shyu, Chen, \
    Sarinnapakorn & Chang 2003, "A novel anomaly detection scheme based on principal component classifier" (minor and \
    major directions apart); Efron 2004, doi:10.1198/016214504000000089 (the empirical null).
    """

  /// The surprise of one column, in nats beyond what the most surprising of the rows reaches, above which a row is held.
  public var columnSurpriseToHold = 8.0
  /// The same for the row as a whole, where a column agrees.
  public var rowSurpriseToHold = 1.0

  /// With fewer rows nothing can be called far.
  private static let fewestRows = 20

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels == nil, profile.sample.count >= Self.fewestRows,
      let model = try RowDistanceModel(profile)
    else { return SilentJudge() }
    return RowDistanceJudge(
      options: self, profile: profile, model: model,
      logCount: Double.log(Double(profile.sample.count)))
  }
}

/// The four distances' verdict on rows.
struct RowDistanceJudge: Judge {
  let options: RowDistance
  let profile: Profile
  let model: RowDistanceModel
  /// ln *n*: the nats that the most surprising of the sampled rows reaches by nature.
  let logCount: Double

  var ranksAlone: Bool { true }

  func evidence(_ batch: Batch) -> [Evidence] {
    let standings = model.standings(batch)
    return standings.indices.map { i in
      Evidence(
        nats: Self.nats(standings[i].score),
        holds: holds(standings[i], column: column(i, of: batch)))
    }
  }

  /// The evidence of a score, strictly ascending: 0 where a row lies as far out as any but has no nats.
  ///
  ///     L = (score − 1) / 0.15,   beyond the prior  prior + ln(1 + L − prior)
  ///
  /// A score above 1 is 0.15 for every nat that the four votes have in the mean. The logarithm keeps the farthest rows
  /// apart, where a probability would round to 1.
  static func nats(_ score: Double) -> Double {
    let nats = (score - 1) / Vote.perNat
    let beyond = nats - Score.prior
    return beyond > 0 ? Score.prior + Double.log(onePlus: beyond) : nats
  }

  /// The surprise of the row's most surprising value, corrected for the number of columns; 0 where there is none.
  func column(_ row: Int, of batch: Batch) -> Double {
    let d = profile.encoder.numericCount
    guard d > 0 else { return 0 }
    return max(batch.standing.surprises[row].columnNats - Double.log(Double(d)) - 1, 0)
  }

  /// Whether a row stands clear of the table.
  func holds(_ standing: RowDistanceModel.Standing, column: Double) -> Bool {
    column - logCount > options.columnSurpriseToHold
      || column > 0 && standing.surprise - logCount > options.rowSurpriseToHold
  }
}
