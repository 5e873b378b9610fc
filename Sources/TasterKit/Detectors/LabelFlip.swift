import RealModule
import TasterKernels

/// Labels that the features contradict.
public struct LabelFlip: Detector {
  public static let name = "label-flip"
  public static let summary = "labels that the features contradict, judged without the row itself"
  public static let explanation = """
    Two ridge models, a linear one on ranks and a local one on a Gaussian kernel, predict every row's class from all \
    other rows, in closed form (leave-one-out; near copies leave together). The evidence is how much likelier another \
    class is than the given one, before and after a refit without the suspects.

    Disagreement with the given label should fall with the distance from the boundary. Where it rises again, or where \
    confident rows of one class carry one certain other label too often, the evidence grows.

    It cannot see flips where classes overlap, nor a flip of the majority of a region: for that it needs a trusted \
    baseline.

    Sources: Allen 1974, doi:10.1080/00401706.1974.10489157; Northcutt, Jiang & Chuang 2021, doi:10.1613/jair.1.12125.
    """

  /// The least share of such disagreements that must be planted for a row to be held.
  public var plantedShare = 0.4
  /// How much likelier another class must be than the given one for a row to be held.
  public var marginToHold = 0.5

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard let labels = profile.labels else { return SilentJudge() }
    return LabelJudge(
      options: self, classes: profile.schema.classes,
      depth: ConfidenceDepth(posterior: labels.refitted, labels: profile.sample.labels),
      oneSided: Self.oneSided(labels.posterior, labels: profile.sample.labels),
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
  let depth: ConfidenceDepth
  let oneSided: Numbers
  let neighbours: Neighbours

  func evidence(_ batch: Batch) -> [Evidence] {
    guard let refitted = batch.refitted else {
      return Array(repeating: .none, count: batch.count)
    }
    return (0..<batch.count).map { i in
      let label = batch.label(i)
      let first = batch.margins[i]
      let second = margin(refitted, row: i, label: label).value
      let disagrees = ConfidenceDepth.top(refitted, i).label != label
      let bin = disagrees ? depth.bin(refitted, row: i) : nil
      let flow = oneSided[batch.others[i], label] * min(max(first + 0.3, 0), 1)
      let nats =
        3.18 * first + 0.28 * second + 5.6 * (bin?.excess ?? 0)
        + 0.2 * (bin?.plantedAtMost ?? 0) + 1.2 * flow
      let holds = (bin?.planted ?? 0) > options.plantedShare && first > options.marginToHold
      return Evidence(nats: nats, holds: holds)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard let posterior = batch.posterior, batch.margins[row] > 0 else { return [] }
    let given = batch.label(row)
    let other = batch.others[row]
    var reasons = [
      Reason.contradicted(
        given: classes[given], other: classes[other], share: posterior[row, other],
        shareGiven: posterior[row, given])
    ]
    reasons.append(
      neighbours.reason(row, of: batch, detector: LabelFlip.name, other: other, classes: classes))
    return reasons
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

/// A share as a percentage with two significant digits where it is small.
package func percent(_ share: Double) -> String {
  let value = share * 100
  if value >= 10 || value == 0 { return "\(Int(value.rounded())) %" }
  if value >= 1 { return "\((value * 10).rounded() / 10) %" }
  return value < 0.01 ? "under 0.01 %" : "\((value * 100).rounded() / 100) %"
}
