package import TasterKernels

/// Which share of the disagreements between labels and models is planted, by the depth of the disagreement.
///
/// Ordinary class overlap disagrees less the farther a row lies from the boundary; the smallest rate of disagreement
/// seen so far bounds what flips may explain, and a rate that rises again is theirs. A table in which flips would have
/// to explain a third of all rows has overlapping classes, not flips: such claims fade out.
package struct FlipShare: Sendable {
  /// The depths of the plain models.
  private let plain: ConfidenceDepth
  /// The depths of the models fitted without the suspects.
  private let refitted: ConfidenceDepth
  /// How far the claim is believed, 0…1.
  package let plausibility: Double
  /// The estimated share of flipped labels in the table, after that.
  package let rate: Double

  /// Rates above this are not believed at all, those this much lower are.
  private static let impossibleRate = 0.38
  private static let fading = 0.15

  /// Learns from a sample.
  ///
  /// - Parameters:
  ///   - plain: The probabilities by the plain models, without the row, *n* × C.
  ///   - refitted: The same by the models fitted without the suspects.
  ///   - labels: The given classes, *n*.
  /// - Complexity: O(*n* log *n*).
  package init(plain: Numbers, refitted: Numbers, labels: [Int]) {
    self.plain = ConfidenceDepth(posterior: plain, labels: labels)
    self.refitted = ConfidenceDepth(posterior: refitted, labels: labels)
    var sum = 0.0
    for (i, label) in labels.enumerated() {
      sum += Self.claim(
        plain, refitted, row: i, label: label, by: self.plain, self.refitted)
    }
    let claimed = sum / Double(max(labels.count, 1))
    plausibility = min(max((Self.impossibleRate - claimed) / Self.fading, 0), 1)
    rate = plausibility * claimed
  }

  /// The share of disagreements like this row's that flips explain, 0…1; 0 for a row that agrees.
  ///
  /// - Parameters:
  ///   - posteriors: What the models say.
  ///   - row: Which row.
  ///   - label: The class it carries.
  /// - Returns: The share.
  package func share(_ posteriors: Posteriors, row: Int, label: Int) -> Double {
    plausibility
      * Self.claim(
        posteriors.plain, posteriors.refitted, row: row, label: label, by: plain, refitted)
  }

  /// The share of such disagreements by which the refitted models' rate rises again; 0 for a row that agrees.
  package func rise(_ posterior: Numbers, row: Int, label: Int) -> Double {
    refitted.disagreement(posterior, row: row, label: label)?.excess ?? 0
  }

  private static func claim(
    _ first: Numbers, _ second: Numbers, row: Int, label: Int, by plain: ConfidenceDepth,
    _ refitted: ConfidenceDepth
  ) -> Double {
    let share = plain.disagreement(first, row: row, label: label)?.planted ?? 0
    guard refitted.rises(in: ConfidenceDepth.top(second, row).label) else { return share }
    return max(share, refitted.disagreement(second, row: row, label: label)?.planted ?? 0)
  }
}
