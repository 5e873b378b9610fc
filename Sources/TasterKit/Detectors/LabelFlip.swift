import RealModule
import TasterKernels

/// Labels that the features contradict.
public struct LabelFlip: Detector {
  public static let name = "label-flip"
  public static let summary = "labels that the features contradict, judged without the row itself"
  public static let explanation = """
    Ridge models, a linear one on ranks and two on Gaussian kernels, predict every row's class from all other rows, in \
    closed form (leave-one-out; near copies leave together). Disagreement with the given label should fall with the \
    distance from the boundary; what it does not fall to, or where it rises again, is put down to flips. The models are \
    fitted once more with every row weighing by how likely its label is its own, and the evidence is how much likelier \
    another class is than the given one, before and after.

    The gate opens only where flips explain a good part of the table's disagreements: where classes overlap as much as \
    labels contradict, rows are ranked and none is held.

    It cannot see flips where classes overlap, nor a flip of the majority of a region: for that it needs a trusted \
    baseline.

    Sources: Allen 1974, doi:10.1080/00401706.1974.10489157; Northcutt, Jiang & Chuang 2021, doi:10.1613/jair.1.12125.
    """

  /// The gate stays closed where the models contradict at least this share of the labels.
  public var mostDisagreement = 0.27
  /// The least share of the disagreements, at its lower bound, that flips have to explain.
  public var leastExplained = 0.31
  /// How much more they have to explain for every further share of disagreement above 12 %.
  public var steepness = 1.5
  /// The least share of disagreements like the row's that is planted.
  public var plantedShare = 0.45
  /// How much likelier another class has to be.
  public var marginToHold = 0.4

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard let models = profile.labels, let posteriors = profile.standing.posteriors else {
      return SilentJudge()
    }
    let labels = profile.sample.labels
    let n = Double(max(labels.count, 1))
    let disagreement = Double(profile.standing.weightedMargins.count { $0 > 0 }) / n
    let rate = models.flips.rate
    let explained =
      (rate - 2 * Double.sqrt(max(rate, 1 / n) / n)) / max(disagreement, 1e-9)
    let isReliable = disagreement < mostDisagreement
    return LabelJudge(
      options: self, classes: profile.schema.classes, flips: models.flips,
      trimmed: ConfidenceDepth(posterior: posteriors.trimmed, labels: labels),
      oneSided: Self.oneSided(posteriors.weighted, labels: labels), isReliable: isReliable,
      isOpen: isReliable
        && explained > leastExplained + steepness * max(0, disagreement - 0.12),
      neighbours: Neighbours(profile))
  }

  /// Which class → class flips are over-represented among the confident half of each predicted class: the log ratio
  /// of the rate to the base rate where z > 2, at most 2.5; [predicted][given].
  private static func oneSided(_ posterior: Numbers, labels: [Int]) -> Numbers {
    let n = labels.count
    let classes = posterior.columns
    let top = (0..<n).map { ConfidenceDepth.top(posterior, $0) }
    var counts = Numbers(rows: classes, columns: classes)
    for c in 0..<classes {
      let rows = (0..<n).filter { top[$0].label == c }
      guard rows.count >= 4 else { continue }
      let middle = quantile(ofSorted: rows.map { top[$0].confidence }.sorted(), 0.5)
      for i in rows where top[i].confidence >= middle { counts[c, labels[i]] += 1 }
    }
    var off = counts
    for c in 0..<classes { off[c, c] = 0 }
    let total = counts.elements.reduce(0, +)
    let base =
      (off.elements.reduce(0, +) + 1) / (total + 2) / Double(max(classes - 1, 1))
    var result = Numbers(rows: classes, columns: classes)
    for c in 0..<classes {
      let rows = (0..<classes).reduce(1e-9) { $0 + counts[c, $1] }
      for g in 0..<classes where g != c {
        let expected = base * rows
        let z = (off[c, g] - expected) / Double.sqrt(expected + 0.5)
        let rate = (off[c, g] + 6 * base) / (rows + 6)
        result[c, g] = min(max(Double.log(rate / base) * min(max(z - 2, 0), 1), 0), 2.5)
      }
    }
    return result
  }
}

/// The label models' verdict on rows.
struct LabelJudge: Judge {
  let options: LabelFlip
  let classes: [String]
  let flips: FlipShare
  let trimmed: ConfidenceDepth
  let oneSided: Numbers
  /// Whether the models contradict few enough labels to be believed.
  let isReliable: Bool
  /// Whether flips explain enough of the disagreements.
  let isOpen: Bool
  let neighbours: Neighbours

  func evidence(_ batch: Batch) -> [Evidence] {
    guard let posteriors = batch.standing.posteriors else {
      return Array(repeating: .none, count: batch.count)
    }
    return (0..<batch.count).map { i in
      let label = batch.label(i)
      let (weighted, other) = margin(posteriors.weighted, row: i, label: label)
      let smooth = margin(posteriors.smooth, row: i, label: label).value
      let rise =
        trimmed.disagreement(posteriors.trimmed, row: i, label: label)?.excess ?? 0
      let again = flips.rise(posteriors.refitted, row: i, label: label)
      let flow =
        flips.plausibility * oneSided[other, label] * min(max(weighted + 0.3, 0), 1)
      let nats =
        1.3 * weighted + 1.3 * max(weighted, smooth) + 6 * max(rise, again) + flow
      let isPlanted =
        isOpen && flips.share(posteriors, row: i, label: label) > options.plantedShare
        && weighted > options.marginToHold
      let isDeep =
        isReliable && flips.plausibility * rise > 0.4 && batch.margins[i] > 0.5
      return Evidence(nats: nats, holds: isPlanted || isDeep)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard let posterior = batch.standing.posteriors?.weighted, batch.margins[row] > 0 else {
      return []
    }
    let given = batch.label(row)
    let other = batch.others[row]
    return [
      Reason.contradicted(
        given: classes[given], other: classes[other], share: posterior[row, other],
        shareGiven: posterior[row, given]),
      neighbours.reason(row, of: batch, detector: LabelFlip.name, other: other, classes: classes),
    ]
  }
}

extension Reason {
  fileprivate static func contradicted(
    given: String, other: String, share: Double, shareGiven: Double
  ) -> Reason {
    Reason(
      detector: LabelFlip.name,
      text: "judged without this row, its features say '\(other)' with \(percent(share)) "
        + "and its label '\(given)' with \(percent(shareGiven))")
  }
}
