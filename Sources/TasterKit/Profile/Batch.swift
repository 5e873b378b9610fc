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
  /// The class probabilities without the row, *n* × C; nil where labels cannot be judged.
  package let posterior: Numbers?
  /// The same from models fitted without the suspects.
  package let refitted: Numbers?
  /// How much likelier the best other class is than the given one, −1…1; all 0 where labels cannot be judged.
  package let margins: [Double]
  /// The best other class; the given one where labels cannot be judged.
  package let others: [Int]
  /// The group of near copies of each row, −1 for none.
  package let group: [Int]

  /// How many rows there are: *n*.
  public var count: Int { chunk.count }

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
  /// - Complexity: O(*n* m p) where rows were not learned from, else O(*n* p).
  package func batch(_ chunk: Chunk) -> Batch {
    let keys = RowKey.of(chunk, seed: seed)
    let member = keys.map { sample.position[$0.row] ?? -1 }
    guard !member.contains(-1) else { return strangers(chunk, keys: keys, member: member) }
    return Batch(
      chunk: chunk, member: member, q: q.gather(member), r: r.gather(member),
      posterior: labels?.posterior.gather(member), refitted: labels?.refitted.gather(member),
      margins: member.map { margins[$0] }, others: member.map { others[$0] },
      group: member.map { copies.group[$0] })
  }

  private func strangers(_ chunk: Chunk, keys: [RowKey], member: [Int]) -> Batch {
    let n = chunk.count
    let d = schema.numeric.count
    var values = Numbers(rows: n, columns: d)
    for j in 0..<d { for i in 0..<n { values[i, j] = chunk.numeric[j * n + i] } }
    let codes = schema.categorical.indices.map { Array(chunk.codes[$0 * n..<($0 + 1) * n]) }
    let (q, r) = encoder.encode(numeric: values, codes: codes)
    var group = copies.groups(of: r, keys: keys.map { $0.features })
    for (i, k) in member.enumerated() where k >= 0 { group[i] = copies.group[k] }
    guard let labels else {
      return Batch(
        chunk: chunk, member: member, q: q, r: r, posterior: nil, refitted: nil,
        margins: [Double](repeating: 0, count: n), others: chunk.labels.map { Int($0) },
        group: group)
    }
    var (first, second) = labels.posteriors(q: q, r: r, numericCount: encoder.numericCount)
    for (i, k) in member.enumerated() where k >= 0 {
      for c in 0..<labels.classes {
        first[i, c] = labels.posterior[k, c]
        second[i, c] = labels.refitted[k, c]
      }
    }
    let found = (0..<n).map { margin(first, row: $0, label: Int(chunk.labels[$0])) }
    return Batch(
      chunk: chunk, member: member, q: q, r: r, posterior: first, refitted: second,
      margins: found.map { $0.value }, others: found.map { $0.other }, group: group)
  }
}
