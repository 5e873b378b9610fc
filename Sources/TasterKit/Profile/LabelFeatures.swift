import RealModule
import TasterKernels

/// The columns that the label models see, and the kernels behind them.
struct LabelFeatures: Sendable {
  /// The penalty of the local model.
  let penalty: Double
  private let near: Nystroem
  private let wide: Nystroem
  /// How often the wide kernel is squared to give the near one.
  private let squarings: Int
  private let numericCount: Int

  private static let landmarkCount = 400
  /// Powers of two times the widest, so that one kernel is the other squared a few times.
  private static let bandwidths = [0.25, 0.5, 1, 2, 4]
  private static let localPenalties = [0.01, 0.1, 1, 10, 100]
  /// How much of the plain row stands beside each kernel.
  private static let localShare = 0.1
  private static let smoothShare = 0.3
  /// Rows on which bandwidth and penalty of the local model are chosen.
  private static let trialRows = 1_500

  /// Chooses the local model's bandwidth and penalty by leave-one-out error on some rows.
  init(
    r: Numbers, sample: RowSample, classes: Int, numericCount: Int, weights: [Double]
  ) throws {
    let n = r.rows
    let landmarks = r.gather(distinctPrefix(of: sample.featureKeys, count: Self.landmarkCount))
    let distances = squaredDistances(landmarks, landmarks)
    let median = quantile(ofSorted: distances.elements.sorted(), 0.5)
    let trial = Array(0..<min(n, n > 2_000 ? Self.trialRows : n))
    let rows = r.gather(trial)
    let labels = trial.map { sample.labels[$0] }
    let trialWeights = trial.map { weights[$0] }
    var best: (press: Double, kernel: Nystroem, penalty: Double, step: Int)?
    var widest: Nystroem?
    for (step, g) in Self.bandwidths.enumerated() {
      let kernel = try Nystroem(
        landmarks: landmarks, distances: distances, median: median, bandwidth: g)
      if step == 0 { widest = kernel }
      let fit = try Ridge(
        features: Self.columns(kernel, rows, share: Self.localShare), labels: labels,
        classes: classes, weights: trialWeights, lambdas: Self.localPenalties)
      if best.map({ fit.press < $0.press }) ?? true {
        best = (fit.press, kernel, fit.lambda, step)
      }
    }
    guard let best, let widest else { preconditionFailure("a local model needs a bandwidth") }
    penalty = best.penalty * Double(n) / Double(trial.count)
    near = best.kernel
    wide = widest
    squarings = best.step
    self.numericCount = numericCount
  }

  /// `[Zq, R, 1]`; without R where there are many columns.
  func linear(q: Numbers, r: Numbers) -> Numbers {
    let one = Numbers(rows: q.rows, columns: 1, repeating: 1)
    guard q.columns < 150 else { return Numbers.join(columnsOf: [q, one]) }
    var numeric = Numbers(rows: r.rows, columns: numericCount)
    for i in 0..<r.rows { for j in 0..<numericCount { numeric[i, j] = r[i, j] } }
    return Numbers.join(columnsOf: [q, numeric, one])
  }

  func local(_ r: Numbers) -> Numbers { Self.columns(near, r, share: Self.localShare) }
  func smooth(_ r: Numbers) -> Numbers { Self.columns(wide, r, share: Self.smoothShare) }

  private static func columns(_ kernel: Nystroem, _ r: Numbers, share: Double) -> Numbers {
    var plain = r
    for k in plain.elements.indices { plain.elements[k] *= share }
    let one = Numbers(rows: r.rows, columns: 1, repeating: 1)
    return Numbers.join(columnsOf: [kernel.coordinates(r), one, plain])
  }

  // MARK: Rows that were not learned from

  /// The near and the wide kernel between rows and landmarks, by one exponential a pair.
  func similarities(_ r: Numbers) -> (near: Numbers, wide: Numbers) {
    let wide = wide.kernel(r)
    var near = wide
    for _ in 0..<squarings {
      for k in near.elements.indices { near.elements[k] *= near.elements[k] }
    }
    return (near, wide)
  }

  func localScores(_ similarities: Numbers, _ r: Numbers, coefficients: Numbers) -> Numbers {
    Self.scores(similarities, r, near, share: Self.localShare, coefficients: coefficients)
  }

  func smoothScores(_ similarities: Numbers, _ r: Numbers, coefficients: Numbers) -> Numbers {
    Self.scores(similarities, r, wide, share: Self.smoothShare, coefficients: coefficients)
  }

  /// The kernel's map goes into the coefficients: a product of m × C columns instead of one of m × m.
  private static func scores(
    _ similarities: Numbers, _ r: Numbers, _ kernel: Nystroem, share: Double,
    coefficients: Numbers
  ) -> Numbers {
    let k = kernel.map.columns
    var scores = product(similarities, product(kernel.map, coefficients.rows(0..<k)))
    let rest = product(r, coefficients.rows(k + 1..<coefficients.rows))
    for i in 0..<scores.rows {
      for c in 0..<scores.columns { scores[i, c] += coefficients[k, c] + share * rest[i, c] }
    }
    return scores
  }
}
