import TasterKernels

/// Some rows of a profile's sample as a table of their own.
struct SampleTable: RowTable {
  let schema: Schema
  let rowCount: Int
  private let only: Chunk

  /// Takes the first rows of a sample: a draw by content, whatever the order of the file.
  ///
  /// - Parameters:
  ///   - profile: What holds the sample.
  ///   - limit: The most rows.
  init(_ profile: Profile, limit: Int) {
    let sample = profile.sample
    let n = min(sample.count, limit)
    schema = profile.schema
    rowCount = n
    var chunk = Chunk(
      firstRow: 0, count: n, numeric: [], codes: [],
      labels: sample.labels.prefix(n).map { Int32($0) },
      sources: sample.sources.prefix(n).map { Int32($0) })
    for j in schema.numeric.indices {
      for i in 0..<n { chunk.numeric.append(sample.numeric[i, j]) }
    }
    for codes in sample.codes { chunk.codes += codes.prefix(n) }
    only = chunk
  }

  var chunkCount: Int { rowCount == 0 ? 0 : 1 }

  func chunk(_ index: Int) throws -> Chunk { only }
}
