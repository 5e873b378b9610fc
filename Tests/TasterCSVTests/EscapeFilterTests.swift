import TasterCSV
import Testing

@Suite struct `An escape character` {
  private func fields(_ text: String, blockSize: Int = 100) throws -> [[String]] {
    var options = CSVReader.Options()
    options.blockSize = blockSize
    let dialect = try Dialect(escape: UInt8(ascii: "\\"))
    let (records, account) = try read(Array(text.utf8), options, dialect: dialect)
    #expect(account.total == text.utf8.count)
    return records.map(\.fields)
  }

  @Test(arguments: [
    (#"a,"b\"c, d",e"#, ["a", "b\"c, d", "e"]), (#"a,b\,c,\"d"#, ["a", "b,c", "\"d"]),
    (#"\\,"\\","\\\"""#, ["\\", "\\", "\\\""]), (#"a\ , b,\ c"#, ["a ", "b", " c"]),
    (#"C:\new,\N,x\"#, ["C:\\new", "\\N", "x\\"]), (#""a""b","c\"""d""#, ["a\"b", "c\"\"d"]),
  ])
  func `makes data of what stands behind it`(line: String, fields: [String]) throws {
    for blockSize in [1, 2, 3, 100] {
      #expect(try self.fields(line + "\n1,2\n", blockSize: blockSize) == [fields, ["1", "2"]])
    }
  }

  @Test func `moves no place`() throws {
    let text = "a,\"\\\"x\\\",\"\n\"\\\\\",b\n"
    let dialect = try Dialect(escape: UInt8(ascii: "\\"))
    let seen = try read(Array(text.utf8), dialect: dialect).records
    #expect(seen.map(\.range) == [0..<11, 11..<18])
    #expect(seen.map(\.fields) == [["a", "\"x\","], ["\\", "b"]])
  }

  @Test func `is found in many rows at once as in one`() throws {
    let rows = (0..<500).map { "\($0),\"x\\\"\($0)\",\\\\" }
    let seen = try fields(rows.map { $0 + "\n" }.joined(), blockSize: 4_096)
    #expect(seen.count == 500 && seen[499] == ["499", "x\"499", "\\"])
  }

  @Test func `takes no byte for one that it has hidden`() throws {
    let dialect = try Dialect(escape: UInt8(ascii: "\\"))
    for byte in UInt8(0xF8)...0xFF {
      let seen = try read([97, 92, byte, 44, 98, 10], dialect: dialect).records
      #expect(seen[0].fields.count == 2 && seen[0].fields[0].contains("\u{FFFD}"))
    }
  }
}
