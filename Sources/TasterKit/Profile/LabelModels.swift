import RealModule
package import TasterKernels

/// What the rows' features say about their labels: models in closed form, each without the row itself.
///
/// `linear` is ridge regression on `[Zq, R, 1]`; `local` is ridge regression on a Gaussian kernel's coordinates plus
/// `[1, 0.1 Zr]`, its bandwidth chosen by leave-one-out error; `smooth` is a wider kernel. All are fitted three times:
/// to all rows, without the rows that look mislabelled, and with every row weighing by how likely its label is its own
/// (``FlipShare``). Scores become probabilities by a temperature that minimises the leave-one-out log loss.
package struct LabelModels: Sendable {
  /// C.
  package let classes: Int
  /// What the models say about the rows they were fitted to.
  package let posteriors: Posteriors
  /// Which disagreements are planted.
  package let flips: FlipShare
  private let features: LabelFeatures
  private let linear: [Fit]
  private let local: [Fit]
  private let smooth: [Fit]
  private let weights: [Double]

  /// A fitted model: what predicts, and how sharply.
  private struct Fit: Sendable {
    let ridge: Ridge
    let temperature: Double
    let posterior: Numbers
  }

  private static let linearPenalties = [0.1, 1, 10, 100, 1_000]
  private static let smoothPenalty = 3.0
  /// A suspect keeps this weight: silent, but still predicted.
  private static let silence = 1e-6

  /// Fits the models.
  ///
  /// - Parameters:
  ///   - q: `Zq`, *n* × p.
  ///   - r: `Zr`, *n* × p.
  ///   - sample: The rows, with labels of at least two classes.
  ///   - classes: C ≥ 2, those without rows included.
  ///   - numericCount: The leading columns that are numeric.
  ///   - copies: Rows that leave together.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* m² + m³) with m = 400 + p.
  package init(
    q: Numbers, r: Numbers, sample: RowSample, classes: Int, numericCount: Int,
    copies: NearCopies
  ) throws {
    let labels = sample.labels
    let weights = copies.size.map { 1 / Double($0) }
    let features = try LabelFeatures(
      r: r, sample: sample, classes: classes, numericCount: numericCount, weights: weights)

    func fit(
      _ rows: Numbers, _ fitWeights: [Double], _ penalties: [Double], calibratedBy: [Double]
    ) throws -> Fit {
      let ridge = try Ridge(
        features: rows, labels: labels, classes: classes, weights: fitWeights, lambdas: penalties,
        groups: copies.members)
      let (t, posterior) = Self.calibrated(ridge.leftOut, labels: labels, weights: calibratedBy)
      return Fit(ridge: ridge, temperature: t, posterior: posterior)
    }
    let wide = features.smooth(r)
    let straight = features.linear(q: q, r: r)
    let near = features.local(r)
    var linear: [Fit] = []
    var local: [Fit] = []
    var smooth: [Fit] = []
    func fitAgain(_ fitWeights: [Double], calibratedBy: [Double]) throws {
      linear.append(
        try fit(straight, fitWeights, Self.linearPenalties, calibratedBy: calibratedBy))
      local.append(try fit(near, fitWeights, [features.penalty], calibratedBy: calibratedBy))
    }
    try fitAgain(weights, calibratedBy: weights)
    smooth.append(try fit(wide, weights, [Self.smoothPenalty], calibratedBy: weights))
    let suspects = Self.suspects(
      .mean([linear[0].posterior, local[0].posterior, smooth[0].posterior]), labels: labels)
    let silenced = zip(weights, suspects).map { $1 ? Self.silence : $0 }
    try fitAgain(silenced, calibratedBy: silenced)
    smooth.append(try fit(wide, silenced, [Self.smoothPenalty], calibratedBy: silenced))

    var posteriors = Posteriors(
      plain: .mean([linear[0].posterior, local[0].posterior]), smooth: smooth[0].posterior,
      refitted: .mean([linear[1].posterior, local[1].posterior]),
      trimmed: .mean([linear[1].posterior, smooth[1].posterior]), weighted: linear[0].posterior)
    let flips = FlipShare(
      plain: posteriors.plain, refitted: posteriors.refitted, labels: labels)
    let believed = labels.indices.map { i in
      max(weights[i] * (1 - flips.share(posteriors, row: i, label: labels[i])), Self.silence)
    }
    try fitAgain(believed, calibratedBy: weights)
    posteriors.weighted = .mean([linear[2].posterior, local[2].posterior])

    self.classes = classes
    self.features = features
    self.linear = linear
    self.local = local
    self.smooth = smooth
    self.posteriors = posteriors
    self.flips = flips
    self.weights = weights
  }

  /// The class probabilities of rows that were not learned from.
  ///
  /// - Parameters:
  ///   - q: `Zq`, *n* × p.
  ///   - r: `Zr`, *n* × p.
  /// - Returns: As ``posteriors``.
  /// - Complexity: O(*n* m p).
  package func posteriors(q: Numbers, r: Numbers) -> Posteriors {
    let straight = features.linear(q: q, r: r)
    let (near, wide) = features.similarities(r)
    let onLine = linear.map {
      Self.softmax(product(straight, $0.ridge.coefficients), temperature: $0.temperature)
    }
    let nearby = local.map {
      Self.softmax(
        features.localScores(near, r, coefficients: $0.ridge.coefficients),
        temperature: $0.temperature)
    }
    let around = smooth.map {
      Self.softmax(
        features.smoothScores(wide, r, coefficients: $0.ridge.coefficients),
        temperature: $0.temperature)
    }
    return Posteriors(
      plain: .mean([onLine[0], nearby[0]]), smooth: around[0],
      refitted: .mean([onLine[1], nearby[1]]), trimmed: .mean([onLine[1], around[1]]),
      weighted: .mean([onLine[2], nearby[2]]))
  }

  /// What the plain models say about some sampled rows when none of them was learned from.
  ///
  /// - Parameters:
  ///   - rows: Positions in the sample.
  ///   - q: `Zq` of the sample.
  ///   - r: `Zr` of the sample.
  ///   - labels: The classes of the sample.
  /// - Returns: Class probabilities, one row each.
  /// - Throws: ``KernelError`` where the system is singular.
  /// - Complexity: O(g m² + g³) for g rows.
  package func posteriorWithout(
    _ rows: [Int], q: Numbers, r: Numbers, labels: [Int]
  ) throws -> Numbers {
    let (q, r) = (q.gather(rows), r.gather(rows))
    let own = rows.map { labels[$0] }
    let weights = rows.map { self.weights[$0] }
    let straight = try linear[0].ridge.predictionsWithout(
      features.linear(q: q, r: r), labels: own, weights: weights)
    let near = try local[0].ridge.predictionsWithout(
      features.local(r), labels: own, weights: weights)
    return .mean([
      Self.softmax(straight, temperature: linear[0].temperature),
      Self.softmax(near, temperature: local[0].temperature),
    ])
  }

  // MARK: Probabilities

  /// The temperature with the smallest weighted log loss, and the probabilities at it.
  private static func calibrated(
    _ scores: Numbers, labels: [Int], weights: [Double]
  ) -> (Double, Numbers) {
    var best: (loss: Double, temperature: Double, posterior: Numbers)?
    for t in [0.5, 0.75, 1, 1.5, 2, 3, 5, 8] {
      let posterior = softmax(scores, temperature: t)
      var loss = 0.0
      for (i, label) in labels.enumerated() {
        loss -= weights[i] * Double.log(posterior[i, label] + 1e-3)
      }
      if best.map({ loss < $0.loss }) ?? true { best = (loss, t, posterior) }
    }
    guard let best else { preconditionFailure("a temperature is always found") }
    return (best.temperature, best.posterior)
  }

  private static func softmax(_ scores: Numbers, temperature: Double) -> Numbers {
    var result = scores
    for i in 0..<scores.rows {
      var top = -Double.infinity
      for c in 0..<scores.columns { top = max(top, temperature * scores[i, c]) }
      var sum = 0.0
      for c in 0..<scores.columns {
        let e = Double.exp(temperature * scores[i, c] - top)
        result[i, c] = e
        sum += e
      }
      for c in 0..<scores.columns { result[i, c] /= sum }
    }
    return result
  }

  /// Rows whose label the models contradict, at most 30 %.
  private static func suspects(_ posterior: Numbers, labels: [Int]) -> [Bool] {
    let margins = labels.indices.map { margin(posterior, row: $0, label: labels[$0]).value }
    var bound = 0.1
    if margins.count(where: { $0 > bound }) * 10 > 3 * margins.count {
      bound = quantile(ofSorted: margins.sorted(), 0.7)
    }
    return margins.map { $0 > bound }
  }
}
