package import TasterKernels

/// Disagreement with the given label should fall with the distance from the boundary; where it rises again, someone
/// put it there.
///
/// For every predicted class, rows go into up to ten bins of confidence, shallow to deep; `rate` is a bin's
/// disagreement with its two neighbours, `floor` the smallest rate so far, and the excess above the floor counts where
/// it is significant (z > 2, fully from 3).
package struct ConfidenceDepth: Sendable {
  /// What a bin says about the disagreeing rows in it.
  package struct Bin: Sendable {
    /// The confidence that the bin reaches up to.
    package let upper: Double
    /// The share of disagreements above the floor of shallower bins, 0…1.
    package let excess: Double
    /// The share that ordinary class overlap need not explain, 0…1: floor and excess.
    package let planted: Double
  }

  private let bins: [[Bin]]

  /// Learns the rates.
  ///
  /// - Parameters:
  ///   - posterior: Class probabilities without the row, *n* × C.
  ///   - labels: The given classes, *n*.
  /// - Complexity: O(*n* log *n*).
  package init(posterior: Numbers, labels: [Int]) {
    let n = labels.count
    let top = (0..<n).map { Self.top(posterior, $0) }
    bins = (0..<posterior.columns).map { c in
      let rows = (0..<n).filter { top[$0].label == c }
        .sorted { (top[$0].confidence, $0) < (top[$1].confidence, $1) }
      guard rows.count >= 20 else { return [] }
      return Self.bins(
        rows.map { (confidence: top[$0].confidence, disagrees: labels[$0] != c) })
    }
  }

  /// The bin of a row; nil where its predicted class is too rare to say.
  package func bin(_ posterior: Numbers, row: Int) -> Bin? {
    let (label, confidence) = Self.top(posterior, row)
    return bins[label].first { confidence <= $0.upper } ?? bins[label].last
  }

  /// The bin of a row whose label is not its likeliest class; nil for a row that agrees.
  package func disagreement(_ posterior: Numbers, row: Int, label: Int) -> Bin? {
    Self.top(posterior, row).label == label ? nil : bin(posterior, row: row)
  }

  /// Whether disagreement rises again somewhere among the rows predicted as a class.
  package func rises(in label: Int) -> Bool { bins[label].contains { $0.excess > 0 } }

  /// The likeliest class of a row.
  package static func top(_ posterior: Numbers, _ row: Int) -> (label: Int, confidence: Double) {
    var best = 0
    for c in 1..<posterior.columns where posterior[row, c] > posterior[row, best] { best = c }
    return (best, posterior[row, best])
  }

  private static func bins(_ rows: [(confidence: Double, disagrees: Bool)]) -> [Bin] {
    let count = max(1, min(10, rows.count / 20))
    var ranges: [Range<Int>] = []
    var start = 0
    for k in 0..<count {
      let size = rows.count / count + (k < rows.count % count ? 1 : 0)
      ranges.append(start..<start + size)
      start += size
    }
    var floor = 1.0
    var found: [(rate: Double, excess: Double)] = []
    for k in 0..<count {
      let pool =
        ranges[max(0, k - 1)].lowerBound..<ranges[min(count - 1, k + 1)].upperBound
      let size = Double(pool.count)
      let rate = Double(rows[pool].count { $0.disagrees }) / size
      var excess = 0.0
      if k > 0 {
        let variance = max(floor, 0.5 / size) * (1 - floor) / size + 1e-9
        let z = (rate - floor) / variance.squareRoot()
        excess = max(0, rate - floor) * min(max(z - 2, 0), 1)
      }
      floor = min(floor, max(rate, 0.5 / size))
      found.append((max(rate, 1e-9), excess))
    }
    return zip(ranges, found).map { range, bin in
      Bin(
        upper: rows[range.upperBound - 1].confidence,
        excess: bin.excess / bin.rate,
        planted: min(1, (floor + bin.excess) / bin.rate))
    }
  }
}
