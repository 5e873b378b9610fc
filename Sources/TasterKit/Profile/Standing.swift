import TasterKernels

/// How rows stand to a profile: what every detector may ask about them, worked out once.
///
/// A row's standing depends on the row and the profile alone.
package struct Standing: Sendable {
  /// What the label models say; nil where labels cannot be judged.
  package let posteriors: Posteriors?
  /// How much likelier the best other class is than the given one by the combined models, −1…1; all 0 where labels
  /// cannot be judged.
  package let margins: [Double]
  /// That other class; the given one where labels cannot be judged.
  package let others: [Int]
  /// The same margin by the plain models alone.
  package let plainMargins: [Double]
  /// The same margin by the weighted models alone.
  package let weightedMargins: [Double]
  /// How surprising the rows' numbers are.
  package let surprises: [Surprise]

  init(posteriors: Posteriors?, labels: [Int], surprises: [Surprise]) {
    self.posteriors = posteriors
    self.surprises = surprises
    guard let posteriors else {
      let zeros = [Double](repeating: 0, count: labels.count)
      (margins, plainMargins, weightedMargins) = (zeros, zeros, zeros)
      others = labels
      return
    }
    let combined = posteriors.combined
    func found(_ posterior: Numbers) -> [(value: Double, other: Int)] {
      labels.indices.map { margin(posterior, row: $0, label: labels[$0]) }
    }
    let best = found(combined)
    self.margins = best.map { $0.value }
    others = best.map { $0.other }
    plainMargins = found(posteriors.plain).map { $0.value }
    weightedMargins = found(posteriors.weighted).map { $0.value }
  }

  private init(
    posteriors: Posteriors?, margins: [Double], others: [Int], plainMargins: [Double],
    weightedMargins: [Double], surprises: [Surprise]
  ) {
    self.posteriors = posteriors
    self.margins = margins
    self.others = others
    self.plainMargins = plainMargins
    self.weightedMargins = weightedMargins
    self.surprises = surprises
  }

  /// Some rows.
  func gather(_ rows: [Int]) -> Standing {
    Standing(
      posteriors: posteriors?.gather(rows), margins: rows.map { margins[$0] },
      others: rows.map { others[$0] }, plainMargins: rows.map { plainMargins[$0] },
      weightedMargins: rows.map { weightedMargins[$0] }, surprises: rows.map { surprises[$0] })
  }
}
