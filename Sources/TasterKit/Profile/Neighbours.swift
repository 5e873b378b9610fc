import TasterKernels

/// The sampled rows nearest to a row, for evidence that a person can look up.
package struct Neighbours: Sendable {
  private let reference: Numbers
  /// The squared lengths of the sampled rows.
  private let norms: [Double]
  private let labels: [Int]
  private let rows: [Int]
  /// Whether every row of the table is among them.
  let isWhole: Bool

  /// Of a drawn sample so many rows are looked at: another draw, four times as quick for a held row.
  private static let drawnRows = 5_000

  /// Keeps the sample of a profile, or the first rows of it where it is a draw.
  package init(_ profile: Profile) {
    let sample = profile.sample
    let count = sample.isWhole ? sample.count : min(sample.count, Self.drawnRows)
    let own = (0..<count).filter { sample.rows[$0] < profile.ownRows }
    reference = own.count == sample.count ? profile.r : profile.r.gather(own)
    norms = squaredNorms(reference)
    labels = own.map { sample.labels[$0] }
    rows = own.map { sample.rows[$0] }
    isWhole = sample.isWhole
  }

  /// The nearest sampled rows of one row of a batch, itself left out.
  ///
  /// - Parameters:
  ///   - row: A position in the batch.
  ///   - batch: The rows.
  ///   - count: How many at most.
  /// - Returns: Row numbers counted from 1 and class codes, nearest first.
  /// - Complexity: O(*n* p).
  package func nearest(_ row: Int, of batch: Batch, count: Int) -> [(row: Int, label: Int)] {
    let own = batch.chunk.firstRow + row
    let distances = product(reference, Array(batch.r.row(row)))
    var best: [(distance: Double, at: Int)] = []
    for i in distances.indices {
      // The row's own length is the same for all of them.
      let distance = norms[i] - 2 * distances[i]
      if best.count == count, let last = best.last, distance >= last.distance { continue }
      if rows[i] == own { continue }
      // Behind equal ones: they stand earlier in the sample.
      let place = best.firstIndex { $0.distance > distance } ?? best.count
      best.insert((distance, i), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map { (rows[$0.at] + 1, labels[$0.at]) }
  }
}
