import RealModule
package import TasterKernels

/// Rows that fit no class: odd in combination, given the other columns.
public struct RobustDistance: Detector {
  public static let name = "robust-distance"
  public static let summary = "values that the row's other columns do not allow"
  public static let explanation = """
    A trimmed, shrunk covariance of the rank view (three quarters of the rows, four concentration steps) gives every \
    value a conditional residual: how far it lies from what the row's other columns predict, in standard deviations. \
    Each column's residuals get the same empirical tails as the columns themselves; the surprise beyond two nats is \
    summed and scaled by its own 50 % and 70 % quantiles.

    The reasons name the columns that speak, the value found and the value expected.

    It is silent beyond 200 numeric columns, where a covariance cannot be learned from the sample.

    Source: Rousseeuw & Van Driessen 1999, doi:10.1080/00401706.1999.10485670.
    """

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    let d = profile.encoder.numericCount
    guard (2...200).contains(d), profile.sample.count >= 20 else { return SilentJudge() }
    let model = try TrimmedGaussian(profile.q)
    let residuals = model.residuals(profile.q)
    let tails = (0..<d).map { j in
      ColumnTails((0..<residuals.rows).map { residuals[$0, j] }, total: residuals.rows)
    }
    let sums = (0..<residuals.rows).map { i in
      Self.sum(tails) { residuals[i, $0] }
    }.sorted()
    let centre = quantile(ofSorted: sums, 0.5)
    let scale = max(1, (quantile(ofSorted: sums, 0.7) - centre) / 1.2)
    let outliers = try Outlier().learn(profile) as? OutlierJudge
    return RobustDistanceJudge(
      profile: profile, model: model, tails: tails, centre: centre, scale: scale,
      context: outliers?.context ?? 0)
  }

  static func sum(_ tails: [ColumnTails?], _ value: (Int) -> Double) -> Double {
    tails.indices.reduce(0) { $0 + max((tails[$1]?.surprise(value($1)) ?? 0) - 2, 0) }
  }
}

/// The conditional residuals' verdict on rows.
struct RobustDistanceJudge: Judge {
  let profile: Profile
  let model: TrimmedGaussian
  let tails: [ColumnTails?]
  let centre: Double
  let scale: Double
  let context: Double

  func evidence(_ batch: Batch) -> [Evidence] {
    let residuals = model.residuals(batch.q)
    return (0..<batch.count).map { i in
      let sum = RobustDistance.sum(tails) { residuals[i, $0] }
      let surprise = max(sum - centre, 0) / scale
      return Evidence(nats: context * 0.1 * min(surprise, 20), holds: false)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    let residuals = model.residuals(batch.q.rows(row..<row + 1))
    let surprises = tails.indices.map { tails[$0]?.surprise(residuals[0, $0]) ?? 0 }
    return surprises.indices.filter { surprises[$0] > 6 }
      .sorted { (surprises[$1], $0) < (surprises[$0], $1) }
      .prefix(3)
      .map { k in
        let feature = profile.encoder.numeric[k].feature
        let name = profile.schema.columns[profile.schema.numeric[feature]].name
        let value = batch.chunk.numeric[feature * batch.count + row]
        return Reason(
          detector: RobustDistance.name,
          text: "`\(name)` = \(short(value)) lies \(short(residuals[0, k].magnitude)) standard "
            + "deviations \(residuals[0, k] < 0 ? "below" : "above") what the row's other columns "
            + "predict")
      }
  }
}

/// A Gaussian fitted to the central three quarters of the rows.
package struct TrimmedGaussian: Sendable {
  package let mean: [Double]
  /// Σ⁻¹, p × p.
  package let precision: Numbers
  private let deviations: [Double]

  private static let kept = 0.75
  private static let steps = 4
  private static let shrinkage = 0.1

  /// Fits by concentration steps from all rows.
  ///
  /// - Parameter z: *n* × p finite values.
  /// - Throws: ``KernelError`` where the covariance is not positive definite.
  /// - Complexity: O(steps · *n* p²).
  package init(_ z: Numbers) throws {
    let n = z.rows
    let p = z.columns
    var chosen = Array(0..<n)
    var mean: [Double] = []
    var factor: Cholesky?
    for _ in 0...Self.steps {
      let rows = z.gather(chosen)
      mean = [Double](repeating: 0, count: p)
      for i in 0..<rows.rows { for j in 0..<p { mean[j] += rows[i, j] } }
      for j in 0..<p { mean[j] /= Double(rows.rows) }
      var covariance = gram(rows.minus(mean))
      let size = Double(max(rows.rows - 1, 1))
      for k in covariance.elements.indices { covariance.elements[k] /= size }
      let shrink = max(Self.shrinkage, min(0.9, Double(p) / Double(rows.rows) * 0.5))
      let trace = (0..<p).reduce(0) { $0 + covariance[$1, $1] }
      for k in covariance.elements.indices { covariance.elements[k] *= 1 - shrink }
      for j in 0..<p { covariance[j, j] += shrink * (trace / Double(p) + 1e-9) }
      let cholesky = try Cholesky(covariance)
      factor = cholesky
      let distances = squaredNorms(cholesky.whitened(z.minus(mean)))
      let order = (0..<n).sorted { (distances[$0], $0) < (distances[$1], $1) }
      chosen = Array(order.prefix(max(2, Int(Self.kept * Double(n)))))
    }
    guard let factor else { preconditionFailure("there is at least one step") }
    self.mean = mean
    let inverse = factor.inverse()
    precision = inverse
    deviations = (0..<p).map { Double.sqrt(inverse[$0, $0]) }
  }

  /// The conditional residual of every value, in conditional standard deviations.
  ///
  ///     e = (z − μ) Σ⁻¹ / √diag Σ⁻¹
  ///
  /// - Parameter z: *n* × p.
  /// - Returns: *n* × p.
  /// - Complexity: O(*n* p²).
  package func residuals(_ z: Numbers) -> Numbers {
    product(z.minus(mean), precision).scaledColumns(by: deviations.map { 1 / $0 })
  }
}

extension Numbers {
  /// Every row less one row.
  func minus(_ row: [Double]) -> Numbers {
    var result = self
    for i in 0..<rows {
      for j in 0..<columns { result.elements[i * columns + j] -= row[j] }
    }
    return result
  }
}
