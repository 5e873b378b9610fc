import TasterCSV
import Testing

@Suite struct `A record read alone` {
  @Test func `has the fields and numbers of its bytes`() throws {
    let dialect = try Dialect(delimiter: UInt8(ascii: ";"), comment: UInt8(ascii: "#"))
    let record = try #require(
      try Record(Array("#1;\"a;b\";2.5\n".utf8), dialect: dialect, encoding: .utf8, width: 3))
    #expect(record.count == 3 && record.text(1) == "a;b" && record.text(3) == nil)
    #expect(record.number(2) == 2.5 && record.number(0) == nil && record.number(7) == nil)
  }

  @Test func `is read in the encoding of its file`() throws {
    let bytes = `An encoding`.bytes("ä,1\n", .utf16Little)
    let record = try Record(bytes, dialect: Dialect(), encoding: .utf16Little, width: nil)
    #expect(record?.text(0) == "ä" && record?.number(1) == 1)
  }

  @Test func `has its quotes repaired to the width of its table`() throws {
    let bytes = Array("1,\"2,\"a,b\"\n".utf8)
    #expect(
      try Record(bytes, dialect: Dialect(), encoding: .utf8, width: 3)?.text(2) == "a,b")
  }

  @Test func `is none where there is nothing`() throws {
    #expect(try Record([], dialect: Dialect(), encoding: .utf8, width: nil) == nil)
  }
}
