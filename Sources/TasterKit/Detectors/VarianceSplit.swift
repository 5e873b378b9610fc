import TasterKernels

/// A robust distance, split by how much of the variance its directions carry.
///
/// The directions are the eigenvectors of a trimmed covariance, by ascending variance λ. The minor ones carry the first
/// half of the variance, the major ones the rest. A row's share of direction k is its whitened square
///
///     s_k = ((z − μ) u_k)² / λ_k
///
/// Directions of equal variance have no basis of their own (columns that do not vary among the central rows are such);
/// they form one group, which is minor or major as a whole: so the order of columns does not matter. Where a single
/// group is all there is, it is both.
struct VarianceSplit: Sendable {
  /// The squared distances of one row.
  struct Distances: Sendable {
    /// Over the minor directions.
    var minor = 0.0
    /// Over the major directions.
    var major = 0.0
    /// Over all directions.
    var all = 0.0
    /// Over the group of directions where it is largest.
    var most = 0.0
  }

  /// The centre of the central rows, p.
  let mean: [Double]
  /// Σ⁻¹, p × p; nil where the columns themselves are the directions.
  let precision: Numbers?
  /// The directions as columns, p × p; nil where they are columns of the table, in the order of ``axes``.
  private let vectors: Numbers?
  private let axes: [Int]
  private let variances: [Double]
  private let groups: [Range<Int>]
  private let minorCount: Int
  private let majorStart: Int

  /// The share of the variance that the minor directions carry.
  private static let band = 0.5
  /// Variances closer than this (relative) are equal.
  private static let sameness = 1e-6
  /// Beyond this many columns one concentration step in two is saved.
  private static let wide = 200
  /// Beyond this many columns covariances are left out: eigenvectors would take seconds.
  private static let widest = 1_000

  /// Fits the Gaussian and splits it.
  ///
  /// - Parameters:
  ///   - z: *n* × p finite values, p at least 1.
  ///   - kept: The share of rows that are central.
  ///   - shrinkage: How far the covariance is drawn towards its mean variance at least.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* p² + p³), beyond 1,000 columns O(*n* p).
  init(_ z: Numbers, kept: Double, shrinkage: Double) throws {
    let p = z.columns
    let steps = p > Self.wide ? 2 : 4
    if p > Self.widest {
      let (mean, spread) = Self.axes(z, kept: kept, shrinkage: shrinkage, steps: steps)
      let order = (0..<p).sorted { (spread[$0], $0) < (spread[$1], $1) }
      self.mean = mean
      precision = nil
      vectors = nil
      axes = order
      variances = order.map { spread[$0] }
    } else {
      let model = try TrimmedGaussian(z, kept: kept, shrinkage: shrinkage, steps: steps)
      let eigen = try symmetricEigen(model.covariance)
      mean = model.mean
      precision = model.precision
      vectors = eigen.vectors
      axes = []
      // Shrinkage keeps them above zero; rounding may not.
      variances = eigen.values.map { max($0, .leastNormalMagnitude) }
    }
    groups = Self.groups(variances)
    (minorCount, majorStart) = Self.border(variances, groups)
  }

  /// The distances of rows.
  ///
  /// - Parameter z: *n* × p.
  /// - Returns: *n* of them, finite.
  /// - Complexity: O(*n* p²), beyond 1,000 columns O(*n* p).
  func distances(_ z: Numbers) -> [Distances] {
    let centred = z.minus(mean)
    let y = vectors.map { product(centred, $0) } ?? centred
    return (0..<z.rows).map { i in
      var result = Distances()
      for group in groups {
        var sum = 0.0
        for k in group {
          let value = y[i, vectors == nil ? axes[k] : k]
          sum += value * value / variances[k]
        }
        result.all += sum
        result.most = max(result.most, sum)
        if group.upperBound <= minorCount { result.minor += sum }
        if group.lowerBound >= majorStart { result.major += sum }
      }
      return result
    }
  }

  private static func groups(_ variances: [Double]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for k in 1...variances.count
    where k == variances.count || variances[k] > variances[k - 1] * (1 + sameness) {
      result.append(start..<k)
      start = k
    }
    return result
  }

  /// Where the minor directions end and where the major ones begin.
  private static func border(
    _ variances: [Double], _ groups: [Range<Int>]
  ) -> (minorCount: Int, majorStart: Int) {
    guard groups.count > 1 else { return (variances.count, 0) }
    let half = band * variances.reduce(0, +)
    var sum = 0.0
    var count = 0
    for variance in variances {
      sum += variance
      guard sum < half else { break }
      count += 1
    }
    let last = max(count, 1) - 1
    let group = groups.firstIndex { $0.contains(last) } ?? 0
    let end = groups[min(group, groups.count - 2)].upperBound
    return (end, end)
  }

  /// The centre and the variances of the central rows, every column for itself.
  private static func axes(
    _ z: Numbers, kept: Double, shrinkage: Double, steps: Int
  ) -> (mean: [Double], variances: [Double]) {
    let n = z.rows
    let p = z.columns
    var chosen = Array(0..<n)
    var mean: [Double] = []
    var variances: [Double] = []
    for step in 0...steps {
      mean = [Double](repeating: 0, count: p)
      variances = mean
      let size = Double(chosen.count)
      for i in chosen { for j in 0..<p { mean[j] += z[i, j] / size } }
      for i in chosen {
        for j in 0..<p {
          let y = z[i, j] - mean[j]
          variances[j] += y * y / max(size - 1, 1)
        }
      }
      let average = variances.reduce(0, +) / Double(p)
      for j in 0..<p {
        variances[j] = (1 - shrinkage) * variances[j] + shrinkage * (average + 1e-9)
      }
      guard step < steps else { break }
      let distances = (0..<n).map { i in
        (0..<p).reduce(0.0) { sum, j in
          let y = z[i, j] - mean[j]
          return sum + y * y / variances[j]
        }
      }
      let order = (0..<n).sorted { (distances[$0], $0) < (distances[$1], $1) }
      chosen = Array(order.prefix(max(2, Int(kept * Double(n)))))
    }
    return (mean, variances)
  }
}
