package import TasterKernels

/// Rows to be judged, with everything the profile says about them.
///
/// A value of a row depends on that row and the profile alone, never on which rows stand beside it.
public struct Batch: Sendable {
  /// The rows as they stand in the table.
  public let chunk: Chunk
  /// Where each row's content stands in the profile's sample, −1 where it was not learned from.
  package let member: [Int]
  /// The rank view, *n* × p.
  package let q: Numbers
  /// The robust, clipped view, *n* × p.
  package let r: Numbers
  /// What the profile says about labels and values.
  package let standing: Standing
  /// The group of near copies of each row, −1 for none.
  package let group: [Int]

  /// How many rows there are: *n*.
  public var count: Int { chunk.count }

  /// How much likelier the best other class is than the given one, −1…1; all 0 where labels cannot be judged.
  package var margins: [Double] { standing.margins }
  /// The best other class; the given one where labels cannot be judged.
  package var others: [Int] { standing.others }

  /// The values of one numeric feature.
  package func numeric(_ j: Int) -> ArraySlice<Double> {
    chunk.numeric[j * count..<(j + 1) * count]
  }

  /// The label of a row.
  package func label(_ i: Int) -> Int { Int(chunk.labels[i]) }
}

extension Profile {
  /// Everything this profile says about the rows of a chunk, before any detector speaks.
  ///
  /// - Parameter chunk: The rows; those that were learned from are judged without themselves.
  /// - Returns: The rows with what is known about them.
  /// - Complexity: O(*n* m p) where rows were not learned from, else O(*n* p).
  package func batch(_ chunk: Chunk) -> Batch {
    let keys = RowKey.of(chunk, seed: seed, vocabulary: vocabulary)
    let member = keys.map { sample.position[$0.row] ?? -1 }
    guard !member.contains(-1) else { return strangers(chunk, keys: keys, member: member) }
    return Batch(
      chunk: chunk, member: member, q: q.gather(member), r: r.gather(member),
      standing: standing.gather(member), group: member.map { copies.group[$0] })
  }

  private func strangers(_ chunk: Chunk, keys: [RowKey], member: [Int]) -> Batch {
    let n = chunk.count
    let values = Numbers(rows: n, columns: schema.numeric.count, byColumn: chunk.numeric)
    let codes = schema.categorical.indices.map { Array(chunk.codes[$0 * n..<($0 + 1) * n]) }
    let (q, r) = encoder.encode(numeric: values, codes: codes)
    var group = copies.groups(of: r, keys: keys.map { $0.features })
    var posteriors = labels?.posteriors(q: q, r: r)
    var surprises = surprise.surprises(q: q, values: values)
    for (i, k) in member.enumerated() where k >= 0 {
      group[i] = copies.group[k]
      surprises[i] = standing.surprises[k]
      if let known = standing.posteriors { posteriors?.set(i, to: known, row: k) }
    }
    return Batch(
      chunk: chunk, member: member, q: q, r: r,
      standing: Standing(
        posteriors: posteriors, labels: chunk.labels.map { Int($0) }, surprises: surprises),
      group: group)
  }
}
