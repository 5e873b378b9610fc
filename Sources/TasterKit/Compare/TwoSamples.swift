import RealModule
import TasterKernels

/// How far two samples of numbers lie apart.
struct TwoSamples: Sendable, Hashable {
  /// The largest difference between the shares of values up to a point, 0…1.
  let distance: Double
  /// ∫ |F − G| dx: how far values have to move on average to make the one sample the other.
  let wasserstein: Double

  /// Compares weighted samples.
  ///
  /// - Parameters:
  ///   - a: Values in ascending order, and how many stand for each.
  ///   - b: The same.
  /// - Complexity: O(*n* + *m*).
  /// - SeeAlso: Smirnov 1939; Vallender 1974, doi:10.1137/1118101 (the integral form)
  init(_ a: Weighted, _ b: Weighted) {
    let (n, m) = (Double(a.total), Double(b.total))
    guard n > 0, m > 0 else {
      (distance, wasserstein) = (0, 0)
      return
    }
    var (i, j) = (0, 0)
    var (below, above) = (0, 0)
    var largest = 0.0
    var area = 0.0
    while i < a.values.count || j < b.values.count {
      let x = min(
        i < a.values.count ? a.values[i] : .infinity, j < b.values.count ? b.values[j] : .infinity)
      while i < a.values.count, a.values[i] == x {
        below += a.weight(i)
        i += 1
      }
      while j < b.values.count, b.values[j] == x {
        above += b.weight(j)
        j += 1
      }
      let gap = (Double(below) / n - Double(above) / m).magnitude
      largest = max(largest, gap)
      let next = min(
        i < a.values.count ? a.values[i] : .infinity, j < b.values.count ? b.values[j] : .infinity)
      if next.isFinite { area += gap * (next - x) }
    }
    distance = largest
    wasserstein = area
  }

  /// Ascending values, each standing for some.
  struct Weighted: Sendable {
    let values: [Double]
    /// One each where it is empty.
    let weights: [Int]
    let total: Int

    /// Every value once.
    init(_ values: [Double]) {
      self.values = ascending(values)
      weights = []
      total = values.count
    }

    /// What a sketch kept.
    init(_ sketch: QuantileSketch) {
      let kept = sketch.weighted
      values = kept.map { $0.value }
      weights = kept.map { $0.weight }
      total = kept.reduce(0) { $0 + $1.weight }
    }

    /// Two histograms by the cells that are wide enough for both, so that equal shares lie at equal values.
    ///
    /// Distances between cells are exact; those within one do not show.
    static func aligned(_ a: ValueHistogram, _ b: ValueHistogram) -> (Weighted, Weighted) {
      let cells = a.aligned(with: b)
      let values = cells.map { $0.middle }
      return (
        Weighted(values, weights: cells.map { $0.own }),
        Weighted(values, weights: cells.map { $0.other })
      )
    }

    private init(_ values: [Double], weights: [Int]) {
      self.values = values
      self.weights = weights
      total = weights.reduce(0, +)
    }

    func weight(_ i: Int) -> Int { weights.isEmpty ? 1 : weights[i] }

    /// The robust standard deviation: the interquartile range over 1.349; the plain deviation where that is 0.
    var spread: Double {
      guard total > 1 else { return .nan }
      let quartiles = [0.25, 0.75].map { value(at: $0) }
      if quartiles[1] > quartiles[0] {
        return (quartiles[1] - quartiles[0]) / ClassStatistics.deviationsPerRange
      }
      var moments = Moments()
      for i in values.indices { for _ in 0..<min(weight(i), 1 << 12) { moments.add(values[i]) } }
      return moments.standardDeviation > 0 ? moments.standardDeviation : .nan
    }

    private func value(at share: Double) -> Double {
      guard !weights.isEmpty else { return quantile(ofSorted: values, share) }
      let target = share * Double(total - 1)
      var below = 0
      for i in values.indices {
        below += weight(i)
        if target < Double(below) { return values[i] }
      }
      return values.last ?? .nan
    }
  }
}
