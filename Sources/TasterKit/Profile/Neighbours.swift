private import Algorithms
import TasterKernels

/// The sampled rows nearest to a row, for evidence that a person can look up.
package struct Neighbours: Sendable {
  private let reference: Numbers
  /// The squared lengths of the sampled rows.
  private let norms: [Double]
  private let labels: [Int]
  private let rows: [Int]

  /// Keeps the sample of a profile.
  package init(_ profile: Profile) {
    reference = profile.r
    norms = squaredNorms(profile.r)
    labels = profile.sample.labels
    rows = profile.sample.rows
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
    // The row's own length is the same for all of them.
    var distances = product(reference, Array(batch.r.row(row)))
    for i in distances.indices { distances[i] = norms[i] - 2 * distances[i] }
    let others = distances.indices.filter { rows[$0] != own }
    return others.min(count: count, sortedBy: { (distances[$0], $0) < (distances[$1], $1) })
      .map { (rows[$0] + 1, labels[$0]) }
  }

  /// "9 of its 10 nearest rows are 'benign'", with their numbers.
  func reason(
    _ row: Int, of batch: Batch, detector: String, other: Int, classes: [String]
  ) -> Reason {
    let near = nearest(row, of: batch, count: 10)
    let votes = near.count { $0.label == other }
    let own = near.count { $0.label == batch.label(row) }
    let numbers = near.map { String($0.row) }.joined(separator: ", ")
    return Reason(
      detector: detector,
      text: "\(votes) of its \(near.count) nearest rows are '\(classes[other])', \(own) are "
        + "'\(classes[batch.label(row)])' (rows \(numbers))",
      rows: near.map { $0.row })
  }
}
