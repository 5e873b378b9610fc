import RealModule
import TasterKernels

/// Values far beyond what their column, or the row's other columns, allow.
public struct Outlier: Detector {
  public static let name = "outlier"
  public static let summary =
    "values far beyond their column's tail, or what the other columns allow"
  public static let explanation = """
    Every column gets a Weibull tail through its own central quantiles, so that what lies far out cannot move what \
    counts as far out; so do the residuals of every value given the row's other columns, by a trimmed covariance. A \
    row counts by its most surprising value, in nats, less the logarithm of the number of columns, and never by more \
    than the rows' largest surprises themselves allow: on a table with heavy tails nobody is far out.

    Where less than about one row in a hundred lies far out, or no more than the table's own tail leads one to expect, \
    such rows count as nature's own and say little; where more do, they say much. A value at the edge that many rows share is a code for a missing value, not an outlier.

    Conditional residuals are left out beyond 200 numeric columns. Where labels cannot be judged they hold no row by \
    themselves: rare levels of a table are unexpected too, and row-distance weighs them against the rest.

    Sources: Efron 2004, doi:10.1198/016214504000000089; Rousseeuw & Van Driessen 1999, \
    doi:10.1080/00401706.1999.10485670.
    """

  /// A row is held above this surprise where many rows are far out.
  public var surpriseToHold = 12.0
  /// A row is held above this surprise where few rows are.
  public var lonelySurpriseToHold = 40.0

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.sample.numeric.columns > 0 else { return SilentJudge() }
    let context = OutlierContext(profile)
    return OutlierJudge(
      bound: context.areMany ? surpriseToHold : lonelySurpriseToHold, weight: context.weight,
      holdsUnexpected: profile.labels != nil, words: SurpriseWords(profile))
  }
}

/// How many rows of a table lie far out, and what an outlier says there.
///
///     weight = (1 − max(0.016, 0.008 + s₃ / 4) / (s₈ + 0.01)) · (1 + 3 · s₁₆ / 0.01),   at least 0, s₁₆ up to 0.01
///
/// with sₖ the share of rows beyond k nats. Of a natural tail, heavy or not, 14 to 33 % of what lies beyond 3 nats lies
/// beyond 8 as well; under an attack more does.
struct OutlierContext: Sendable {
  /// 0 where there are only nature's own, up to 4.
  let weight: Double
  /// Whether they are more than nature's own.
  let areMany: Bool

  init(_ profile: Profile) {
    let surprises = profile.standing.surprises
    let n = Double(max(surprises.count, 1))
    func share(beyond nats: Double) -> Double {
      Double(surprises.count { $0.value > nats }) / n
    }
    let natural = max(0.016, 0.008 + 0.25 * share(beyond: 3))
    weight =
      max(0, 1 - natural / (share(beyond: 8) + 0.01))
      * (1 + 3 * min(1, share(beyond: 16) / 0.01))
    areMany = weight > 0.5
  }
}

/// The surprises' verdict on rows.
struct OutlierJudge: Judge {
  let bound: Double
  let weight: Double
  /// Whether a value that only the other columns do not allow is enough to hold a row.
  let holdsUnexpected: Bool
  let words: SurpriseWords

  func evidence(_ batch: Batch) -> [Evidence] {
    batch.standing.surprises.map { surprise in
      let v = surprise.value
      return Evidence(
        nats: weight * min(v, 42) + 0.15 * min(max(v - 25, 0), 40),
        holds: v > bound && (holdsUnexpected || !surprise.isConditional))
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    batch.standing.surprises[row].value > 5
      ? words.reasons(row, of: batch, detector: Outlier.name) : []
  }
}

/// Says in words what is surprising about a row.
struct SurpriseWords: Sendable {
  private let schema: Schema
  private let statistics: ClassStatistics
  private let features: [Int]
  private let numeric: Numbers
  /// The value that many rows share, for each numeric feature.
  private let atoms: [Double?]

  init(_ profile: Profile) {
    self.init(
      schema: profile.schema, statistics: profile.statistics, numeric: profile.sample.numeric,
      surprise: profile.surprise)
  }

  init(_ models: TrustedModels) {
    self.init(
      schema: models.schema, statistics: models.statistics, numeric: models.numeric,
      surprise: models.solved.surprise)
  }

  private init(
    schema: Schema, statistics: ClassStatistics, numeric: Numbers, surprise: SurpriseModel
  ) {
    self.schema = schema
    self.statistics = statistics
    self.numeric = numeric
    features = surprise.features
    atoms = surprise.tails.map { $0?.atom }
  }

  /// The value beyond its column's tail and the one that the other columns do not allow, the louder first.
  func reasons(_ row: Int, of batch: Batch, detector: String) -> [Reason] {
    let surprise = batch.standing.surprises[row]
    var found: [(nats: Double, reason: Reason)] = []
    if surprise.columnNats > 5 {
      found.append((surprise.columnNats, farOut(row, of: batch, detector: detector)))
    }
    if surprise.conditionalNats > 5 {
      found.append((surprise.conditionalNats, unexpected(row, of: batch, detector: detector)))
    }
    return found.sorted { $0.nats > $1.nats }.map { $0.reason }
  }

  private func farOut(_ row: Int, of batch: Batch, detector: String) -> Reason {
    let j = batch.standing.surprises[row].column
    let value = batch.chunk.numeric[j * batch.count + row]
    let name = schema.columns[schema.numeric[j]].name
    if let atom = atoms[j] {
      return Reason(
        detector: detector,
        text: "`\(name)` = \(Figures.significant(value)) is "
          + words(value, besides: atom, in: numeric.column(j)))
    }
    let summary = statistics.summary(ofClass: batch.label(row), numeric: j)
    guard summary.spread > 0 else {
      // Where the row's class has no spread there is nothing to measure a distance in.
      let median = quantile(
        ofSorted: ascending(numeric.column(j).filter { !$0.isNaN }), 0.5)
      return Reason(
        detector: detector,
        text: "`\(name)` = \(Figures.significant(value)) lies far "
          + "\(value < median ? "below" : "above") the rest of the column (median "
          + "\(Figures.significant(median)))")
    }
    let distance = (value - summary.centre) / summary.spread
    let whom = schema.classes.isEmpty ? "the column's middle" : "its class"
    return Reason(
      detector: detector,
      text: "`\(name)` = \(Figures.significant(value)) is "
        + "\(Figures.significant(distance.magnitude)) robust standard deviations "
        + "\(distance < 0 ? "below" : "above") \(whom) (median "
        + "\(Figures.significant(summary.centre)))")
  }

  /// Where a value lies that is not the one that many rows of its column share, such as 0.
  private func words(_ value: Double, besides atom: Double, in column: [Double]) -> String {
    let others = ascending(column.filter { !$0.isNaN && $0 != atom })
    let range = [0.05, 0.95].map { Figures.significant(quantile(ofSorted: others, $0)) }
    let side = value < quantile(ofSorted: others, 0.5) ? "below" : "above"
    return "far \(side) the column's values other than \(Figures.significant(atom)), nine in ten "
      + "of which lie from \(range[0]) to \(range[1])"
  }

  /// The three values that are most off what the row's other columns predict, in one sentence.
  ///
  /// - Parameters:
  ///   - row: The position in the batch.
  ///   - batch: The rows.
  ///   - residuals: How far every column of the encoder's numeric ones is off, in standard deviations.
  ///   - detector: Who says it.
  /// - Returns: Missing values are left out.
  func together(
    _ row: Int, of batch: Batch, residuals: [Double], detector: String
  ) -> Reason {
    func value(_ k: Int) -> Double { batch.chunk.numeric[features[k] * batch.count + row] }
    let worst = features.indices.filter { !value($0).isNaN }.sorted {
      (residuals[$1].magnitude, $0) < (residuals[$0].magnitude, $1)
    }
    let parts = worst.prefix(3).map { k in
      "`\(schema.columns[schema.numeric[features[k]]].name)` = \(Figures.significant(value(k))) by "
        + Figures.significant(residuals[k])
    }
    return Reason(
      detector: detector,
      text: "its values do not go together: given the others, "
        + "\(parts.joined(separator: ", ")) standard deviations off")
  }

  private func unexpected(_ row: Int, of batch: Batch, detector: String) -> Reason {
    let surprise = batch.standing.surprises[row]
    let feature = features[surprise.conditional]
    let value = batch.chunk.numeric[feature * batch.count + row]
    return Reason(
      detector: detector,
      text:
        "`\(schema.columns[schema.numeric[feature]].name)` = \(Figures.significant(value)) lies "
        + "\(Figures.significant(surprise.residual.magnitude)) standard deviations "
        + "\(surprise.residual < 0 ? "below" : "above") what the row's other columns predict")
  }
}
