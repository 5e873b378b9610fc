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
    fitted once more with every row weighing by how likely its label is its own, and the evidence is the log odds against \
    the given label, before and after.

    The gate opens only where the models know more than which class is the commonest, and flips explain a good part of \
    the table's disagreements: where classes overlap as much as labels contradict, rows are ranked and none is held.

    It cannot see flips where classes overlap, nor a flip of the majority of a region: for that it needs a trusted \
    baseline.

    Sources: Allen 1974, doi:10.1080/00401706.1974.10489157; Northcutt, Jiang & Chuang 2021, doi:10.1613/jair.1.12125.
    """

  /// The gate stays closed where the models contradict at least this share of the labels.
  public var mostDisagreement = 0.27
  /// Models that do away with less than this share of the commonest class's errors are not believed.
  public var leastSkill = 0.35
  /// The least share of the disagreements, at its lower bound, that flips have to explain.
  public var leastExplained = 0.2
  /// How much more they have to explain for every further share of disagreement above 8 %.
  public var steepness = 2.0
  /// Where flips explain less than this, a row needs a larger planted share in proportion.
  public var wellExplained = 0.31
  /// The gate stays closed where fewer sampled rows disagree: their share of flips cannot be told.
  public var fewestDisagreements = 15
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
    let disagreeing = profile.standing.weightedMargins.count { $0 > 0 }
    let disagreement = Double(disagreeing) / n
    let explained = Self.leastShare(
      min(models.flips.rate / max(disagreement, 1e-9), 1), of: disagreeing)
    let isReliable =
      disagreement < mostDisagreement && Self.skill(disagreement, labels) >= leastSkill
    return LabelJudge(
      options: self, classes: profile.schema.classes, flips: models.flips,
      trimmed: ConfidenceDepth(posterior: posteriors.trimmed, labels: labels),
      oneSided: Self.oneSided(posteriors.weighted, labels: labels), isReliable: isReliable,
      isOpen: isReliable && disagreeing >= fewestDisagreements
        && explained > leastExplained + steepness * max(0, disagreement - 0.08),
      shareToHold: plantedShare / min(1, max(explained, 1e-9) / wellExplained),
      neighbours: Neighbours(profile))
  }

  /// Which share of the errors of always saying the commonest class the models do away with.
  private static func skill(_ disagreement: Double, _ labels: [Int]) -> Double {
    var counts: [Int: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    let commonest = Double(counts.values.max() ?? 0) / Double(max(labels.count, 1))
    return 1 - disagreement / max(1 - commonest, 1e-9)
  }

  /// A share less two of its standard deviations.
  private static func leastShare(_ share: Double, of count: Int) -> Double {
    let n = Double(max(count, 1))
    return share - 2 * Double.sqrt(max(share * (1 - share), 0.25 / n) / n)
  }

  /// Which class → class flips are over-represented among the most confident three tenths of each predicted class: the
  /// log ratio of the rate to the rate that is natural where z > 2, at most 2.5; [predicted][given].
  ///
  /// Natural is the largest of three: the mean rate of all pairs, what the models themselves predict for those rows, and
  /// the rate of the reverse pair. How far the other pairs lie above what their reverse and the models say is how far a
  /// pair may lie there by nature; z counts that as variance.
  private static func oneSided(_ posterior: Numbers, labels: [Int]) -> Numbers {
    let n = labels.count
    let classes = posterior.columns
    let top = (0..<n).map { ConfidenceDepth.top(posterior, $0) }
    var counts = Numbers(rows: classes, columns: classes)
    var predicted = Numbers(rows: classes, columns: classes)
    for c in 0..<classes {
      let rows = (0..<n).filter { top[$0].label == c }
      guard rows.count >= 4 else { continue }
      let bound = quantile(ofSorted: rows.map { top[$0].confidence }.sorted(), 0.7)
      for i in rows where top[i].confidence >= bound {
        counts[c, labels[i]] += 1
        for g in 0..<classes { predicted[c, g] += posterior[i, g] }
      }
    }
    let rows = (0..<classes).map { c in (0..<classes).reduce(1e-9) { $0 + counts[c, $1] } }
    var off = counts
    for c in 0..<classes { off[c, c] = 0 }
    let skew = skews(off, predicted: predicted, rows: rows)
    let total = counts.elements.reduce(0, +)
    let mean =
      (off.elements.reduce(0, +) + 1) / (total + 2) / Double(max(classes - 1, 1))
    var result = Numbers(rows: classes, columns: classes)
    for c in 0..<classes {
      for g in 0..<classes where g != c {
        let natural = max(mean, predicted[c, g] / rows[c], off[g, c] / rows[g])
        let expected = natural * rows[c]
        let spread = skew.others(than: (c, g)) * rows[c]
        let z = (off[c, g] - expected) / Double.sqrt(expected + 0.5 + spread * spread)
        let rate = (off[c, g] + 6 * natural) / (rows[c] + 6)
        result[c, g] = min(max(Double.log(rate / natural) * min(max(z - 2, 0), 1), 0), 2.5)
      }
    }
    return result
  }

  /// How one-sided pairs of classes are.
  private struct Skew {
    /// The excess of each pair's rate, [predicted][given].
    let excess: Numbers
    /// The sum of their squares.
    let squares: Double

    /// The root of the mean square over the other pairs; 0 where there are none.
    func others(than pair: (Int, Int)) -> Double {
      let own = excess[pair.0, pair.1]
      let count = Double(excess.rows * (excess.rows - 1) - 1)
      return count < 1 ? 0 : Double.sqrt(max(squares - own * own, 0) / count)
    }
  }

  private static func skews(_ off: Numbers, predicted: Numbers, rows: [Double]) -> Skew {
    var excess = Numbers(rows: rows.count, columns: rows.count)
    for c in rows.indices where rows[c] >= 1 {
      for g in rows.indices where g != c {
        let known = max(predicted[c, g] / rows[c], off[g, c] / rows[g])
        excess[c, g] = max(0, off[c, g] / rows[c] - known)
      }
    }
    return Skew(excess: excess, squares: excess.elements.reduce(0) { $0 + $1 * $1 })
  }

  /// The log odds that a row is not of the class it carries, at most log 51 on either side.
  static func logOdds(againstShare share: Double) -> Double {
    Double.log((1 - min(share, 1) + 0.02) / (share + 0.02))
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
  /// The least planted share among disagreements like a row's that holds it.
  let shareToHold: Double
  let neighbours: Neighbours

  func evidence(_ batch: Batch) -> [Evidence] {
    guard let posteriors = batch.standing.posteriors else {
      return Array(repeating: .none, count: batch.count)
    }
    return (0..<batch.count).map { i in
      let label = batch.label(i)
      let (weighted, other) = margin(posteriors.weighted, row: i, label: label)
      let combined = (posteriors.plain[i, label] + posteriors.weighted[i, label]) / 2
      let against = LabelFlip.logOdds(againstShare: combined)
      let smooth = LabelFlip.logOdds(againstShare: posteriors.smooth[i, label])
      let rise = flips.rise(posteriors.refitted, row: i, label: label)
      let flow =
        flips.plausibility * oneSided[other, label] * min(max(weighted + 0.3, 0), 1)
      let share = flips.share(posteriors, row: i, label: label)
      let planted = isOpen ? share : 0
      let nats =
        0.8 * against + 0.3 * max(smooth - against, 0) + 6 * rise + 2 * flow + 2 * planted
      let isPlanted = isOpen && share > shareToHold && weighted > options.marginToHold
      let deep = trimmed.disagreement(posteriors.trimmed, row: i, label: label)?.excess ?? 0
      let isDeep =
        isReliable && flips.plausibility * deep > 0.4 && batch.margins[i] > 0.5
      return Evidence(
        nats: nats, holds: isPlanted || isDeep, probability: planted, possibility: share)
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
