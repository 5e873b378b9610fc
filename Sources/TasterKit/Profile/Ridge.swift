import RealModule
package import TasterKernels

/// Weighted ridge regression on class indicators, with exact leave-one-out and leave-group-out predictions.
///
///     θ = (PᵀWP + λI)⁻¹ PᵀWY,   hᵢ = wᵢ pᵢᵀ(PᵀWP + λI)⁻¹pᵢ,   F₋ᵢ = yᵢ − (yᵢ − Fᵢ) / (1 − hᵢ)
///
/// and for a group G that leaves together `F₋G = Y_G − (I − B_G B_Gᵀ W_G)⁻¹ (Y_G − F_G)` with `B = P (PᵀWP + λI)^−½`.
/// Y is *n* × C in {−1, +1}. A leverage hᵢ above 0.995 counts as 0.995, so that no row is predicted wildly. λ is
/// chosen by the weighted squared leave-one-out error: by one eigendecomposition where there are several to choose
/// from, by the cheaper Cholesky factor where there is one.
///
/// - SeeAlso: Allen 1974 (PRESS), doi:10.1080/00401706.1974.10489157
package struct Ridge: Sendable {
  /// The penalty that was chosen.
  package let lambda: Double
  /// The mean weighted squared leave-one-out error at that penalty.
  package let press: Double
  /// θ, m × C.
  package let coefficients: Numbers
  /// The prediction for every row by a model that has not seen the row, nor its group: *n* × C.
  package let leftOut: Numbers
  /// Takes rows of P to rows of B: what another group needs to leave.
  private let basis: Basis

  /// B = P (PᵀWP + λI)^−½, up to a rotation.
  private enum Basis: Sendable {
    /// B = P V (S + λ)^−½.
    case eigen(vectors: Numbers, roots: [Double])
    /// B = P R L⁻ᵀ.
    case cholesky(Cholesky, rotation: Numbers?)

    func callAsFunction(_ p: Numbers) -> Numbers {
      switch self {
      case .eigen(let vectors, let roots): product(p, vectors).scaledColumns(by: roots)
      case .cholesky(let factor, let rotation):
        factor.whitened(rotation.map { product(p, $0) } ?? p)
      }
    }
  }

  /// One penalty's fit.
  private struct Candidate {
    let lambda: Double
    var press = 0.0
    let fitted: Numbers
    let leverage: [Double]

    init(
      lambda: Double, fitted: Numbers, squaredLengths: [Double], y: Numbers, weights: [Double]
    ) {
      self.lambda = lambda
      self.fitted = fitted
      leverage = zip(weights, squaredLengths).map { min($0 * $1, 0.995) }
      for i in weights.indices {
        let keep = 1 - leverage[i]
        for c in 0..<y.columns {
          let residual = (y[i, c] - fitted[i, c]) / keep
          press += weights[i] * residual * residual
        }
      }
      press /= weights.reduce(0, +)
    }
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - p: P, *n* × m.
  ///   - labels: The class of every row.
  ///   - classes: C.
  ///   - weights: *n* positive weights.
  ///   - lambdas: The penalties to choose from.
  ///   - groups: Rows that leave together; groups of one or of more than 300 rows leave one by one.
  ///   - known: PᵀWP where it is at hand; not asked for where m > *n*.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* m² + m³).
  package init(
    features p: Numbers, labels: [Int], classes: Int, weights: [Double], lambdas: [Double],
    groups: [[Int]] = [], gram known: Numbers? = nil
  ) throws {
    let n = p.rows
    // With more columns than rows, n rotated columns say the same.
    let rotation = p.columns > n ? try Self.rotation(p) : nil
    let columns = rotation.map { product(p, $0) } ?? p
    let y = Self.indicators(labels, classes: classes)
    var weighted = y
    for i in 0..<n { for c in 0..<classes { weighted[i, c] *= weights[i] } }
    var system = (rotation == nil ? known : nil) ?? gram(columns, weights: weights)
    let best: Candidate
    let basisOf: ([Int]) -> Numbers
    if lambdas.count == 1 {
      for j in 0..<system.rows { system[j, j] += lambdas[0] }
      let factor = try Cholesky(system)
      let solution = factor.solve(product(columns, weighted, transposeA: true))
      best = Candidate(
        lambda: lambdas[0], fitted: product(columns, solution),
        squaredLengths: factor.squaredLengths(columns), y: y, weights: weights)
      basisOf = { factor.whitened(columns.gather($0)) }
      coefficients = rotation.map { product($0, solution) } ?? solution
      basis = .cholesky(factor, rotation: rotation)
    } else {
      let eigen = try symmetricEigen(system)
      let values = eigen.values.map { max($0, 0) }
      var projected = product(columns, eigen.vectors)
      let moments = product(projected, weighted, transposeA: true)
      var found: Candidate?
      for lambda in lambdas {
        let inverse = values.map { 1 / ($0 + lambda) }
        let candidate = Candidate(
          lambda: lambda, fitted: product(projected, moments.scaledRows(by: inverse)),
          squaredLengths: projected.squaredRowSums(weights: inverse), y: y, weights: weights)
        if found.map({ candidate.press < $0.press }) ?? true { found = candidate }
      }
      guard let found else { preconditionFailure("a ridge model needs a penalty") }
      best = found
      let roots = values.map { 1 / Double.sqrt($0 + found.lambda) }
      projected.scaleColumns(by: roots)
      let rows = projected
      basisOf = { rows.gather($0) }
      let vectors = rotation.map { product($0, eigen.vectors) } ?? eigen.vectors
      coefficients = product(
        vectors, moments.scaledRows(by: values.map { 1 / ($0 + found.lambda) }))
      basis = .eigen(vectors: vectors, roots: roots)
    }
    lambda = best.lambda
    press = best.press
    var leftOut = y
    for i in 0..<n {
      for c in 0..<classes {
        leftOut[i, c] -= (y[i, c] - best.fitted[i, c]) / (1 - best.leverage[i])
      }
    }
    for group in groups where (2...300).contains(group.count) {
      let solved = try Self.residualsWithout(
        basis: basisOf(group), fitted: best.fitted.gather(group), y: y.gather(group),
        weights: group.map { weights[$0] })
      for (a, i) in group.enumerated() {
        for c in 0..<classes { leftOut[i, c] = y[i, c] - solved[a, c] }
      }
    }
    self.leftOut = leftOut
  }

  /// The predictions for some rows of the fit by a model that has seen none of them.
  ///
  /// - Parameters:
  ///   - features: Their rows of P.
  ///   - labels: Their classes.
  ///   - weights: Their weights.
  /// - Returns: One prediction a row and class.
  /// - Throws: ``KernelError`` where the system is singular.
  /// - Complexity: O(g m² + g³) for g rows.
  package func predictionsWithout(
    _ features: Numbers, labels: [Int], weights: [Double]
  ) throws -> Numbers {
    let y = Self.indicators(labels, classes: coefficients.columns)
    let residuals = try Self.residualsWithout(
      basis: basis(features),
      fitted: product(features, coefficients), y: y, weights: weights)
    var result = y
    for k in result.elements.indices { result.elements[k] -= residuals.elements[k] }
    return result
  }

  /// (I − B Bᵀ W)⁻¹ (Y − F) of some rows.
  private static func residualsWithout(
    basis: Numbers, fitted: Numbers, y: Numbers, weights: [Double]
  ) throws -> Numbers {
    var system = product(basis, basis, transposeB: true)
    for a in 0..<system.rows {
      for b in 0..<system.columns { system[a, b] *= -weights[b] }
      system[a, a] += 1
    }
    var residuals = y
    for k in residuals.elements.indices { residuals.elements[k] -= fitted.elements[k] }
    return try solve(system, residuals)
  }

  /// PᵀQ Λ^−½ with PPᵀ = QΛQᵀ: takes P to at most *n* columns with the same products between rows.
  ///
  /// - Parameter p: P, *n* × m with m > *n*.
  /// - Returns: m × k, k ≤ *n*.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n*² m + *n*³).
  private static func rotation(_ p: Numbers) throws -> Numbers {
    let eigen = try symmetricEigen(product(p, p, transposeB: true))
    let bound = 1e-12 * (eigen.values.last ?? 0)
    let kept = eigen.values.indices.filter { eigen.values[$0] > bound }
    var scaled = Numbers(rows: p.rows, columns: kept.count)
    for i in 0..<p.rows {
      for (k, column) in kept.enumerated() {
        scaled[i, k] = eigen.vectors[i, column] / Double.sqrt(eigen.values[column])
      }
    }
    return product(p, scaled, transposeA: true)
  }

  private static func indicators(_ labels: [Int], classes: Int) -> Numbers {
    var y = Numbers(rows: labels.count, columns: classes, repeating: -1)
    for (i, label) in labels.enumerated() { y[i, label] = 1 }
    return y
  }
}

extension Cholesky {
  /// xᵀA⁻¹x of every row x, some rows at a time: all of them whitened would be as large as the rows themselves.
  fileprivate func squaredLengths(_ x: Numbers) -> [Double] {
    let block = 4_096
    return stride(from: 0, to: x.rows, by: block).flatMap {
      squaredNorms(whitened(x.rows($0..<min($0 + block, x.rows))))
    }
  }
}

extension Numbers {
  /// Every row times its own factor.
  func scaledRows(by factors: [Double]) -> Numbers {
    var result = self
    for i in 0..<rows {
      let factor = factors[i]
      for k in i * columns..<(i + 1) * columns { result.elements[k] *= factor }
    }
    return result
  }

  /// Every column times its own factor.
  func scaledColumns(by factors: [Double]) -> Numbers {
    var result = self
    result.scaleColumns(by: factors)
    return result
  }

  /// Takes every column times its own factor.
  mutating func scaleColumns(by factors: [Double]) {
    for i in 0..<rows {
      let start = i * columns
      for j in 0..<columns { elements[start + j] *= factors[j] }
    }
  }

  /// The weighted sum of squares of every row.
  func squaredRowSums(weights: [Double]) -> [Double] {
    (0..<rows).map { i in
      var sum = 0.0
      let start = i * columns
      for j in 0..<columns {
        let x = elements[start + j]
        sum += x * x * weights[j]
      }
      return sum
    }
  }
}
