import RealModule
package import TasterKernels

/// A Gaussian fitted to the central rows.
package struct TrimmedGaussian: Sendable {
  package let mean: [Double]
  /// Σ of the central rows, shrunk, p × p.
  package let covariance: Numbers
  /// What every column says about the others.
  let conditionals: Conditionals

  /// Σ⁻¹, p × p.
  package var precision: Numbers { conditionals.precision }

  /// Fits by concentration steps from all rows.
  ///
  /// - Parameters:
  ///   - z: *n* × p finite values.
  ///   - kept: The share of rows that are central, 0…1.
  ///   - shrinkage: How far the covariance is drawn towards its mean variance at least, 0…1.
  ///   - steps: How often the central rows are chosen anew.
  /// - Throws: ``KernelError`` where the covariance is not positive definite.
  /// - Complexity: O(steps · *n* p²).
  package init(_ z: Numbers, kept: Double = 0.75, shrinkage: Double = 0.1, steps: Int = 4) throws {
    let n = z.rows
    let p = z.columns
    var chosen = Array(0..<n)
    var mean: [Double] = []
    var fitted = Numbers(rows: 0, columns: 0)
    var factor: Cholesky?
    for _ in 0...steps {
      let rows = z.gather(chosen)
      mean = [Double](repeating: 0, count: p)
      for i in 0..<rows.rows { for j in 0..<p { mean[j] += rows[i, j] } }
      for j in 0..<p { mean[j] /= Double(rows.rows) }
      var covariance = gram(rows.minus(mean))
      let size = Double(max(rows.rows - 1, 1))
      for k in covariance.elements.indices { covariance.elements[k] /= size }
      let shrink = max(shrinkage, min(0.9, Double(p) / Double(rows.rows) * 0.5))
      let trace = (0..<p).reduce(0) { $0 + covariance[$1, $1] }
      for k in covariance.elements.indices { covariance.elements[k] *= 1 - shrink }
      for j in 0..<p { covariance[j, j] += shrink * (trace / Double(p) + 1e-9) }
      let cholesky = try Cholesky(covariance)
      factor = cholesky
      fitted = covariance
      let distances = squaredNorms(cholesky.whitened(z.minus(mean)))
      let order = (0..<n).sorted { (distances[$0], $0) < (distances[$1], $1) }
      chosen = Array(order.prefix(max(2, Int(kept * Double(n)))))
    }
    guard let factor else { preconditionFailure("there is at least one step") }
    self.mean = mean
    covariance = fitted
    conditionals = Conditionals(mean: mean, precision: factor.inverse())
  }

  /// The conditional residual of every value, in conditional standard deviations.
  ///
  /// - Parameter z: *n* × p.
  /// - Returns: *n* × p.
  /// - Complexity: O(*n* p²).
  package func residuals(_ z: Numbers) -> Numbers { conditionals.residuals(z) }
}

/// What the columns of a Gaussian say about each other.
struct Conditionals: Sendable {
  /// μ, p.
  let mean: [Double]
  /// Σ⁻¹, p × p.
  let precision: Numbers
  private let deviations: [Double]

  /// - Parameters:
  ///   - mean: μ.
  ///   - precision: Σ⁻¹, its diagonal above 0.
  init(mean: [Double], precision: Numbers) {
    self.mean = mean
    self.precision = precision
    deviations = mean.indices.map { Double.sqrt(precision[$0, $0]) }
  }

  /// The conditional residual of every value, in conditional standard deviations.
  ///
  ///     e = (z − μ) Σ⁻¹ / √diag Σ⁻¹
  ///
  /// - Parameter z: *n* × p.
  /// - Returns: *n* × p.
  /// - Complexity: O(*n* p²).
  func residuals(_ z: Numbers) -> Numbers {
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
