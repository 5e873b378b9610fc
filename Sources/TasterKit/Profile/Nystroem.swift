import RealModule
package import TasterKernels

/// A Gaussian kernel written out in coordinates, through landmarks.
///
///     k(x, z) = exp(−g d²(x, z) / median d²),   φ(x) = k(x, L) U s^−½   with   k(L, L) = U s Uᵀ
///
/// - SeeAlso: Williams & Seeger 2000, "Using the Nyström method to speed up kernel machines"
package struct Nystroem: Sendable {
  /// The landmarks, m × p.
  package let landmarks: Numbers
  /// g / median d².
  package let rate: Double
  /// U s^−½ of the eigenvalues that matter, m × k.
  package let map: Numbers

  /// Prepares the coordinates.
  ///
  /// - Parameters:
  ///   - landmarks: m × p.
  ///   - distances: The squared distances between them, m × m.
  ///   - median: Their median.
  ///   - g: The bandwidth; larger is more local.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(m³).
  package init(landmarks: Numbers, distances: Numbers, median: Double, bandwidth g: Double) throws {
    self.landmarks = landmarks
    rate = g / max(median, 1e-12)
    var kernel = distances
    for k in kernel.elements.indices { kernel.elements[k] = Double.exp(-rate * kernel.elements[k]) }
    let eigen = try symmetricEigen(kernel)
    let bound = 1e-5 * (eigen.values.last ?? 0)
    let kept = eigen.values.indices.filter { eigen.values[$0] > bound }
    var map = Numbers(rows: kernel.rows, columns: kept.count)
    for i in 0..<kernel.rows {
      for (k, column) in kept.enumerated() {
        map[i, k] = eigen.vectors[i, column] / Double.sqrt(eigen.values[column])
      }
    }
    self.map = map
  }

  /// The kernel between rows and landmarks, *n* × m.
  package func kernel(_ z: Numbers) -> Numbers { gaussianKernel(z, landmarks, gamma: rate) }

  /// The coordinates of rows, *n* × k.
  ///
  /// - Complexity: O(*n* m (p + k)).
  package func coordinates(_ z: Numbers) -> Numbers { coordinates(ofKernel: kernel(z)) }

  /// The coordinates of rows whose kernel is known already, *n* × k.
  package func coordinates(ofKernel kernel: Numbers) -> Numbers { product(kernel, map) }
}
