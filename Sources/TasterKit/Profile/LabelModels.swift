import RealModule
package import TasterKernels

/// What the rows' features say about their labels: two models, each in closed form and without the row itself.
///
/// `linear` is ridge regression on `[Zq, R, 1]`; `local` is ridge regression on a Gaussian kernel's coordinates plus
/// `[1, 0.1 Zr]`, its bandwidth chosen by leave-one-out error. A third, smoother one only chooses which rows look
/// mislabelled; both models are then fitted once more with those rows silent. Scores become probabilities by a
/// temperature that minimises the leave-one-out log loss.
package struct LabelModels: Sendable {
  /// C.
  package let classes: Int
  /// The mean probability of each class without the row (and its near copies), *n* × C.
  package let posterior: Numbers
  /// The same after the refit without the suspects, *n* × C.
  package let refitted: Numbers
  private let linear: (first: Predictor, second: Predictor)
  private let local: (first: Predictor, second: Predictor)
  private let kernel: Nystroem

  /// A fitted model: what predicts, and how sharply.
  struct Predictor: Sendable {
    let coefficients: Numbers
    let temperature: Double
  }

  private static let landmarkCount = 400
  private static let bandwidths = [0.25, 0.5, 1, 2, 4]
  private static let localPenalties = [0.01, 0.1, 1, 10, 100]
  /// How much of the plain row stands beside the local model's kernel.
  private static let localShare = 0.1
  private static let linearPenalties = [0.1, 1, 10, 100, 1_000]
  /// Rows on which bandwidth and penalty of the local model are chosen.
  private static let trialRows = 1_500
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
    let n = q.rows
    let labels = sample.labels
    let weights = copies.size.map { 1 / Double($0) }
    let chosen = distinctPrefix(of: sample.featureKeys, count: Self.landmarkCount)
    let landmarks = r.gather(chosen)
    let distances = squaredDistances(landmarks, landmarks)
    let median = Self.median(distances.elements)

    let trial = Array(0..<min(n, n > 2_000 ? Self.trialRows : n))
    let trialR = r.gather(trial)
    var best: (press: Double, bandwidth: Double, lambda: Double)?
    for g in Self.bandwidths {
      let kernel = try Nystroem(
        landmarks: landmarks, distances: distances, median: median, bandwidth: g)
      let fit = try Ridge(
        features: Self.localFeatures(kernel, trialR, share: Self.localShare),
        labels: trial.map { labels[$0] },
        classes: classes, weights: trial.map { weights[$0] }, lambdas: Self.localPenalties)
      if best.map({ fit.press < $0.press }) ?? true { best = (fit.press, g, fit.lambda) }
    }
    guard let best else { preconditionFailure("a local model needs a bandwidth") }
    let penalty = best.lambda * Double(n) / Double(trial.count)
    let kernel = try Nystroem(
      landmarks: landmarks, distances: distances, median: median, bandwidth: best.bandwidth)

    func fit(_ features: Numbers, _ weights: [Double], _ lambdas: [Double]) throws
      -> (Predictor, Numbers)
    {
      let ridge = try Ridge(
        features: features, labels: labels, classes: classes, weights: weights, lambdas: lambdas,
        groups: copies.members)
      let (t, posterior) = Self.calibrated(ridge.leftOut, labels: labels, weights: weights)
      return (Predictor(coefficients: ridge.coefficients, temperature: t), posterior)
    }
    let smooth = try Nystroem(
      landmarks: landmarks, distances: distances, median: median, bandwidth: 0.25)
    let (_, third) = try fit(Self.localFeatures(smooth, r, share: 0.3), weights, [3])
    let linearFeatures = Self.linearFeatures(q: q, r: r, numericCount: numericCount)
    let localFeatures = Self.localFeatures(kernel, r, share: Self.localShare)
    let (linear, first) = try fit(linearFeatures, weights, Self.linearPenalties)
    let (local, second) = try fit(localFeatures, weights, [penalty])
    let suspects = Self.suspects(Self.mean([first, second, third]), labels: labels)
    let silenced = zip(weights, suspects).map { $1 ? Self.silence : $0 }
    let (linearAgain, firstAgain) = try fit(linearFeatures, silenced, Self.linearPenalties)
    let (localAgain, secondAgain) = try fit(localFeatures, silenced, [penalty])

    self.classes = classes
    self.kernel = kernel
    self.linear = (linear, linearAgain)
    self.local = (local, localAgain)
    posterior = Self.mean([first, second])
    refitted = Self.mean([firstAgain, secondAgain])
  }

  /// The class probabilities of rows that were not learned from.
  ///
  /// - Parameters:
  ///   - q: `Zq`, *n* × p.
  ///   - r: `Zr`, *n* × p.
  ///   - numericCount: The leading columns that are numeric.
  /// - Returns: As ``posterior`` and as ``refitted``, *n* × C each.
  /// - Complexity: O(*n* m p).
  package func posteriors(q: Numbers, r: Numbers, numericCount: Int) -> (Numbers, Numbers) {
    let linearFeatures = Self.linearFeatures(q: q, r: r, numericCount: numericCount)
    let similarities = kernel.kernel(r)
    func linearly(_ model: Predictor) -> Numbers {
      Self.softmax(
        product(linearFeatures, model.coefficients), temperature: model.temperature)
    }
    // The kernel's map goes into the coefficients: one product of m columns instead of one of m × m.
    func locally(_ model: Predictor) -> Numbers {
      let k = kernel.map.columns
      let onKernel = product(kernel.map, model.coefficients.rows(0..<k))
      let onRow = model.coefficients.rows(k + 1..<model.coefficients.rows)
      var scores = product(similarities, onKernel)
      let rest = product(r, onRow)
      for i in 0..<scores.rows {
        for c in 0..<classes {
          scores[i, c] += model.coefficients[k, c] + Self.localShare * rest[i, c]
        }
      }
      return Self.softmax(scores, temperature: model.temperature)
    }
    return (
      Self.mean([linearly(linear.first), locally(local.first)]),
      Self.mean([linearly(linear.second), locally(local.second)])
    )
  }

  // MARK: Features

  private static func linearFeatures(q: Numbers, r: Numbers, numericCount: Int) -> Numbers {
    let one = Numbers(rows: q.rows, columns: 1, repeating: 1)
    guard q.columns < 150 else { return Numbers.join(columnsOf: [q, one]) }
    var numeric = Numbers(rows: r.rows, columns: numericCount)
    for i in 0..<r.rows { for j in 0..<numericCount { numeric[i, j] = r[i, j] } }
    return Numbers.join(columnsOf: [q, numeric, one])
  }

  private static func localFeatures(_ kernel: Nystroem, _ r: Numbers, share: Double) -> Numbers {
    var plain = r
    for k in plain.elements.indices { plain.elements[k] *= share }
    let one = Numbers(rows: r.rows, columns: 1, repeating: 1)
    return Numbers.join(columnsOf: [kernel.coordinates(r), one, plain])
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

  private static func mean(_ parts: [Numbers]) -> Numbers {
    var result = parts[0]
    for part in parts.dropFirst() {
      for k in result.elements.indices { result.elements[k] += part.elements[k] }
    }
    for k in result.elements.indices { result.elements[k] /= Double(parts.count) }
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

  private static func median(_ values: [Double]) -> Double {
    quantile(ofSorted: values.sorted(), 0.5)
  }
}

/// How much likelier the best other class is than the given one, −1…1, and which class that is.
///
/// - Parameters:
///   - posterior: Class probabilities, *n* × C, C ≥ 2.
///   - row: Which row.
///   - label: The class it carries.
/// - Returns: The difference of the two probabilities, and the best other class.
package func margin(_ posterior: Numbers, row: Int, label: Int) -> (value: Double, other: Int) {
  var other = label == 0 ? 1 : 0
  for c in 0..<posterior.columns where c != label && posterior[row, c] > posterior[row, other] {
    other = c
  }
  return (posterior[row, other] - posterior[row, label], other)
}
