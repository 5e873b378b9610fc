extension Numbers {
  /// Rows as columns.
  @inlinable
  package func transposed() -> Numbers {
    var result = Numbers(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }
}

/// The Gram matrix, weighted on request, both triangles filled.
///
///     G = AᵀWA
///
/// - Parameters:
///   - a: *n* × m.
///   - weights: *n* weights ≥ 0, or nil for ones.
/// - Returns: m × m.
/// - Complexity: O(*n* m²).
package func gram(_ a: Numbers, weights: [Double]? = nil) -> Numbers {
  var result = Numbers(rows: a.columns, columns: a.columns)
  if let weights, weights.contains(where: { $0 != 1 }) {
    var scaled = a
    for i in 0..<a.rows {
      let root = weights[i].squareRoot()
      for k in i * a.columns..<(i + 1) * a.columns { scaled.elements[k] *= root }
    }
    addGram(of: scaled, to: &result)
  } else {
    addGram(of: a, to: &result)
  }
  fillLower(&result)
  return result
}

/// A weighted Gram matrix for other weights, from the one at hand.
///
///     AᵀW′A = AᵀWA + Σ (w′ᵢ − wᵢ) aᵢ aᵢᵀ
///
/// Only rows whose weight changed are worked on, so a few changes are cheap; where most rows change it is worked out
/// anew.
///
/// - Parameters:
///   - known: AᵀWA, m × m.
///   - a: A, *n* × m.
///   - old: W.
///   - new: W′ ≥ 0.
/// - Returns: m × m; differs from a new product by rounding.
/// - Complexity: O(changed rows · m²).
package func gram(
  _ known: Numbers, of a: Numbers, weights old: [Double], changedTo new: [Double]
) -> Numbers {
  let raised = new.indices.filter { new[$0] > old[$0] }
  let lowered = new.indices.filter { new[$0] < old[$0] }
  guard 2 * (raised.count + lowered.count) < a.rows else { return gram(a, weights: new) }
  var result = known
  func add(_ rows: [Int], sign: Double) {
    guard !rows.isEmpty else { return }
    let part = gram(a.gather(rows), weights: rows.map { sign * (new[$0] - old[$0]) })
    for k in result.elements.indices { result.elements[k] += sign * part.elements[k] }
  }
  add(raised, sign: 1)
  add(lowered, sign: -1)
  return result
}

/// Copies the upper triangle of a square matrix to its lower one.
package func fillLower(_ a: inout Numbers) {
  for i in 0..<a.rows { for j in 0..<i { a[i, j] = a[j, i] } }
}

/// The squared length of every row.
package func squaredNorms(_ a: Numbers) -> [Double] {
  (0..<a.rows).map { i in
    var sum = 0.0
    for k in i * a.columns..<(i + 1) * a.columns { sum += a.elements[k] * a.elements[k] }
    return sum
  }
}

/// The share of two squared lengths below which their distance is rounding: products of some thousand columns err by
/// less.
let roundOff = 1e-12

/// The squared Euclidean distances between rows.
///
///     d²(x, z) = |x|² + |z|² − 2 xᵀz,   0 where it is below 10⁻¹² (|x|² + |z|²)
///
/// What rounding alone makes of equal rows is 0, so copies are copies whatever block they stand in; distinct rows
/// closer than that count as equal.
///
/// - Parameters:
///   - a: *n* × p; centre columns first where they lie far from 0.
///   - b: m × p.
/// - Returns: *n* × m.
/// - Complexity: O(*n* m p).
package func squaredDistances(_ a: Numbers, _ b: Numbers) -> Numbers {
  precondition(a.columns == b.columns, "rows have equally many columns")
  var result = product(a, b, transposeB: true)
  let left = squaredNorms(a)
  let right = squaredNorms(b)
  let m = b.rows
  for i in 0..<a.rows {
    let x = left[i]
    let start = i * m
    for j in 0..<m {
      let lengths = x + right[j]
      let squared = lengths - 2 * result.elements[start + j]
      result.elements[start + j] = squared > roundOff * lengths ? squared : 0
    }
  }
  return result
}

/// The Gaussian kernel between rows and landmarks.
///
///     k = exp(−γ d²)
///
/// - Parameters:
///   - a: *n* × p.
///   - landmarks: m × p.
///   - gamma: γ ≥ 0.
/// - Returns: *n* × m, each 0…1.
/// - Complexity: O(*n* m p).
package func gaussianKernel(_ a: Numbers, _ landmarks: Numbers, gamma: Double) -> Numbers {
  var result = squaredDistances(a, landmarks)
  exponential(&result.elements, scale: -gamma)
  return result
}
