/// Functions of a row that are sums over landmarks: two Gaussian kernels times coefficients.
///
///     F(x) = Σₗ k(x, l) Aₗ,   G(x) = Σₗ k(x, l)^(2ˢ) Bₗ,   k(x, l) = exp(−γ d²(x, l))
///
/// The narrow kernel is the wide one squared s times, so that a pair costs one exponential. Rows are worked on in
/// blocks that stay in the cache; no kernel matrix is ever whole.
package struct GaussianScores: Sendable {
  /// m × p.
  package let landmarks: Numbers
  /// γ of the wide kernel.
  package let gamma: Double
  /// s.
  package let squarings: Int
  /// A, m × a.
  package let wide: Numbers
  /// B, m × b.
  package let narrow: Numbers
  private let norms: [Double]

  /// Rows of a block: 64 × 400 kernel values are 200 kB.
  private static let blockRows = 64

  /// Keeps the coefficients.
  ///
  /// - Parameters:
  ///   - landmarks: m × p.
  ///   - gamma: γ ≥ 0 of the wide kernel.
  ///   - squarings: s ≥ 0.
  ///   - wide: A, m × a.
  ///   - narrow: B, m × b.
  package init(
    landmarks: Numbers, gamma: Double, squarings: Int, wide: Numbers, narrow: Numbers
  ) {
    precondition(
      wide.rows == landmarks.rows && narrow.rows == landmarks.rows,
      "every landmark has its coefficients")
    self.landmarks = landmarks
    norms = squaredNorms(landmarks)
    self.gamma = gamma
    self.squarings = squarings
    self.wide = wide
    self.narrow = narrow
  }

  /// F and G of rows.
  ///
  /// - Parameter rows: *n* × p.
  /// - Returns: *n* × a and *n* × b.
  /// - Complexity: O(*n* m (p + a + b)).
  package func callAsFunction(_ rows: Numbers) -> (wide: Numbers, narrow: Numbers) {
    precondition(rows.columns == landmarks.columns, "rows and landmarks have equally many columns")
    let m = landmarks.rows
    var f = Numbers(rows: rows.rows, columns: wide.columns)
    var g = Numbers(rows: rows.rows, columns: narrow.columns)
    let lengths = squaredNorms(rows)
    var kernel = [Double](repeating: 0, count: min(Self.blockRows, rows.rows) * m)
    for start in stride(from: 0, to: rows.rows, by: Self.blockRows) {
      let block = start..<min(start + Self.blockRows, rows.rows)
      let used = block.count * m
      multiply(rows, block, byRowsOf: landmarks, into: &kernel)
      unsafe kernel.withUnsafeMutableBufferPointer { k in
        for i in 0..<block.count {
          let row = unsafe UnsafeMutableBufferPointer(rebasing: k[i * m..<(i + 1) * m])
          let length = lengths[start + i]
          for l in 0..<m { unsafe row[l] = min(2 * row[l] - (length + norms[l]), 0) }
        }
        unsafe exponential(UnsafeMutableBufferPointer(rebasing: k[..<used]), scale: gamma)
      }
      multiply(kernel, rows: block.count, by: wide, into: &f, at: start)
      unsafe kernel.withUnsafeMutableBufferPointer { k in
        for _ in 0..<squarings { for l in 0..<used { unsafe k[l] *= k[l] } }
      }
      multiply(kernel, rows: block.count, by: narrow, into: &g, at: start)
    }
    return (f, g)
  }
}
