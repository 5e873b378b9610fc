import TasterCSV
import Testing

/// Lines that are read without libcsv, among such as are not: libcsv has the last word on all of them.
@Suite struct `Plain lines` {
  private static let fields = [
    "1.5", "-2e3", "word", "two words", "", "", "\u{1}", "a\u{1}b", "é", "a\0b",
    "0.1234567890123456789012345678901234567890123456789012345678901234567890123456789",
  ]
  private static let quoted = [
    "\"\"", "\"a\"", "\"a, b\"", "\"\"\"\"", "\"a \"\"b\"\" c\"", "\" a \"", "\"a;b\tc|\"",
    "\"fifteen bytes..\"", "\"sixteen bytes...\"",
    "\"it is longer than thirty-two bytes, and ends\"",
  ]
  private static let odd = [
    " a", "a ", "\ta", "a\t", " ", "a\"b", "a\"", "\"a\"b", "\"a\" ", " \"a\"", "\"a\"\"",
    "\"a\nb\"", "\"a\r\nb\"", "\"", "a\rb", "\0", "a\u{1}",
  ]

  /// Lines of some fields, most of them plain.
  private func text(_ dice: inout Dice, delimiter: String, quote: String) -> String {
    var text = ""
    for _ in 0..<dice.number(1...80) {
      let kind = dice.number(0...9)
      let line = (0..<dice.number(1...6)).map { _ in
        let from = kind < 5 ? Self.fields : kind < 9 ? Self.fields + Self.quoted : Self.odd
        return from[dice.number(0...from.count - 1)]
      }
      text += line.joined(separator: delimiter)
      text += ["\n", "\n", "\n", "\r\n", "\r"][dice.number(0...4)]
    }
    return quote == "\"" ? text : String(text.map { $0 == "\"" ? Character(quote) : $0 })
  }

  @Test(arguments: [",", ";", "\t", " ", "|"], ["\"", "'"])
  func `hold the fields that libcsv finds`(delimiter: String, quote: String) throws {
    var dice = Dice(seed: 7)
    let (comma, mark) = (Array(delimiter.utf8)[0], Array(quote.utf8)[0])
    let dialect = try Dialect(delimiter: comma, quote: mark)
    for round in 0..<60 {
      let bytes = Array(text(&dice, delimiter: delimiter, quote: quote).utf8)
      let expected = BareReader(delimiter: comma, quote: mark).records(of: bytes)
      for blockSize in [1, 63, 64, 200, 1 << 20] {
        let (records, account) = try read(
          bytes, blockSize: blockSize, maxRecords: dice.number(1...100), dialect: dialect)
        try #require(records == expected, "round \(round), blocks of \(blockSize), \(bytes)")
        #expect(account.total == bytes.count)
      }
    }
  }

  @Test func `take nothing odd in, wherever it stands among 64 bytes`() throws {
    let ends = [
      "\n", "\r\n", "\rb\n", "\r\r\n", " \n", " ,b\n", ", b\n", "\t\r\n", "b c\n", "\"\n",
      ",\"q\"\n", ",\"q\"\r\n", ",\"q\"\r", ",\"q\"\rx\n", ",\"q\" \n", ",\"q\"\"\"\n", ",\"q\"x\n",
      ",\"q\n\"\n", ",\"q\",\n", ",\n", ",,\r\n", ",\"\"\n", "\n\n", "\n \n", "\n\r\n", "",
    ]
    for count in 0...140 {
      for end in ends {
        let bytes = Array((String(repeating: "a", count: count) + end + "c,d\n,\n").utf8)
        let expected = BareReader().records(of: bytes)
        for blockSize in [count + 1, 1 << 20] {
          try #require(
            try read(bytes, blockSize: blockSize).records == expected, "\(count) bytes, then \(end)"
          )
        }
      }
    }
  }

  @Test func `are counted, and end before a comment`() throws {
    let lines = (0..<700).map { $0 % 10 == 9 ? "#\($0),\"\n" : "\($0),\"x\"\n" }
    let dialect = try Dialect(comment: UInt8(ascii: "#"))
    for most in [1, 7, 1_000] {
      let (records, account) = try read(
        Array(lines.joined().utf8), maxRecords: most, dialect: dialect)
      #expect(records.map(\.line) == Array(1...700))
      #expect(records.enumerated().allSatisfy { ($1.flags == .comment) == ($0 % 10 == 9) })
      #expect(account.records == 630)
    }
  }

  @Test func `take quotes as data where there are none`() throws {
    var dice = Dice(seed: 8)
    let dialect = try Dialect(quote: nil)
    for _ in 0..<60 {
      let bytes = Array(text(&dice, delimiter: ",", quote: "\"").utf8)
      let expected = BareReader(quote: 0xFF).records(of: bytes)
      #expect(try read(bytes, maxRecords: 1_000, dialect: dialect).records == expected)
    }
  }
}
