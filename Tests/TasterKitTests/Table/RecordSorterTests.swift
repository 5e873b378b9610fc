import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `A sorter of records` {
  private func kinds(
    _ text: String, headerLines: Int = 1, isFirstFile: Bool = true, label: Int? = 1,
    _ change: (inout CSVReader.Options) -> Void = { _ in }
  ) throws -> [RecordLog.Kind] {
    var missing = ByteDictionary()
    for text in ["", "NA"] { missing.insert(text) }
    var options = CSVReader.Options()
    change(&options)
    var reader = CSVReader(try Dialect(comment: UInt8(ascii: "#")), options)
    var source = MemorySource(Array(text.utf8))
    let batch = RecordBatch()
    _ = try reader.next(batch, from: &source, maxRecords: 100)
    var sorter = RecordSorter(
      RowSorter(width: 2, label: label, missing: missing),
      head: HeadSorter(headerLines: headerLines, isFirstFile: isFirstFile))
    return batch.records.indices.map { sorter.kind(of: $0, in: batch) }
  }

  @Test func `tells rows, headers, rejects and lines that are no records`() throws {
    let text = "# top\n\na,b\n1,x\n\n# aside\n1,2,3\n4,NA\n5,y\n"
    #expect(
      try kinds(text) == [
        .header, .blank, .header, .row, .blank, .comment, .wrongFieldCount, .noLabel, .row,
      ])
    #expect(
      try kinds(text, isFirstFile: false).prefix(3) == [.comment, .blank, .repeatedHeader])
    #expect(try kinds("1,x\n2,\n", headerLines: 0, label: nil) == [.row, .row])
  }

  @Test func `takes lines before a header for part of it`() throws {
    let found = try kinds("made by\na,b\nunit,-\n1,x\n", headerLines: 2) { $0.preambleLines = 1 }
    #expect(found == [.header, .header, .header, .row])
    let again = try kinds("made by\na,b\n1,x\n", isFirstFile: false) { $0.preambleLines = 1 }
    #expect(again == [.preamble, .repeatedHeader, .row])
  }

  @Test func `goes on where it was when the width becomes known`() throws {
    var reader = CSVReader(dialect: try Dialect())
    var source = MemorySource(Array("a,b,c\n1,2,3\n".utf8))
    let batch = RecordBatch()
    _ = try reader.next(batch, from: &source, maxRecords: 10)
    var sorter = RecordSorter(
      RowSorter(width: 0, label: nil, missing: ByteDictionary()),
      head: HeadSorter(headerLines: 1, isFirstFile: true))
    #expect(sorter.kind(of: 0, in: batch) == .header)
    var unaware = sorter
    #expect(unaware.kind(of: 1, in: batch) == .wrongFieldCount)
    sorter.know(width: 3, label: 2)
    #expect(sorter.kind(of: 1, in: batch) == .row)
  }
}
