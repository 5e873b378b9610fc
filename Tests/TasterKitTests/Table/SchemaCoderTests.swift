import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `A coder of records` {
  private func rows(_ text: String, _ coder: SchemaCoder) throws -> [SchemaCoder.Row] {
    var reader = CSVReader(dialect: try Dialect())
    var source = MemorySource(Array(text.utf8))
    let batch = RecordBatch()
    _ = try reader.next(batch, from: &source, maxRecords: 1_000)
    return batch.records.indices.dropFirst().map { coder.row(batch, $0) }
  }

  private let text: String = {
    var text = "x,mixed,word,class\n"
    for i in 0..<60 {
      let mixed = ["1", "2.50", "low", "high", "", "NA"][i % 6]
      text += "\(i % 9 == 0 ? "?" : "\(Double(i) / 4)"),\(mixed),\(["a", "b"][i % 2]),c\(i % 3)\n"
    }
    return text
  }()

  @Test func `types a table's own records as the table did`() throws {
    let scratch = try Scratch()
    let table = try scratch.table(text, label: .column("class"))
    let places = Dictionary(uniqueKeysWithValues: table.schema.columns.indices.map { ($0, $0) })
    let coder = SchemaCoder(table.schema, places: places, missing: TableOptions.missingTexts)
    let chunk = SchemaCoder.chunk(try rows(text, coder))
    let wanted = try table.all()
    #expect(table.schema.categorical.count == 2 && chunk.count == wanted.count)
    #expect(chunk.numeric.map(\.bitPattern) == wanted.numeric.map(\.bitPattern))
    #expect(chunk.codes == wanted.codes && chunk.labels == wanted.labels)
    // The profile knows its rows again.
    #expect(RowKey.of(chunk, seed: 3) == RowKey.of(wanted, seed: 3))
  }

  @Test func `types another file's records by text`() throws {
    let scratch = try Scratch()
    let table = try scratch.table(text, label: .column("class"))
    let coder = SchemaCoder(
      table.schema, places: [0: 3, 1: 1, 3: 0], missing: TableOptions.missingTexts)
    let found = try rows("class,mixed,z,x\nc1,2.5,a,7\nnew,medium,a,word\nc0,high,b,NA\n", coder)
    let levels = table.schema.columns[1].levels
    #expect(found[0].numeric == [7] && found[1].numeric[0].isNaN && found[2].numeric[0].isNaN)
    #expect(found[0].label == 1 && found[1].label == -1 && found[2].label == 0)
    #expect(levels[Int(found[0].codes[0])] == "2.5" && levels[Int(found[2].codes[0])] == "high")
    // A column that is not there has no values.
    #expect(found.map { $0.codes[1] } == [-1, -1, -1] && found[1].codes[0] == -1)
    #expect(SchemaCoder.chunk(found).labels == [1, 0, 0])
  }

  @Test func `types many records at once as one by one, and counts what is not known`() throws {
    let scratch = try Scratch()
    let table = try scratch.table(text, label: .column("class"))
    let coder = SchemaCoder(
      table.schema, places: [0: 3, 1: 1, 3: 0], missing: TableOptions.missingTexts)
    let other = "class,mixed,z,x\nc1,2.5,a,7\nnew,medium,a,word\nc0,high,b,NA\n"
    var reader = CSVReader(dialect: try Dialect())
    var source = MemorySource(Array(other.utf8))
    let batch = RecordBatch()
    _ = try reader.next(batch, from: &source, maxRecords: 10)
    let rows = coder.rows(batch, [1, 2, 3], firstRow: 40)
    #expect(rows.chunk.firstRow == 40 && rows.chunk.count == 3)
    #expect(rows.strangers == [1: "new"] && rows.chunk.labels == [1, 0, 0])
    #expect(rows.texts == [1] && rows.unknownLevels == [1, 0])
    let one = try self.rows(other, coder)
    for i in [0, 2] {
      #expect(rows.chunk.numeric[i].bitPattern == one[i].numeric[0].bitPattern)
      #expect(rows.chunk.codes[i] == one[i].codes[0])
    }
    // What is unknown is neither a level nor missing.
    #expect(Int(rows.chunk.codes[1]) == table.schema.columns[1].levels.count)
    #expect(rows.chunk.codes[3...] == [-1, -1, -1])
    #expect(coder.rows(batch, [], firstRow: 0).chunk.count == 0)
  }
}
