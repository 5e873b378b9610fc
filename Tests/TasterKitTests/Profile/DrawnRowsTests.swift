import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Drawn rows` {
  static let sheet = Sheet.clean(rows: 400, seed: 2)

  private static func drawn(_ rows: Range<Int>, capacity: Int) throws -> DrawnRows {
    // One schema for all parts: all levels stand in every hundred rows.
    let table = sheet.rows(Array(rows)).table()
    return try DrawnRows(
      table, seed: 3, capacity: capacity, vocabulary: Vocabulary(table.schema))
  }

  @Test(arguments: [30, 100, 250, 400])
  func `of parts merge into the draw of the whole`(capacity: Int) throws {
    let whole = try Self.drawn(0..<400, capacity: capacity)
    let vocabulary = Vocabulary(Self.sheet.table().schema)
    let parts = try [0..<100, 100..<260, 260..<400].map { try Self.drawn($0, capacity: capacity) }
    let merged = parts[0]
      .merged(parts[1], shift: 100, seed: 3, capacity: capacity, vocabulary: vocabulary)
      .merged(parts[2], shift: 260, seed: 3, capacity: capacity, vocabulary: vocabulary)
    #expect(merged == whole)
    #expect(whole.count == capacity && whole.isWhole == (capacity == 400))
  }

  @Test func `keep the order of the table`() throws {
    let drawn = try Self.drawn(0..<400, capacity: 50)
    #expect(drawn.rows == drawn.rows.sorted())
    guard case .numbers(let x0) = Self.sheet.fields[0].cells else { return }
    for (i, row) in drawn.rows.enumerated() { #expect(drawn.numeric[i, 0] == x0[row]) }
    #expect(drawn.chunk.count == 50 && drawn.chunk.numeric.count == 200)
  }
}
