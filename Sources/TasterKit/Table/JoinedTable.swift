/// A table with some rows behind it.
package struct JoinedTable: RowTable {
  package let schema: Schema
  private let table: any RowTable
  private let tail: Chunk

  package var rowCount: Int { table.rowCount + tail.count }
  package var chunkCount: Int { table.chunkCount + 1 }

  /// Puts rows behind a table.
  ///
  /// - Parameters:
  ///   - table: The first rows.
  ///   - tail: Further rows in the codes of the same schema.
  package init(_ table: some RowTable, tail: Chunk) {
    schema = table.schema
    self.table = table
    var tail = tail
    tail.firstRow = table.rowCount
    self.tail = tail
  }

  package func chunk(_ index: Int) throws -> Chunk {
    index < table.chunkCount ? try table.chunk(index) : tail
  }
}
