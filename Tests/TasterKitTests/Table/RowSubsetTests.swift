import TasterKit
import Testing
import taster_bench

@Suite struct `Some rows of a table` {
  @Test func `are those that were asked for`() throws {
    let table = try Case.found(in: [Shipped.folder]).first { $0.label != nil }
    let whole = try #require(try table?.table())
    let rows = Array(stride(from: 1, to: whole.rowCount, by: 3))
    let subset = try RowSubset(whole, rows: rows)
    #expect(subset.rowCount == rows.count)
    let first = try whole.chunk(0)
    let own = subset.chunk(0)
    #expect(own.firstRow == 0)
    for i in 0..<min(own.count, 20) {
      #expect(own.labels[i] == first.labels[rows[i]])
      for j in whole.schema.numeric.indices {
        let (a, b) = (own.numeric[j * own.count + i], first.numeric[j * first.count + rows[i]])
        #expect(a == b || a.isNaN && b.isNaN)
      }
    }
  }
}
