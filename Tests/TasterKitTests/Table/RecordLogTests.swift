import TasterKit
import Testing

@Suite struct `The record log` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func `knows every record's size, in file order, beyond one block`() throws {
    let text = "x\n" + (0..<70_000).map { "\($0 % 1_000)\n" }.joined()
    let table = try scratch.table(text)
    #expect(table.log.count == 70_001)
    let entries = try table.entries()
    #expect(entries.count == 70_001 && entries.reduce(0) { $0 + $1.length } == text.utf8.count)
    #expect(entries[0].kind == .header && entries[0].length == 2 && entries[0].fields == 1)
    #expect(entries[1].length == 2 && entries[1_000].length == 4)
    #expect(entries.dropFirst().allSatisfy { $0.kind == .row && $0.lines == 1 && $0.fields == 1 })
  }

  @Test func `says of every kind whether it is data`() {
    let others: [RecordLog.Kind] = [.blank, .comment, .preamble, .behindTable]
    #expect(RecordLog.Kind.allCases.filter { $0.isNoRecord } == others)
    let data: [RecordLog.Kind] = [.row, .wrongFieldCount, .noLabel, .notDecodable]
    #expect(RecordLog.Kind.allCases.filter { $0.isNumbered } == data)
    #expect(RecordLog.Kind.allCases.filter { $0.isReject } == Array(data.dropFirst()))
    #expect(Set(RecordLog.Kind.allCases.map { $0.name }).count == RecordLog.Kind.allCases.count)
  }
}
