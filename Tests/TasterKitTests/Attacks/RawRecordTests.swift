import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `A raw record` {
  private static func record(
    _ text: String, columns: Int, quote: UInt8? = UInt8(ascii: "\"")
  ) throws -> RawRecord? {
    RawRecord(Array(text.utf8), dialect: try Dialect(quote: quote), columns: columns)
  }

  private static func replaced(
    _ text: String, _ texts: [Int: String], columns: Int, isQuoted: [Bool]? = nil
  ) throws -> String {
    let record = try #require(try record(text, columns: columns))
    let bytes = record.replacing(
      texts, isQuoted: isQuoted ?? Array(repeating: false, count: columns), lineEnd: [10])
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("1,2,3\n", [1: "9"], "1,9,3\n"), ("1,2,3\r\n", [2: "9"], "1,2,9\r\n"),
    ("1,2,3", [0: "9"], "9,2,3\n"), (" 1 , 2,3\n", [0: "9", 1: "8"], " 9 , 8,3\n"),
    ("\"a\",\"b\",c\n", [1: "x"], "\"a\",\"x\",c\n"),
    ("\"a,b\",\"c\"\"d\",e\n", [2: "x"], "\"a,b\",\"c\"\"d\",x\n"),
    ("\"a\nb\",c,d\n", [1: "x,y"], "\"a\nb\",\"x,y\",d\n"), ("a,,c\n", [1: "x"], "a,x,c\n"),
    ("a,\"b\",c\n", [1: "say \"x\""], "a,\"say \"\"x\"\"\",c\n"),
    ("\u{FEFF}a,b,c\n", [0: "x"], "x,b,c\n"), ("a,b,\n", [2: "x"], "a,b,x\n"),
  ])
  func `changes in the fields that are replaced and nowhere else`(
    text: String, texts: [Int: String], expected: String
  ) throws {
    #expect(try Self.replaced(text, texts, columns: 3) == expected)
  }

  @Test func `quotes an empty field where its column does`() throws {
    #expect(
      try Self.replaced("a,,c\n", [1: "x"], columns: 3, isQuoted: [false, true, false])
        == "a,\"x\",c\n")
  }

  @Test func `gives the texts of its fields`() throws {
    let record = try #require(try Self.record("\"a,\"\"b\"\"\", c ,\"\",\n", columns: 4))
    #expect((0..<4).map { record.text($0) } == ["a,\"b\"", "c", "", ""])
    #expect((0..<4).map { record.isQuoted($0) } == [true, false, true, false])
    #expect(record.count == 4)
  }

  @Test func `takes a quote that never closes for data`() throws {
    let record = try #require(try Self.record("\"a,b,c\n", columns: 3))
    #expect((0..<3).map { record.text($0) } == ["\"a", "b", "c"])
    let plain = try #require(try Self.record("\"a\",b\n", columns: 2, quote: nil))
    #expect(plain.text(0) == "\"a\"")
  }

  @Test func `is none with other fields than the table has`() throws {
    #expect(try Self.record("a,b\n", columns: 3) == nil)
  }
}
