import TasterCSV
import Testing

@Suite struct `The shape of a row` {
  private static let table = "n,x,y,w\n" + (0..<9).map { "\($0),1,2,word\n" }.joined()

  /// What some lines look like beside the rows of a table.
  private func marks(_ lines: String, beside table: String = table) throws -> [RowShape.Mark] {
    var told = Layout.Told()
    told.stopsAtTableEnd = true
    told.comment = .told(UInt8(ascii: "#"))
    let layout = try Layout.find(Array(table.utf8), isWhole: true, told: told)
    let shape = try #require(layout.rowShape)
    var reader = CSVReader(dialect: layout.dialect)
    var source = MemorySource(Array(lines.utf8))
    let batch = RecordBatch()
    _ = try reader.next(batch, from: &source, maxRecords: 100)
    return shape.marks(0..<batch.records.count, of: batch)
  }

  @Test func `tells rows from what is none`() throws {
    #expect(try marks("1,2,3,x\n1,,3,x\n1,NA,3,\"a,b\"\n") == [.row, .row, .row])
    #expect(try marks("\n,,,\n#1,2,3,x\n") == [.blank, .blank, .none])
    #expect(try marks("1,2,3\n1,2,3,x,y\n") == [.odd, .odd])
    #expect(try marks("Total,,,9\nSource: us\nn,,\n") == [.thin, .thin, .thin])
    #expect(try marks("Sum,2,3,x\na,b,c,d\nn,x,y,w\n") == [.misfit, .names, .header])
  }

  @Test func `knows a header again without numbers, and none where there is none`() throws {
    let words = "a,b\n" + String(repeating: "u,v\nw,x\n", count: 5)
    #expect(try marks("a,b\nb,a\n", beside: words) == [.header, .row])
    let bare = (0..<9).map { "\($0 * 7 % 5),\($0).5\n" }.joined()
    #expect(try marks("1,1\nx,y\n", beside: bare) == [.row, .names])
  }
}
