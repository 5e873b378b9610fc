import RealModule
import TasterKernels

/// Where a table holds more rows of a class than trusted rows lead one to expect.
///
/// Within every class, ridge regression on a Gaussian kernel's coordinates tells rows of the table (+1) from trusted rows
/// (−1), the two weighing alike as wholes:
///
///     D(x, c) = 2 P(table | x, c) − 1,     density in the table / density in the baseline = (1 + D) / (1 − D)
///
/// Honest rows are drawn like the trusted ones, so nothing tells them apart and D is near 0; planted rows are where
/// trusted ones are not. A row that was learned from is judged without itself, in closed form. Noise is no surplus: with
/// D₋ᵢ so judged and y = ±1 what a row is, D of a class is told times its trust
///
///     t = min(max(b, 0), 1) · min(max((b / s − 1) / 3, 0), 1),     b = Σ w y D₋ / Σ w D₋²
///
/// where b is how much of D holds for rows that were not learned from, and s its standard error.
///
/// - SeeAlso: Lopez-Paz & Oquab 2017, "Revisiting Classifier Two-Sample Tests", arXiv:1610.06545; Sugiyama, Suzuki & Kanamori 2012, "Density Ratio Estimation in Machine Learning",
///   doi:10.1017/CBO9781139035613
package struct Surplus: Sendable {
  /// What is known about one class.
  private struct Model: Sendable {
    let kernel: Nystroem
    let ridge: Ridge
    /// How far D is believed, 0…1.
    var trust = 0.0
  }

  /// One model a class; nil where there are too few rows of either kind.
  private let models: [Model?]
  /// D of the sampled rows, each without itself; 0 where nothing is known.
  private let known: [Double]

  private static let landmarks = 200
  private static let bandwidths = [0.25, 1, 4]
  private static let penalties = [1.0, 10, 100, 1_000]
  private static let plainShare = 0.1
  /// A class with fewer rows of either kind tells nothing.
  private static let fewestRows = 10

  /// Learns from a profile of a table with trusted rows beside it.
  ///
  /// - Parameter profile: Its rows from `ownRows` on are trusted.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* m² + m³) for m = 200 + p.
  package init(_ profile: Profile) throws {
    let sample = profile.sample
    let members = (0..<max(profile.schema.classes.count, 1)).map { c in
      sample.labels.indices.filter { sample.labels[$0] == c }
    }
    let fits = try parallelMap(members.count, threads: profile.threads) { c in
      try Self.fit(members[c], of: profile)
    }
    var known = [Double](repeating: 0, count: sample.count)
    for (rows, fit) in zip(members, fits) {
      guard let fit else { continue }
      for (k, i) in rows.enumerated() {
        known[i] = Self.bounded(fit.trust * fit.ridge.leftOut[k, 1])
      }
    }
    models = fits
    self.known = known
  }

  private static func fit(_ rows: [Int], of profile: Profile) throws -> Model? {
    let sample = profile.sample
    let isOwn = rows.map { sample.rows[$0] < profile.ownRows }
    let own = isOwn.count { $0 }
    guard min(own, rows.count - own) >= fewestRows, profile.q.columns > 0 else { return nil }
    let z = profile.q.gather(rows)
    let chosen = distinctPrefix(of: rows.map { sample.featureKeys[$0] }, count: landmarks)
    let centres = z.gather(chosen)
    let distances = squaredDistances(centres, centres)
    var pairs: [Double] = []
    for i in 0..<distances.rows { pairs += distances.row(i).dropFirst(i + 1) }
    guard !pairs.isEmpty else { return nil }
    let median = quantile(ofSorted: ascending(pairs), 0.5)
    guard median > 0 else { return nil }
    // Both kinds weigh alike, and a row weighs 1 in the mean.
    let half = Double(rows.count) / 2
    let weights = isOwn.map { half / Double($0 ? own : rows.count - own) }
    var best: Model?
    for bandwidth in bandwidths {
      let kernel = try Nystroem(
        landmarks: centres, distances: distances, median: median, bandwidth: bandwidth)
      let ridge = try Ridge(
        features: columns(kernel, z), labels: isOwn.map { $0 ? 1 : 0 }, classes: 2,
        weights: weights, lambdas: penalties)
      if best.map({ ridge.press < $0.ridge.press }) ?? true {
        best = Model(kernel: kernel, ridge: ridge)
      }
    }
    guard var chosen = best else { return nil }
    chosen.trust = trust(chosen.ridge.leftOut, isOwn: isOwn, weights: weights)
    return chosen
  }

  /// How far D is believed: by what it says about rows that it was not learned from.
  private static func trust(_ leftOut: Numbers, isOwn: [Bool], weights: [Double]) -> Double {
    let found = isOwn.indices.map { leftOut[$0, 1] }
    let kinds = isOwn.map { $0 ? 1.0 : -1 }
    var (squares, products) = (1e-12, 0.0)
    for (i, d) in found.enumerated() {
      squares += weights[i] * d * d
      products += weights[i] * kinds[i] * d
    }
    let slope = products / squares
    var variance = 0.0
    for (i, d) in found.enumerated() {
      let part = weights[i] * d * (kinds[i] - slope * d)
      variance += part * part
    }
    let z = products / Double.sqrt(variance + 1e-24)
    return min(max(slope, 0), 1) * min(max((z - 1) / 3, 0), 1)
  }

  private static func columns(_ kernel: Nystroem, _ z: Numbers) -> Numbers {
    var plain = z
    for k in plain.elements.indices { plain.elements[k] *= plainShare }
    return Numbers.join(columnsOf: [
      kernel.coordinates(ofKernel: kernel.kernel(z)),
      Numbers(rows: z.rows, columns: 1, repeating: 1), plain,
    ])
  }

  private static func bounded(_ d: Double) -> Double { min(max(d, -0.99), 0.99) }

  /// D of the rows of a batch.
  ///
  /// - Parameter batch: Rows of the table, as the profile sees them.
  /// - Returns: −0.99…0.99 a row; 0 where nothing is known about its class, or nothing tells its rows from trusted ones.
  /// - Complexity: O(rows that were not learned from · m (m + p)).
  package func values(_ batch: Batch) -> [Double] {
    var result = batch.member.map { $0 >= 0 ? known[$0] : 0 }
    for (c, model) in models.enumerated() {
      guard let model else { continue }
      let rows = (0..<batch.count).filter { batch.member[$0] < 0 && batch.label($0) == c }
      guard !rows.isEmpty else { continue }
      let found = product(
        Self.columns(model.kernel, batch.q.gather(rows)), model.ridge.coefficients)
      for (k, i) in rows.enumerated() { result[i] = Self.bounded(model.trust * found[k, 1]) }
    }
    return result
  }
}
