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
  /// The same models as functions of a row.
  let scorer: LabelScorer
  private let features: LabelFeatures
  private let linear: [Fit]
  private let local: [Fit]
  private let weights: [Double]

  /// A fitted model: what predicts, and how sharply.
  private struct Fit: Sendable {
    let ridge: Ridge
    let temperature: Double
    let posterior: Numbers
  }

  private static let linearPenalties = [0.1, 1, 10, 100, 1_000]
  /// From so many columns on the linear model keeps the penalty of its first fit.
  private static let columnsForOneChoice = 100
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
  ///   - beliefs: How much every row counts beside that, above 0; nil where all count alike.
  ///   - threads: How many models are fitted at a time; nothing depends on it.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* m² + m³) with m = 400 + p.
  package init(
    q: Numbers, r: Numbers, sample: RowSample, classes: Int, numericCount: Int,
    copies: NearCopies, beliefs: [Double]? = nil, threads: Int = 1
  ) throws {
    let labels = sample.labels
    let weights = copies.size.indices.map { (beliefs?[$0] ?? 1) / Double(copies.size[$0]) }
    let features = try LabelFeatures(
      r: r, sample: sample, classes: classes, numericCount: numericCount, weights: weights,
      threads: threads)

    let (nearby, around) = try features.kernels(r, threads: threads)
    let views = [
      nearby, around, LabelFeatures.linear(q: q, r: r, numericCount: numericCount),
    ]
    // The later fits change the weights of the suspects alone.
    let grams = try parallelMap(views.count, threads: threads) { k in
      views[k].columns > views[k].rows ? nil : gram(views[k], weights: weights)
    }
    func fit(
      _ chosen: [Int], weights changed: [Double], calibratedBy known: [Double],
      penalties: [[Double]]
    ) throws -> [Fit] {
      try parallelMap(chosen.count, threads: threads) { i in
        let k = chosen[i]
        let ridge = try Ridge(
          features: views[k], labels: labels, classes: classes, weights: changed,
          lambdas: penalties[k], groups: copies.members,
          gram: grams[k].map { gram($0, of: views[k], weights: weights, changedTo: changed) })
        let (t, posterior) = Self.calibrated(ridge.leftOut, labels: labels, weights: known)
        return Fit(ridge: ridge, temperature: t, posterior: posterior)
      }
    }
    var penalties = [[features.penalty], [Self.smoothPenalty], Self.linearPenalties]
    let all = try fit(
      [0, 1, 2], weights: weights, calibratedBy: weights, penalties: penalties)
    if views[2].columns >= Self.columnsForOneChoice { penalties[2] = [all[2].ridge.lambda] }
    let suspects = Self.suspects(.mean([2, 0, 1].map { all[$0].posterior }), labels: labels)
    let silenced = zip(weights, suspects).map { $1 ? Self.silence : $0 }
    let trusted = try fit(
      [0, 1, 2], weights: silenced, calibratedBy: silenced, penalties: penalties)
    var (local, smooth, linear) = (
      [all[0], trusted[0]], [all[1], trusted[1]], [all[2], trusted[2]]
    )

    var posteriors = Posteriors(
      plain: .mean([linear[0].posterior, local[0].posterior]), smooth: smooth[0].posterior,
      refitted: .mean([linear[1].posterior, local[1].posterior]),
      trimmed: .mean([linear[1].posterior, smooth[1].posterior]), weighted: linear[0].posterior)
    let flips = FlipShare(
      plain: posteriors.plain, refitted: posteriors.refitted, labels: labels)
    let believed = labels.indices.map { i in
      max(weights[i] * (1 - flips.share(posteriors, row: i, label: labels[i])), Self.silence)
    }
    let last = try fit(
      [0, 2], weights: believed, calibratedBy: weights, penalties: penalties)
    local.append(last[0])
    linear.append(last[1])
    posteriors.weighted = .mean([linear[2].posterior, local[2].posterior])

    self.classes = classes
    self.features = features
    scorer = LabelScorer(
      classes: classes, numericCount: numericCount,
      kernels: LabelFeatures.Scorer(
        features, local: local.map { $0.ridge.coefficients },
        smooth: smooth.map { $0.ridge.coefficients }),
      straight: Numbers.join(columnsOf: linear.map { $0.ridge.coefficients }),
      temperatures: LabelScorer.Temperatures(
        linear: linear.map { $0.temperature }, local: local.map { $0.temperature },
        smooth: smooth.map { $0.temperature }))
    self.linear = linear
    self.local = local
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
    scorer.posteriors(q: q, r: r)
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
      LabelFeatures.linear(q: q, r: r, numericCount: features.numericCount), labels: own,
      weights: weights)
    let near = try local[0].ridge.predictionsWithout(
      features.kernels(r).local, labels: own, weights: weights)
    return .mean([
      LabelScorer.softmax(straight, temperature: linear[0].temperature),
      LabelScorer.softmax(near, temperature: local[0].temperature),
    ])
  }

  // MARK: Probabilities

  private static let temperatures = [0.5, 0.75, 1, 1.5, 2, 3, 5, 8]

  /// The temperature with the smallest weighted log loss, and the probabilities at it.
  private static func calibrated(
    _ scores: Numbers, labels: [Int], weights: [Double]
  ) -> (Double, Numbers) {
    let classes = scores.columns
    var best = (loss: Double.infinity, temperature: temperatures[0])
    for t in temperatures {
      var loss = 0.0
      for (i, label) in labels.enumerated() {
        // 1 / p of the label: the sum of e^(t (s − s of the label)).
        let own = scores[i, label]
        var inverse = 1.0
        for c in 0..<classes where c != label { inverse += Double.exp(t * (scores[i, c] - own)) }
        loss -= weights[i] * Double.log(1 / inverse + 1e-3)
      }
      if loss < best.loss { best = (loss, t) }
    }
    return (best.temperature, LabelScorer.softmax(scores, temperature: best.temperature))
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
