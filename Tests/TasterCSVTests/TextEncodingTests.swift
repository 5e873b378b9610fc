import TasterCSV
import Testing

@Suite struct `An encoding` {
  static let text = "name;größe\nAnna;1,70\nЮлия;1,65\nZoë 😀;\"a\nb\"\n"

  /// The text in an encoding, spelled out.
  static func bytes(_ text: String, _ encoding: TextEncoding, mark: Bool = false) -> [UInt8] {
    let text = (mark ? "\u{FEFF}" : "") + text
    func split(_ value: UInt32, _ count: Int, _ isBig: Bool) -> [UInt8] {
      let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
      return isBig ? little.reversed() : little
    }
    switch encoding {
    case .utf8: return Array(text.utf8)
    case .latin1: return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    case .utf16Little, .utf16Big:
      return text.utf16.flatMap { split(UInt32($0), 2, encoding == .utf16Big) }
    case .utf32Little, .utf32Big:
      return text.unicodeScalars.flatMap { split($0.value, 4, encoding == .utf32Big) }
    }
  }

  static let wide: [TextEncoding] = [.utf16Little, .utf16Big, .utf32Little, .utf32Big]

  @Test(arguments: wide, [false, true])
  func `of two or four bytes is found, with a mark and without`(
    encoding: TextEncoding, mark: Bool
  ) {
    let text = Self.text + (0..<30).map { "x\($0);\($0)\n" }.joined()
    let found = TextEncoding.guess(Self.bytes(text, encoding, mark: mark))
    #expect(found.encoding == encoding)
    #expect(found.evidence.contains(mark ? "mark" : "zeros"))
  }

  @Test func `of one byte is found where several lines are no UTF-8 and none is`() {
    let latin = Self.bytes("a;b\ncafé;1\nnaïve;2\n", .latin1)
    #expect(TextEncoding.guess(latin).encoding == .latin1)
    #expect(TextEncoding.guess(latin + Array("ü\n".utf8)).encoding == .utf8)
    #expect(TextEncoding.guess(Self.bytes("a\ncafé\nb\n", .latin1)).encoding == .utf8)
    #expect(TextEncoding.guess(Array(Self.text.utf8)).encoding == .utf8)
    #expect(TextEncoding.guess([]).encoding == .utf8)
  }

  @Test func `is not seen in bytes that only hold zeros here and there`() {
    var dice = Dice(seed: 4)
    for _ in 0..<200 {
      let bytes = (0..<dice.number(0...400)).map { _ in UInt8(dice.number(0...255)) }
      #expect(TextEncoding.guess(bytes).encoding.unit == 1)
    }
    #expect(TextEncoding.guess(Array("a,b\n\0,\0\n".utf8)).encoding == .utf8)
  }

  @Test func `that is told wins, but a mark sets its byte order`() {
    let bytes = Self.bytes("a,b\n", .utf16Big, mark: true)
    #expect(TextEncoding.guess(bytes, told: .utf16Little).encoding == .utf16Big)
    #expect(TextEncoding.guess(bytes, told: .latin1).encoding == .latin1)
    #expect(TextEncoding.guess(Array("a".utf8), told: .utf32Big).encoding == .utf32Big)
  }

  @Test func `goes by many names`() {
    let names = ["UTF-8", "utf8", "ISO-8859-1", "Windows-1252", "UTF-16", "utf_16be", "utf32"]
    #expect(
      names.map { TextEncoding(name: $0) } == [
        .utf8, .utf8, .latin1, .latin1, .utf16Little, .utf16Big, .utf32Little,
      ])
    #expect(TextEncoding(name: "ebcdic") == nil)
    for encoding in TextEncoding.allCases {
      #expect(TextEncoding(name: encoding.rawValue) == encoding)
    }
  }

  @Test(arguments: TextEncoding.allCases)
  func `is read with every place where it was`(encoding: TextEncoding) throws {
    let rows = (0..<40).map { "ä\($0),\"x\n\($0)ß\",\($0)\n" }
    let text = "naïve,b,ç\n" + rows.joined()
    for mark in [false, encoding != .latin1] {
      let bytes = Self.bytes(text, encoding, mark: mark)
      var expected: [Range<Int>] = []
      var place = mark ? Self.bytes("\u{FEFF}", encoding).count : 0
      for row in ["naïve,b,ç\n"] + rows {
        let count = Self.bytes(row, encoding).count
        expected.append(place..<place + count)
        place += count
      }
      for blockSize in [1, 5, 64, 4_096] {
        var options = CSVReader.Options()
        (options.encoding, options.blockSize, options.width) = (encoding, blockSize, 3)
        let (records, account) = try read(bytes, options, maxRecords: 7)
        #expect(records.map(\.range) == expected)
        #expect(records.last?.fields == ["ä39", "x\n39ß", "39"])
        #expect(account.total == bytes.count)
      }
    }
  }
}
