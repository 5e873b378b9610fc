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
  let numericCount: Int

  /// Landmarks; of tables with many rows fewer, for there every fit counts and a hundred more change no ranking.
  private static func landmarkCount(rows: Int) -> Int { isLarge(rows) ? 256 : 400 }
  private static func isLarge(_ rows: Int) -> Bool { rows > 2_000 }
  /// Powers of two times the widest, so that one kernel is the other squared a few times.
  private static let bandwidths = [0.25, 0.5, 1, 2, 4]
  private static let localPenalties = [0.01, 0.1, 1, 10, 100]
  /// From so many columns on the linear model sees Q alone: R says little more there.
  private static let columnsForOneView = 150
  /// From so many columns on the kernels' models see no plain row.
  ///
  /// The linear model sees it, and the cost of a model grows with the cube of its columns. On four tables of 57 to 108
  /// columns the flips rank no lower without it.
  private static let columnsForKernelsAlone = 50
  /// How much of the plain row stands beside each kernel.
  private static let localShare = 0.1
  private static let smoothShare = 0.3
  /// Rows on which bandwidth and penalty of the local model are chosen, and landmarks that serve for it.
  private static let trialRows = 1_500
  private static let trialLandmarks = 200
  /// Rows whose kernels are worked out at a time.
  private static let blockRows = 512

  /// Chooses the local model's bandwidth and penalty by leave-one-out error on some rows.
  init(
    r: Numbers, sample: RowSample, classes: Int, numericCount: Int, weights: [Double],
    threads: Int
  ) throws {
    let n = r.rows
    let landmarks = r.gather(
      distinctPrefix(of: sample.featureKeys, count: Self.landmarkCount(rows: n)))
    let distances = squaredDistances(landmarks, landmarks)
    let median = Self.median(ofPairs: distances)
    let trial = Array(0..<(Self.isLarge(n) ? Self.trialRows : n))
    let rows = r.gather(trial)
    let few = landmarks.rows(
      0..<(Self.isLarge(n) ? min(Self.trialLandmarks, landmarks.rows) : landmarks.rows))
    let betweenFew = squaredDistances(few, few)
    let toFew = squaredDistances(rows, few)
    let labels = trial.map { sample.labels[$0] }
    let trialWeights = trial.map { weights[$0] }
    let trials = try parallelMap(Self.bandwidths.count, threads: threads) { step in
      let kernel = try Nystroem(
        landmarks: few, distances: betweenFew, median: median, bandwidth: Self.bandwidths[step])
      var values = toFew
      exponential(&values.elements, scale: -kernel.rate)
      let fit = try Ridge(
        features: Self.columns(kernel.coordinates(ofKernel: values), rows, share: Self.localShare),
        labels: labels, classes: classes, weights: trialWeights, lambdas: Self.localPenalties)
      return (press: fit.press, penalty: fit.lambda)
    }
    var step = 0
    for k in trials.indices where trials[k].press < trials[step].press { step = k }
    penalty = trials[step].penalty * Double(n) / Double(trial.count)
    let chosen = [Self.bandwidths[0], Self.bandwidths[step]]
    let kernels = try parallelMap(2, threads: threads) { k in
      try Nystroem(landmarks: landmarks, distances: distances, median: median, bandwidth: chosen[k])
    }
    (wide, near) = (kernels[0], kernels[1])
    squarings = step
    self.numericCount = numericCount
  }

  /// The median of the distances between different rows; 0 for a single row.
  private static func median(ofPairs distances: Numbers) -> Double {
    var pairs: [Double] = []
    pairs.reserveCapacity(distances.elements.count / 2)
    for i in 0..<distances.rows { pairs += distances.row(i).dropFirst(i + 1) }
    return pairs.isEmpty ? 0 : quantile(ofSorted: ascending(pairs), 0.5)
  }

  /// `[Zq, R, 1]`; without R where there are many columns.
  static func linear(q: Numbers, r: Numbers, numericCount: Int) -> Numbers {
    let one = Numbers(rows: q.rows, columns: 1, repeating: 1)
    guard q.columns < columnsForOneView else { return Numbers.join(columnsOf: [q, one]) }
    return Numbers.join(columnsOf: [q, r.firstColumns(numericCount), one])
  }

  /// How many columns ``linear(q:r:numericCount:)`` has for *p* columns.
  static func linearWidth(_ p: Int, numericCount: Int) -> Int {
    p < columnsForOneView ? p + numericCount + 1 : p + 1
  }

  /// Whether the plain row stands beside the kernels of *p* columns.
  static func hasPlain(_ p: Int) -> Bool { p < columnsForKernelsAlone }

  /// What the local and the smooth model see.
  ///
  /// - Parameters:
  ///   - r: `Zr`, *n* × p.
  ///   - threads: How many blocks of rows are worked on at a time.
  /// - Returns: *n* rows each.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n* m (p + m)).
  func kernels(_ r: Numbers, threads: Int = 1) throws -> (local: Numbers, smooth: Numbers) {
    let starts = Array(stride(from: 0, to: r.rows, by: Self.blockRows))
    let blocks = try parallelMap(starts.count, threads: threads) { k in
      let rows = r.rows(starts[k]..<min(starts[k] + Self.blockRows, r.rows))
      var values = wide.kernel(rows)
      let smooth = Self.columns(wide.coordinates(ofKernel: values), rows, share: Self.smoothShare)
      for _ in 0..<squarings {
        for i in values.elements.indices { values.elements[i] *= values.elements[i] }
      }
      let local = Self.columns(near.coordinates(ofKernel: values), rows, share: Self.localShare)
      return (local: local, smooth: smooth)
    }
    return (.join(rowsOf: blocks.map { $0.local }), .join(rowsOf: blocks.map { $0.smooth }))
  }

  private static func columns(_ coordinates: Numbers, _ r: Numbers, share: Double) -> Numbers {
    let one = Numbers(rows: r.rows, columns: 1, repeating: 1)
    guard hasPlain(r.columns) else {
      return Numbers.join(columnsOf: [coordinates, one])
    }
    var plain = r
    for k in plain.elements.indices { plain.elements[k] *= share }
    return Numbers.join(columnsOf: [coordinates, one, plain])
  }

  // MARK: Rows that were not learned from

  /// The scores of local and of smooth models for rows that were not learned from.
  struct Scorer: Sendable {
    let kernels: GaussianScores
    /// What the plain row adds, p × C columns a model, and the constants.
    typealias Plain = (plain: Numbers?, constants: [Double])
    let local: Plain
    let smooth: Plain

    /// Takes up what was kept.
    init(kernels: GaussianScores, local: Plain, smooth: Plain) {
      self.kernels = kernels
      self.local = local
      self.smooth = smooth
    }

    /// - Parameters:
    ///   - features: What the models see.
    ///   - local: The coefficients of the local models, each (k + 1 + p) × C.
    ///   - smooth: The coefficients of the smooth ones.
    init(_ features: LabelFeatures, local: [Numbers], smooth: [Numbers]) {
      kernels = GaussianScores(
        landmarks: features.wide.landmarks, gamma: features.wide.rate,
        squarings: features.squarings, wide: features.wide.coefficients(smooth),
        narrow: features.near.coefficients(local))
      self.local = Self.plain(
        local, after: features.near.map.columns, share: LabelFeatures.localShare)
      self.smooth = Self.plain(
        smooth, after: features.wide.map.columns, share: LabelFeatures.smoothShare)
    }

    /// The scores, C columns a model.
    ///
    /// - Parameter r: `Zr`, *n* × p.
    /// - Returns: Those of the local and of the smooth models, *n* rows each.
    /// - Complexity: O(*n* m (p + C)).
    func callAsFunction(_ r: Numbers) -> (local: Numbers, smooth: Numbers) {
      let (smoothKernel, localKernel) = kernels(r)
      return (Self.sum(localKernel, r, local), Self.sum(smoothKernel, r, smooth))
    }

    private static func plain(
      _ models: [Numbers], after k: Int, share: Double
    ) -> Plain {
      let constants = models.flatMap { Array($0.row(k)) }
      guard models[0].rows > k + 1 else { return (nil, constants) }
      var plain = Numbers.join(columnsOf: models.map { $0.rows(k + 1..<$0.rows) })
      for e in plain.elements.indices { plain.elements[e] *= share }
      return (plain, constants)
    }

    private static func sum(
      _ kernel: Numbers, _ r: Numbers, _ linear: Plain
    ) -> Numbers {
      var scores = kernel
      if let plain = linear.plain { scores.add(product(r, plain)) }
      for start in stride(from: 0, to: scores.elements.count, by: scores.columns) {
        for c in 0..<scores.columns { scores.elements[start + c] += linear.constants[c] }
      }
      return scores
    }
  }
}

extension Nystroem {
  /// Coefficients of coordinates as coefficients of the kernel itself, models side by side: m × C columns a model.
  fileprivate func coefficients(_ models: [Numbers]) -> Numbers {
    product(map, Numbers.join(columnsOf: models.map { $0.rows(0..<map.columns) }))
  }
}
