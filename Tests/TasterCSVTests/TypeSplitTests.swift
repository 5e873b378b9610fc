import TasterCSV
import Testing

@Suite struct `Rows of too many fields` {
  private func rows(
    _ text: String, _ types: [CellType], dialect: Dialect? = nil, blockSize: Int = 1_000
  ) throws -> [Seen] {
    var options = CSVReader.Options()
    (options.width, options.types, options.blockSize) = (types.count, types, blockSize)
    return try read(Array(text.utf8), options, dialect: dialect).records
  }

  private static let people: [CellType] = [.number, .text, .levels(["a", "b"])]

  @Test(arguments: [
    ("1,Smith, John,a", ["1", "Smith, John", "a"]),
    (" 1 , x ,y, z ,b ", ["1", "x ,y, z", "b"]),
    // A cell in quotes stays one, whatever stands in it.
    (#"1,x,y,"a""#, ["1", "x,y", "a"]),
    // Nothing belongs to what is left over at the end; nothing is a value like others elsewhere.
    ("1,x,a,,", ["1", "x", "a"]), (",x,y,,", ["", "x,y", ""]),
    ("1,x,,y,b", ["1", "x,,y", "b"]),
  ])
  func `are joined in the one way that fits`(line: String, cells: [String]) throws {
    for blockSize in [1, 6, 1_000] {
      let seen = try rows("7,y,b\n\(line)\n8,z,a\n", Self.people, blockSize: blockSize)
      #expect(seen.map(\.fields) == [["7", "y", "b"], cells, ["8", "z", "a"]])
      #expect(seen[1].range == 6..<7 + line.utf8.count)
      #expect(seen.map(\.flags) == [[], .splitByType, []])
    }
  }

  @Test(arguments: [
    // No way, or more than one.
    "1,x,y,c", "x,1,y,a", "1,a,b,a,b,c", "1,x,a,b,", "1,,a,b",
    // A joined cell neither begins nor ends with nothing, and what stands in quotes is not joined.
    "1,,x,a", #"1,"x",y,a"#, #"1,x,"a","""#,
  ])
  func `stay what they are where there is no such way, or another one`(line: String) throws {
    let seen = try rows("7,y,b\n\(line)\n8,z,a\n", Self.people)
    #expect(seen.count == 3 && seen[1].flags.isEmpty && seen[1].fields.count > 3)
  }

  @Test func `are left alone where they are right, too short, or of wrong quotes`() throws {
    let seen = try rows("1,x,a\n1,x\n1,\"x\"y,\"z,a\n", Self.people)
    #expect(seen[0].flags.isEmpty && seen[1].fields == ["1", "x"])
    #expect(seen.allSatisfy { !$0.flags.contains(.splitByType) })
    let plain = try rows("1,x,y,a\n", [])
    #expect(plain[0].fields == ["1", "x", "y", "a"])
  }

  @Test func `may lie in any dialect, over several lines, at the end of a file`() throws {
    let bare = try Dialect(delimiter: 9, quote: nil)
    #expect(try rows("1\tx\t\"y\ta", Self.people, dialect: bare)[0].fields == ["1", "x\t\"y", "a"])
    let escaped = try Dialect(escape: UInt8(ascii: "\\"))
    let seen = try rows("1,x\\,y,\\\"z,a\r\n", Self.people, dialect: escaped)
    #expect(seen[0].fields == ["1", "x,y,\"z", "a"] && seen[0].flags == .splitByType)
    let types: [CellType] = [.text, .number, .text]
    let lines = try rows("\"x\ny\",7,u,v\n", types)
    #expect(lines[0].fields == ["x\ny", "7", "u,v"] && lines[0].range == 0..<12)
    let spaced = try Dialect(delimiter: 32)
    #expect(try rows("1 x y a\n", Self.people, dialect: spaced)[0].fields == ["1", "x y", "a"])
  }

  @Test func `cost no more than a line's length allows`() throws {
    let line = "1" + String(repeating: ",x", count: 20_000) + ",a"
    let seen = try rows("\(line)\n1,x,y,a\n", Self.people)
    #expect(seen[0].flags.isEmpty && seen[0].fields.count == 20_002)
    #expect(seen[1].flags == .splitByType)
  }

  @Test func `read alike in any blocks and batches, and alone as in the file`() throws {
    var dice = Dice(seed: 12)
    let types: [CellType] = [.number, .text, .levels(["a", "1"]), .pattern("a"), .text]
    var splits = 0
    for round in 0..<1_500 {
      let bytes = dice.csv(upTo: 100)
      var options = CSVReader.Options()
      options.types = (0..<dice.number(1...4)).map { _ in types[dice.number(0...4)] }
      options.width = dice.number(0...1) == 0 ? options.types.count : nil
      options.limits.openLines = dice.number(1...6)
      let dialect = try Dialect(escape: round % 3 == 0 ? UInt8(ascii: "\\") : nil)
      options.blockSize = 1 << 16
      let (expected, account) = try read(bytes, options, dialect: dialect, maxRecords: 1_000)
      #expect(account.total == bytes.count)
      for (blockSize, maxRecords) in [(1, 1), (7, 3), (64, 1_000)] {
        options.blockSize = blockSize
        let found = try read(bytes, options, dialect: dialect, maxRecords: maxRecords)
        try #require(
          found.records == expected && found.account == account, "round \(round), \(bytes)")
      }
      for seen in expected where seen.flags.contains(.splitByType) {
        #expect(seen.fields.count == options.types.count)
        if bytes[seen.range].starts(with: [0xEF, 0xBB, 0xBF]) { continue }
        let again = try read(Array(bytes[seen.range]), options, dialect: dialect).records
        try #require(again.map(\.fields) == [seen.fields], "round \(round), \(bytes)")
        splits += 1
      }
    }
    #expect(splits > 50)
  }
}
