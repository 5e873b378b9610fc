import TasterCSV
import Testing

/// A record as a test sees it.
struct Seen: Hashable {
  var fields: [String]
  var range: Range<Int>
  var line: Int
  var flags: RecordBatch.Entry.Flags

  init(_ fields: [String], _ range: Range<Int>, line: Int, _ flags: RecordBatch.Entry.Flags = []) {
    self.fields = fields
    self.range = range
    self.line = line
    self.flags = flags
  }
}

/// Everything a reader says about some bytes.
func read(
  _ bytes: [UInt8], blockSize: Int = 1 << 20, maxRecords: Int = 3, limits: CSVLimits = CSVLimits(),
  keepsBlankLines: Bool = false, dialect: Dialect? = nil
) throws -> (records: [Seen], account: CSVReader.Account) {
  var source = MemorySource(bytes)
  let batch = RecordBatch()
  var reader = CSVReader(
    dialect: try dialect ?? Dialect(), limits: limits, keepsBlankLines: keepsBlankLines,
    blockSize: blockSize)
  var seen: [Seen] = []
  while try reader.next(batch, from: &source, maxRecords: maxRecords) {
    for (i, entry) in batch.records.enumerated() {
      seen.append(
        Seen(
          (0..<entry.fieldCount).map { batch.text(i, $0) },
          entry.byteOffset..<entry.byteOffset + entry.byteLength, line: entry.line, entry.flags))
    }
  }
  return (seen, reader.account)
}

/// Everything a reader with more options says about some bytes in any encoding.
func read(
  _ bytes: [UInt8], _ options: CSVReader.Options, dialect: Dialect? = nil, maxRecords: Int = 3
) throws -> (records: [Seen], account: CSVReader.Account) {
  var source = HashingSource(MemorySource(bytes), encoding: options.encoding)
  let batch = RecordBatch()
  var reader = CSVReader(try dialect ?? Dialect(), options)
  var seen: [Seen] = []
  while try reader.next(batch, from: &source, maxRecords: maxRecords) {
    for (i, entry) in batch.records.enumerated() {
      seen.append(
        Seen(
          (0..<entry.fieldCount).map { batch.text(i, $0) },
          entry.byteOffset..<entry.byteOffset + entry.byteLength, line: entry.line, entry.flags))
    }
  }
  return (seen, reader.account)
}

func read(_ text: String, blockSize: Int = 1 << 20) throws -> [Seen] {
  try read(Array(text.utf8), blockSize: blockSize).records
}

@Suite struct `The reader` {
  @Test func `knows the bytes of every record`() throws {
    #expect(
      try read("a,b\r\n\"x\ny\",2\n3,4") == [
        Seen(["a", "b"], 0..<5, line: 1), Seen(["x\ny", "2"], 5..<13, line: 2),
        Seen(["3", "4"], 13..<16, line: 4, .unterminated),
      ])
  }

  @Test func `skips a byte order mark and keeps its quote`() throws {
    #expect(try read("\u{FEFF}\"a,x\",b\n") == [Seen(["a,x", "b"], 3..<11, line: 1)])
  }

  @Test func `tells blank lines from records`() throws {
    #expect(
      try read("a\n\n \nb\n").map(\.flags) == [[], .blank, .blank, []])
    let kept = try read(Array("a\n\nb\n".utf8), keepsBlankLines: true).records
    #expect(kept.map(\.fields) == [["a"], [""], ["b"]])
  }

  @Test func `ends a record at a lone carriage return and says so`() throws {
    #expect(
      try read("a\rb,c\n") == [
        Seen(["a"], 0..<2, line: 1, .loneReturn), Seen(["b", "c"], 2..<6, line: 2),
      ])
  }

  @Test func `takes spaces off unquoted fields and leaves quotes inside fields alone`() throws {
    #expect(
      try read(" a , b\t,24\" screen,\"say \"\"hi\"\"\"\n")[0].fields
        == ["a", "b", "24\" screen", "say \"hi\""])
  }

  @Test func `keeps NUL and bytes that are no text`() throws {
    let seen = try read([97, 0, 44, 0xFF, 10]).records
    #expect(seen[0].range == 0..<5 && seen[0].fields.count == 2)
  }

  @Test func `reads a stray quote's line once more and loses no row`() throws {
    var text = "a,b\n1,\"2\n"
    for i in 0..<200 { text += "\(i),x\n" }
    let seen = try read(text)
    #expect(seen.count == 202)
    #expect(seen[1] == Seen(["1", "\"2"], 4..<9, line: 2, .strayQuote))
    #expect(seen[201].fields == ["199", "x"] && seen[201].line == 202)
  }

  @Test func `reads a quote that never closes as data, in a short file too`() throws {
    #expect(
      try read("a,b\n\"1,2\n3,4\n").map(\.fields) == [["a", "b"], ["\"1", "2"], ["3", "4"]])
  }

  @Test func `passes the lines before a header and comments, and accounts for them`() throws {
    let text = "Title \"a\r\nby, us\n#x,y\nx,y\n1,\"#\n#2\"\n\n# \"no\n3,4\n#"
    var options = CSVReader.Options()
    options.preambleLines = 2
    let dialect = try Dialect(comment: UInt8(ascii: "#"))
    for blockSize in [1, 3, 100] {
      options.blockSize = blockSize
      let (seen, account) = try read(Array(text.utf8), options, dialect: dialect)
      #expect(
        seen == [
          Seen([], 0..<17, line: 1, .preamble), Seen([], 17..<22, line: 3, .comment),
          Seen(["x", "y"], 22..<26, line: 4), Seen(["1", "#\n#2"], 26..<35, line: 5),
          Seen([], 35..<36, line: 7, .blank), Seen([], 36..<42, line: 8, .comment),
          Seen(["3", "4"], 42..<46, line: 9),
          Seen([], 46..<47, line: 10, [.comment, .unterminated]),
        ])
      #expect(account.preambleBytes == 17 && account.commentBytes == 12 && account.records == 3)
      #expect(account.total == text.utf8.count)
    }
    options.preambleLines = 50
    #expect(
      try read(Array(text.utf8), options).records.map(\.flags) == [[.preamble, .unterminated]])
  }

  @Test func `refuses UTF-16 with the way out`() {
    #expect {
      try read([0xFF, 0xFE, 97, 0])
    } throws: { ($0 as? CSVError)?.message.contains("iconv") ?? false }
  }

  @Test func `refuses a field beyond the limit without holding it`() {
    var limits = CSVLimits()
    limits.fieldBytes = 1_000
    limits.recordBytes = 2_000
    for text in [String(repeating: "x", count: 5_000), "\"" + String(repeating: "x", count: 5_000)]
    {
      #expect(throws: CSVError.self) {
        try read(Array("a,b\n\(text)".utf8), blockSize: 64, limits: limits)
      }
    }
  }

  @Test
  func `finds the same records as bare libcsv, byte by byte, whatever the blocks and batches`()
    throws
  {
    var dice = Dice(seed: 1)
    for round in 0..<1_200 {
      let bytes = dice.csv(upTo: 120)
      var limits = CSVLimits()
      limits.openLines = dice.number(1...6)
      limits.openBytes = dice.number(1...60)
      let expected = BareReader(limits: limits).records(of: bytes)
      for blockSize in [1, 7, 64, 4_096] {
        for maxRecords in [1, 3, 1_000] {
          let (records, account) = try read(
            bytes, blockSize: blockSize, maxRecords: maxRecords, limits: limits)
          try #require(
            records == expected, "round \(round), blocks of \(blockSize), \(bytes)")
          #expect(account.total == bytes.count)
        }
      }
    }
  }

  @Test func `accounts for every byte of a stream of any bytes`() throws {
    var dice = Dice(seed: 2)
    for _ in 0..<300 {
      let bytes = [97] + (0..<dice.number(0...2_000)).map { _ in UInt8(dice.number(0...255)) }
      for keepsBlankLines in [false, true] {
        let (records, account) = try read(
          bytes, blockSize: dice.number(1...300), keepsBlankLines: keepsBlankLines)
        #expect(account.total == bytes.count)
        #expect(records.reduce(0) { $0 + $1.range.count } == bytes.count)
        #expect(account.blankBytes == 0 || !keepsBlankLines)
      }
    }
  }

  @Test func `hands on no more than a batch may hold, and leaves no field behind`() throws {
    let text = (0..<500).map { "\($0),\"x\ny\",z\n" }.joined()
    var limits = CSVLimits()
    limits.batchBytes = 100
    for blockSize in [3, 1_000] {
      var source = MemorySource(Array(text.utf8))
      let batch = RecordBatch()
      var reader = CSVReader(dialect: try Dialect(), limits: limits, blockSize: blockSize)
      var rows = 0
      while try reader.next(batch, from: &source, maxRecords: 1_000) {
        #expect(batch.records.count < 20)
        for i in batch.records.indices {
          #expect((0..<3).map { batch.text(i, $0) } == ["\(rows)", "x\ny", "z"])
          rows += 1
        }
      }
      #expect(rows == 500)
    }
  }

  @Test func `reads a record alone as it reads it in the file`() throws {
    let text = "a, \"b\"\"c\" ,d\n\"x\n,y\",,\n q\"r ,\"\",s\r\n"
    let bytes = Array(text.utf8)
    for record in try read(bytes).records {
      let alone = try read(Array(bytes[record.range])).records
      #expect(alone.map(\.fields) == [record.fields])
    }
  }
}
