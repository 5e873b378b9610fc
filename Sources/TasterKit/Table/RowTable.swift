/// What everything is learned from: rows in chunks.
package protocol RowTable: Sendable {
  var schema: Schema { get }
  var rowCount: Int { get }
  var chunkCount: Int { get }
  func chunk(_ index: Int) throws -> Chunk
}
