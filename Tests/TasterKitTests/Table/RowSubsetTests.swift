import TasterKit
import TasterTesting
import Testing

@Suite struct `Some rows of a table` {
  @Test(arguments: [64, 1_000])
  func `are those that were asked for`(chunkRows: Int) throws {
    let sheet = Sheet.attacked(rows: 200)
    let rows = Array(stride(from: 1, to: 200, by: 3))
    let subset = try RowSubset(sheet.table(chunkRows: chunkRows), rows: rows)
    #expect(subset.rowCount == rows.count)
    let whole = sheet.table(chunkRows: 1_000).chunks[0]
    for c in 0..<subset.chunkCount {
      let own = subset.chunk(c)
      for i in 0..<own.count {
        let row = rows[own.firstRow + i]
        #expect(own.labels[i] == whole.labels[row] && own.sources[i] == whole.sources[row])
        for j in subset.schema.numeric.indices {
          let (a, b) = (own.numeric[j * own.count + i], whole.numeric[j * whole.count + row])
          #expect(a == b || a.isNaN && b.isNaN)
        }
        for k in subset.schema.categorical.indices {
          #expect(own.codes[k * own.count + i] == whole.codes[k * whole.count + row])
        }
      }
    }
  }
}
