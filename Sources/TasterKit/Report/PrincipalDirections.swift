import TasterKernels

/// The two directions along which some rows differ most: the first eigenvectors of their covariance.
///
///     C = (X − μ)ᵀ(X − μ)
///
/// Of more columns than rows the smaller product (X − μ)(X − μ)ᵀ is solved, whose eigenvectors lead to the same directions. A
/// direction has the sign that makes its largest weight positive.
struct PrincipalDirections: Sendable {
  /// The mean of every column.
  let means: [Double]
  /// At most two directions of length 1, a weight a column; fewer where the rows do not differ in so many.
  private(set) var weights: [[Double]] = []
  /// The share of the variance along each, 0…1.
  private(set) var shares: [Double] = []

  /// Finds the directions of some rows.
  ///
  /// - Parameter rows: *n* × p, all finite.
  /// - Complexity: O(*n* p min(*n*, p) + min(*n*, p)³).
  init(_ rows: Numbers) {
    let (n, p) = (rows.rows, rows.columns)
    means = (0..<p).map { j in rows.column(j).reduce(0, +) / Double(max(n, 1)) }
    guard n > 1, p > 0 else { return }
    var centred = rows
    for i in 0..<n { for j in 0..<p { centred[i, j] -= means[j] } }
    let across = centred.transposed()
    let isWide = p > n
    // Where LAPACK finds none there is no picture, and nothing else is lost.
    guard let (values, vectors) = try? symmetricEigen(gram(isWide ? across : centred)) else {
      return
    }
    let total = values.reduce(0) { $0 + max($1, 0) }
    for k in values.indices.reversed().prefix(2) where values[k] > 1e-9 * total {
      let vector = vectors.column(k)
      weights.append(Self.unit(isWide ? product(across, vector) : vector))
      shares.append(values[k] / total)
    }
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let largest = vector.max { $0.magnitude < $1.magnitude } ?? 1
    let scale = largest < 0 ? -length : length
    return vector.map { $0 / scale }
  }

  /// The columns with the largest weights of a direction, the largest first.
  func leading(_ k: Int, count: Int) -> [Int] {
    let order = weights[k].indices.sorted {
      (weights[k][$1].magnitude, $0) < (weights[k][$0].magnitude, $1)
    }
    return Array(order.prefix(count))
  }

  /// Where a row stands along a direction; 0 where there is no such direction.
  func place(_ row: ArraySlice<Double>, along k: Int) -> Double {
    guard weights.indices.contains(k) else { return 0 }
    return zip(zip(row, means), weights[k]).reduce(0) { $0 + ($1.0.0 - $1.0.1) * $1.1 }
  }
}
