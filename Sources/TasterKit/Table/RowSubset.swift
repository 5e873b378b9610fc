/// Some rows of a table, held in memory.
package struct RowSubset: RowTable {
  package let schema: Schema
  package let rowCount: Int
  private let chunks: [Chunk]

  package var chunkCount: Int { chunks.count }

  /// Takes rows out of a table.
  ///
  /// - Parameters:
  ///   - table: All rows.
  ///   - rows: The numbers of those that are taken, from 0, ascending.
  /// - Throws: What the table throws.
  package init(_ table: some RowTable, rows: [Int]) throws {
    var chunks: [Chunk] = []
    var (next, first) = (0, 0)
    for c in 0..<table.chunkCount where next < rows.count {
      let chunk = try table.chunk(c)
      let n = chunk.count
      var own: [Int] = []
      while next < rows.count, rows[next] < chunk.firstRow + n {
        own.append(rows[next] - chunk.firstRow)
        next += 1
      }
      guard !own.isEmpty else { continue }
      func columns<T>(_ list: [T]) -> [T] {
        (0..<list.count / n).flatMap { j in own.map { list[j * n + $0] } }
      }
      chunks.append(
        Chunk(
          firstRow: first, count: own.count, numeric: columns(chunk.numeric),
          codes: columns(chunk.codes), labels: columns(chunk.labels),
          sources: columns(chunk.sources)))
      first += own.count
    }
    schema = table.schema
    rowCount = first
    self.chunks = chunks
  }

  package func chunk(_ index: Int) -> Chunk { chunks[index] }
}
