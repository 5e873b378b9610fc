import RealModule
import TasterKernels

/// Rows that are a little odd and carry a label the features contradict, in tables where the two go together.
public struct MislabelledOutlier: Detector {
  public static let name = "mislabelled-outlier"
  public static let summary = "odd rows whose labels are contradicted more often than others' are"
  public static let explanation = """
    Mildly odd rows are nature's; they speak here only where the most outlying 5 or 10 % of the rows disagree with \
    their labels significantly more often than the rest (a log odds ratio, less two standard errors), both among rows \
    that look like one class and among those that look like it as clearly: a rare class is odd and hard to tell by \
    nature. Three orders of rows are tried: by the most surprising value, by the sum of what the other columns do not \
    allow, and by how many values are missing.

    It says nothing in a table where outliers carry the labels that the features expect.

    Sources: the common odds ratio, Mantel & Haenszel 1959, doi:10.1093/jnci/22.4.719; its standard error, Robins, \
    Breslow & Greenland 1986, doi:10.2307/2531052.
    """

  /// The least corroboration, 0…1, at which a row may be held.
  public var corroborationToHold = 0.6
  /// The least surprise of a held row.
  public var surpriseToHold = 1.5
  /// The least surprise of the number of its missing values: as many are in a tenth of the rows.
  public var gapsToHold = 2.3
  /// How much likelier another class has to be.
  public var marginToHold = 0.1

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels != nil else { return SilentJudge() }
    let surprises = profile.standing.surprises
    let disagrees = profile.standing.margins.map { $0 > 0 }
    let likeness = Likeness(profile, disagrees: disagrees)
    func corroboration(_ values: [Double]) -> Double {
      Self.corroboration(values, disagrees: disagrees, likeness: likeness)
    }
    let missing = MissingCells(profile.sample)
    return MislabelledOutlierJudge(
      options: self, single: corroboration(surprises.map { $0.single }),
      joint: corroboration(surprises.map { $0.joint }),
      lacking: corroboration(MissingCells.counts(profile.sample).map { missing.surprise($0) }),
      missing: missing, areMany: OutlierContext(profile).areMany, words: SurpriseWords(profile),
      neighbours: Neighbours(profile), classes: profile.schema.classes)
  }

  /// How much more often the most outlying rows disagree with their labels than the rest, 0…1: the mean over the two ways
  /// of telling rows alike.
  private static func corroboration(
    _ values: [Double], disagrees: [Bool], likeness: Likeness
  ) -> Double {
    let n = values.count
    guard values.contains(where: { $0 > 0 }) else { return 0 }
    let order = (0..<n).sorted { (values[$1], $0) < (values[$0], $1) }
    func counts(_ rows: ArraySlice<Int>, by groups: [Int]) -> [OddsRatio.Row] {
      var counts = [OddsRatio.Row](repeating: OddsRatio.Row(), count: likeness.groupCount)
      for i in rows {
        if disagrees[i] { counts[groups[i]].yes += 1 } else { counts[groups[i]].no += 1 }
      }
      return counts
    }
    let found = [likeness.byClass, likeness.byConfidence].map { groups in
      let rest = counts(order[(n / 5)...], by: groups)
      var best = 0.0
      for share in [0.05, 0.1] {
        let k = max(8, Int(share * Double(n)))
        guard k <= n / 5 else { continue }
        best = max(best, OddsRatio.leastLog(counts(order[..<k], by: groups), against: rest))
      }
      return min(max((best - 0.6) / 0.5, 0), 1)
    }
    return (found[0] + found[1]) / 2
  }

  /// Which rows the label models take for alike.
  private struct Likeness {
    /// The class that each row looks like.
    let byClass: [Int]
    /// That class, and the quarter of its rows, by how clearly they look like it.
    let byConfidence: [Int]
    let groupCount: Int

    private static let bins = 4

    init(_ profile: Profile, disagrees: [Bool]) {
      let (labels, others) = (profile.sample.labels, profile.standing.others)
      let expected = labels.indices.map { disagrees[$0] ? others[$0] : labels[$0] }
      groupCount = profile.schema.classes.count * Self.bins
      byClass = expected
      guard let combined = profile.standing.posteriors?.combined else {
        byConfidence = expected
        return
      }
      var groups = expected
      for c in profile.schema.classes.indices {
        let rows = labels.indices.filter { expected[$0] == c }
          .sorted { (combined[$0, c], $0) < (combined[$1, c], $1) }
        for (k, i) in rows.enumerated() { groups[i] = c * Self.bins + k * Self.bins / rows.count }
      }
      byConfidence = groups
    }
  }
}

/// The verdict on odd rows with contradicted labels.
struct MislabelledOutlierJudge: Judge {
  let options: MislabelledOutlier
  /// The corroboration by the most surprising value.
  let single: Double
  /// The corroboration by the sum over columns.
  let joint: Double
  /// The corroboration by the number of missing values.
  let lacking: Double
  let missing: MissingCells
  let areMany: Bool
  let words: SurpriseWords
  let neighbours: Neighbours
  let classes: [String]

  /// Up to about so many nats the evidence is told in full; beyond, by its logarithm.
  private static let mild = 3.0

  func evidence(_ batch: Batch) -> [Evidence] {
    (0..<batch.count).map { i in
      let surprise = batch.standing.surprises[i]
      let margin = batch.margins[i]
      let gaps = lacking > 0 ? missing.surprise(MissingCells.count(i, of: batch.chunk)) : 0
      let nats =
        min(max((margin + 2) / 2, 0), 1)
        * (single * min(surprise.single, 20) + 2 * joint * min(surprise.joint, 20)
          + 2 * lacking * gaps)
      let damped = Self.mild * Double.log(onePlus: nats / Self.mild)
      let isOdd =
        single >= options.corroborationToHold && surprise.single > options.surpriseToHold
        || joint >= options.corroborationToHold && surprise.joint > options.surpriseToHold
        || lacking >= options.corroborationToHold && gaps > options.gapsToHold
      let isFar = areMany && margin > 0.2 && surprise.value > 5
      return Evidence(nats: damped, holds: isOdd && margin > options.marginToHold || isFar)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard batch.margins[row] > 0 else { return [] }
    let count = MissingCells.count(row, of: batch.chunk)
    let gaps =
      lacking > 0 && missing.surprise(count) > options.surpriseToHold
      ? [Reason(detector: MislabelledOutlier.name, text: missing.words(count))] : []
    return [
      neighbours.reason(
        row, of: batch, detector: MislabelledOutlier.name, other: batch.others[row],
        classes: classes)
    ] + gaps + words.reasons(row, of: batch, detector: MislabelledOutlier.name)
  }
}
