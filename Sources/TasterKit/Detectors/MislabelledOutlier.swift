import RealModule
import TasterKernels

/// Rows that are a little odd and carry a label the features contradict, in tables where the two go together.
public struct MislabelledOutlier: Detector {
  public static let name = "mislabelled-outlier"
  public static let summary = "odd rows whose labels are contradicted more often than others' are"
  public static let explanation = """
    Mildly odd rows are nature's; they speak here only where the most outlying 5 or 10 % of the rows disagree with \
    their labels significantly more often than the rest (a log odds ratio, less two standard errors). Two orders of \
    rows are tried: by the most surprising value, and by the sum of what the other columns do not allow.

    It says nothing in a table where outliers carry the labels that the features expect.

    Source: the log odds ratio's standard error, Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x.
    """

  /// The least corroboration, 0…1, at which a row may be held.
  public var corroborationToHold = 0.5
  /// The least surprise of a held row.
  public var surpriseToHold = 1.5
  /// How much likelier another class has to be.
  public var marginToHold = 0.1

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels != nil, profile.sample.numeric.columns > 0 else { return SilentJudge() }
    let surprises = profile.standing.surprises
    let disagrees = profile.standing.margins.map { $0 > 0 }
    return MislabelledOutlierJudge(
      options: self,
      single: Self.corroboration(surprises.map { $0.single }, disagrees: disagrees),
      joint: Self.corroboration(surprises.map { $0.joint }, disagrees: disagrees),
      areMany: OutlierContext(profile).areMany, words: SurpriseWords(profile),
      neighbours: Neighbours(profile), classes: profile.schema.classes)
  }

  /// How much more often the most outlying rows disagree with their labels than the rest, 0…1.
  private static func corroboration(_ values: [Double], disagrees: [Bool]) -> Double {
    let n = values.count
    let order = (0..<n).sorted { (values[$1], $0) < (values[$0], $1) }
    func counts(_ rows: ArraySlice<Int>) -> (yes: Double, no: Double) {
      let yes = rows.count { disagrees[$0] }
      return (Double(yes) + 0.5, Double(rows.count - yes) + 0.5)
    }
    let rest = counts(order[(n / 5)...])
    var best = 0.0
    for share in [0.05, 0.1] {
      let k = max(8, Int(share * Double(n)))
      guard k <= n / 5 else { continue }
      let top = counts(order[..<k])
      let error = Double.sqrt(1 / top.yes + 1 / top.no + 1 / rest.yes + 1 / rest.no)
      best = max(best, Double.log(top.yes * rest.no / (top.no * rest.yes)) - 2 * error)
    }
    return min(max((best - 0.6) / 0.5, 0), 1)
  }
}

/// The verdict on odd rows with contradicted labels.
struct MislabelledOutlierJudge: Judge {
  let options: MislabelledOutlier
  /// The corroboration by the most surprising value.
  let single: Double
  /// The corroboration by the sum over columns.
  let joint: Double
  let areMany: Bool
  let words: SurpriseWords
  let neighbours: Neighbours
  let classes: [String]

  func evidence(_ batch: Batch) -> [Evidence] {
    (0..<batch.count).map { i in
      let surprise = batch.standing.surprises[i]
      let margin = batch.margins[i]
      let nats =
        min(max((margin + 2) / 2, 0), 1)
        * (single * min(surprise.single, 20) + 2 * joint * min(surprise.joint, 20))
      let isOdd =
        single >= options.corroborationToHold && surprise.single > options.surpriseToHold
        || joint >= options.corroborationToHold && surprise.joint > options.surpriseToHold
      let isFar = areMany && margin > 0.2 && surprise.value > 5
      return Evidence(nats: nats, holds: isOdd && margin > options.marginToHold || isFar)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard batch.margins[row] > 0 else { return [] }
    return [
      neighbours.reason(
        row, of: batch, detector: MislabelledOutlier.name, other: batch.others[row],
        classes: classes)
    ] + words.reasons(row, of: batch, detector: MislabelledOutlier.name)
  }
}
