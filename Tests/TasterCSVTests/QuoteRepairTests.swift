import TasterCSV
import Testing

@Suite struct `Quotes that do not add up` {
  private func rows(
    _ text: String, width: Int = 3, blockSize: Int = 1_000
  ) throws -> [Seen] {
    var options = CSVReader.Options()
    (options.width, options.blockSize) = (width, blockSize)
    return try read(Array(text.utf8), options).records
  }

  @Test(arguments: [
    // A quote too many at the start of a field: it is text.
    (#"1,"2,"a""#, ["1", "\"2", "a"]),
    (#""$78.07,"Table, Round 48""",x"#, ["\"$78.07", "Table, Round 48\"", "x"]),
    // One inside.
    (#"1,"say "hi", you",3"#, ["1", "say \"hi\", you", "3"]),
    // One missing at the end, or at the start.
    (#"1,"a, b,3"#, ["1", "a, b", "3"]), (#"1,a, b",3"#, ["1", "a, b", "3"]),
    // Spaces stand round fields.
    (#" 1 , "a "x", b" , 3"#, ["1", "a \"x\", b", "3"]),
  ])
  func `give the fields that need the fewest wrong ones`(line: String, fields: [String]) throws {
    for blockSize in [1, 6, 1_000] {
      let seen = try rows("a,b,c\n\(line)\nx,y,z\n", blockSize: blockSize)
      #expect(seen.map(\.fields) == [["a", "b", "c"], fields, ["x", "y", "z"]])
      #expect(seen.map(\.range.count).reduce(0, +) == line.utf8.count + 13)
      #expect(!seen[1].flags.isDisjoint(with: [.repairedQuotes, .strayQuote]))
    }
  }

  @Test func `swallow no row where another quote closes what one has opened`() throws {
    let text = "a,b,c\n1,\"2,x\n3,4,y\n5,\"6\",z\n7,8,w\n"
    let seen = try rows(text)
    #expect(
      seen.map(\.fields) == [
        ["a", "b", "c"], ["1", "\"2", "x"], ["3", "4", "y"], ["5", "6", "z"], ["7", "8", "w"],
      ])
    #expect(seen.map(\.line) == [1, 2, 3, 4, 5])
    #expect(seen[1].flags == .repairedQuotes)
  }

  @Test func `are left alone where the number of fields is right or cannot be`() throws {
    let inches = "a,b,c\n1,24\" screen,x\n1,2\n\"1\",2\n1,2,\"3\",4\n"
    #expect(try rows(inches).allSatisfy { $0.flags.isEmpty })
    let honest = "a,b,c\n1,\"x\n\"\"y\"\",\n\",3\n"
    #expect(try rows(honest)[1] == Seen(["1", "x\n\"y\",\n", "3"], 6..<22, line: 2))
  }

  @Test func `are repaired in the last line without its end too`() throws {
    let seen = try rows("a,b,c\n1,\"2\"x,\"a,b\"")
    #expect(seen[1].fields == ["1", "\"2\"x", "a,b"])
    #expect(seen[1].flags.contains(.unterminated))
  }

  @Test func `cost no more than a line's length allows`() throws {
    let line = "1," + String(repeating: "\"x,", count: 5_000) + "y"
    let seen = try rows("a,b,c\n\(line)\n1,2,3\n")
    #expect(seen.count == 3 && seen[2].fields == ["1", "2", "3"])
    #expect(seen[1].flags.contains(.repairedQuotes) == false)
  }

  @Test func `read alike in any blocks and batches, and alone as in the file`() throws {
    var dice = Dice(seed: 11)
    for round in 0..<1_500 {
      let bytes = dice.csv(upTo: 100)
      var options = CSVReader.Options()
      options.width = dice.number(1...4)
      options.limits.openLines = dice.number(1...6)
      options.limits.openBytes = dice.number(1...60)
      let dialect = try Dialect(
        escape: round % 3 == 0 ? UInt8(ascii: "\\") : nil,
        comment: round % 5 == 0 ? UInt8(ascii: "1") : nil)
      options.preambleLines = round % 4 == 0 ? dice.number(0...3) : 0
      options.blockSize = 1 << 16
      let (expected, account) = try read(bytes, options, dialect: dialect, maxRecords: 1_000)
      #expect(account.total == bytes.count)
      #expect(expected.map(\.range.count).reduce(0, +) + account.markBytes == bytes.count)
      for (blockSize, maxRecords) in [(1, 1), (7, 3), (64, 1_000)] {
        options.blockSize = blockSize
        let found = try read(bytes, options, dialect: dialect, maxRecords: maxRecords)
        try #require(
          found.records == expected && found.account == account, "round \(round), \(bytes)")
      }
      for seen in expected where seen.flags.isDisjoint(with: [.blank, .comment, .preamble]) {
        // At the start of a stream such bytes would be its mark.
        if bytes[seen.range].starts(with: [0xEF, 0xBB, 0xBF]) { continue }
        var alone = options
        alone.preambleLines = 0
        let dialect = try Dialect(escape: dialect.escape)
        let again = try read(Array(bytes[seen.range]), alone, dialect: dialect).records
        try #require(again.map(\.fields) == [seen.fields], "round \(round), \(bytes)")
      }
    }
  }
}
