import TasterCSV
import Testing

/// Chunks that several parsers read at a time, beside one parser that reads all.
@Suite struct `Reading in chunks` {
  private struct Stop: Error, Equatable {}

  /// What came out, up to an error.
  private struct Outcome: Equatable {
    var records: [Seen] = []
    var account = CSVReader.Account()
    var error: String?
  }

  private static func fields(_ batch: RecordBatch, _ i: Int) -> [String] {
    (0..<batch.records[i].fieldCount).map { batch.text(i, $0) }
  }

  private static func alone(
    _ bytes: [UInt8], _ dialect: Dialect, _ options: CSVReader.Options
  ) -> Outcome {
    var outcome = Outcome()
    var source = HashingSource(MemorySource(bytes), encoding: options.encoding)
    let batch = RecordBatch()
    var reader = CSVReader(dialect, options)
    do {
      while try reader.next(batch, from: &source, maxRecords: 1) {
        let entry = batch.records[0]
        outcome.records.append(
          Seen(
            fields(batch, 0), entry.byteOffset..<entry.byteOffset + entry.byteLength,
            line: entry.line, entry.flags))
      }
      outcome.account = reader.account
    } catch { outcome.error = "\(error)" }
    return outcome
  }

  private static func inChunks(
    _ bytes: [UInt8], _ dialect: Dialect, _ options: CSVReader.Options, chunk: Int, threads: Int,
    maxRecords: Int
  ) -> Outcome {
    var outcome = Outcome()
    var options = options
    options.blockSize = chunk
    let reader = ChunkedReader(
      dialect, options,
      from: HashingSource(MemorySource(bytes), encoding: options.encoding), threads: threads,
      maxRecords: maxRecords
    ) { batch, range in range.map { fields(batch, $0) } }
    do {
      try reader.forEach { batch, range, work, _ in
        #expect(!range.isEmpty && work.count == range.count)
        for (entry, fields) in zip(batch.records[range], work) {
          outcome.records.append(
            Seen(
              fields, entry.byteOffset..<entry.byteOffset + entry.byteLength, line: entry.line,
              entry.flags))
        }
      }
      outcome.account = reader.account
    } catch { outcome.error = "\(error)" }
    return outcome
  }

  private static func compare(
    _ bytes: [UInt8], _ dialect: Dialect, _ options: CSVReader.Options, _ dice: inout Dice
  ) throws {
    let expected = alone(bytes, dialect, options)
    if expected.error == nil { #expect(expected.account.total == bytes.count) }
    for threads in 1...3 {
      let chunk = [1, 3, 20, 50, 50, 50, 300][dice.number(0...6)]
      let found = inChunks(
        bytes, dialect, options, chunk: chunk, threads: threads,
        maxRecords: [1, 4, 4_096][dice.number(0...2)])
      try #require(
        found == expected, "\(threads) threads, chunks of \(chunk), \(options), \(bytes)")
    }
  }

  /// Lines that look like records, quotes that span some of them or never close, line ends of every kind.
  private static func hostile(_ dice: inout Dice) -> [UInt8] {
    let end = ["\n", "\n", "\r\n", "\r"][dice.number(0...3)]
    var bytes: [UInt8] = dice.number(0...9) == 0 ? [0xEF, 0xBB, 0xBF] : []
    for _ in 0..<dice.number(1...5) {
      for i in 0..<dice.number(0...30) {
        let row = [
          "\(i),a,b", "a,\(i),c", "\"a,\",\(i),", "\"x\(end)1,2,3\(end)y\",\(i),z", " b ,,\"\"",
          "#c, \(i),d , e,,",
          "c\"d,e,f", "\"stray,\(i),1", "x\\\"y,\"a\\\"\(end)b\",1", "",
        ][dice.number(0...9)]
        bytes += Array((row + end).utf8)
      }
      bytes += dice.csv(upTo: 12)
    }
    return bytes
  }

  @Test(arguments: 1...4)
  func `gives what one parser gives, however small the chunks`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    for _ in 0..<25 {
      var options = CSVReader.Options()
      options.limits.openLines = dice.number(1...70)
      options.limits.openBytes = dice.number(1...1_000)
      if dice.number(0...7) == 0 { options.limits.recordBytes = dice.number(1...600) }
      if dice.number(0...7) == 0 { options.limits.fieldBytes = dice.number(1...50) }
      if dice.number(0...5) == 0 { options.limits.batchBytes = dice.number(1...900) }
      options.keepsBlankLines = dice.number(0...3) == 0
      options.preambleLines = dice.number(0...5) == 0 ? dice.number(1...4) : 0
      options.width = dice.number(0...1) == 0 ? 3 : nil
      if dice.number(0...1) == 0 { options.types = [.number, .text] + (seed > 2 ? [.text] : []) }
      let dialect = try Dialect(
        escape: dice.number(0...2) == 0 ? UInt8(ascii: "\\") : nil,
        comment: dice.number(0...2) == 0 ? UInt8(ascii: "#") : nil)
      try Self.compare(Self.hostile(&dice), dialect, options, &dice)
    }
  }

  @Test(arguments: [TextEncoding.utf16Little, .utf16Big, .utf32Little, .latin1])
  func `counts the bytes that came in other encodings`(encoding: TextEncoding) throws {
    var dice = Dice(seed: 9)
    for _ in 0..<20 {
      var options = CSVReader.Options()
      options.encoding = encoding
      options.limits.openLines = 5
      let bytes = Self.hostile(&dice).flatMap { byte -> [UInt8] in
        switch encoding {
        case .utf16Little: [byte, 0]
        case .utf16Big: [0, byte]
        case .utf32Little: [byte, 0, 0, 0]
        default: [byte]
        }
      }
      try Self.compare(bytes, try Dialect(), options, &dice)
    }
  }

  @Test func `finds its way in quoted text full of lines that look like records`() throws {
    var dice = Dice(seed: 10)
    let text = (0..<400).map { "\($0),\"1,2,3\n4,5,\"\"6\n7,8,9\n\",x\n" }.joined()
    try Self.compare(Array(text.utf8), try Dialect(), CSVReader.Options(), &dice)
    let long = "a,b\n1,\"" + String(repeating: "1,2\n", count: 60) + "\"\n"
    try Self.compare(
      Array(String(repeating: long, count: 20).utf8), try Dialect(), CSVReader.Options(), &dice)
  }

  @Test(arguments: 1...3)
  func `hands over first what is read alone, then the rest`(threads: Int) throws {
    let text = (0..<500).map { "\($0),\"a\($0 % 7 == 0 ? "\n" : "")b\"\n" }.joined()
    var options = CSVReader.Options()
    options.blockSize = 50
    let reader = ChunkedReader(
      try Dialect(), options, from: HashingSource(MemorySource(Array(text.utf8))),
      threads: threads, maxRecords: 30
    ) { batch, range in range.map { batch.text($0, 0) } }
    var first: [String] = []
    for _ in 0..<2 {
      let isThere = try reader.next { batch, account in
        #expect(batch.records.count == 30)
        first += batch.records.indices.map { batch.text($0, 0) }
        #expect(account.records == first.count)
      }
      #expect(isThere)
    }
    try reader.forEach { _, _, work, account in
      first += work
      #expect(account.records == first.count)
    }
    #expect(first == (0..<500).map { "\($0)" })
    #expect(reader.account.total == text.utf8.count)
  }

  @Test(arguments: 1...3)
  func `of nothing gives nothing`(threads: Int) throws {
    let outcome = Self.inChunks(
      [], try Dialect(), CSVReader.Options(), chunk: 10, threads: threads, maxRecords: 1)
    #expect(outcome == Outcome())
  }

  @Test(arguments: 1...3)
  func `ends with an error of the taker`(threads: Int) throws {
    var options = CSVReader.Options()
    options.blockSize = 100
    let text = Array((0..<5_000).map { "\($0),x\n" }.joined().utf8)
    let reader = ChunkedReader(
      try Dialect(), options, from: HashingSource(MemorySource(text)), threads: threads,
      maxRecords: 10
    ) { _, _ in }
    var taken = 0
    #expect(throws: Stop.self) {
      try reader.forEach { _, _, _, _ in
        taken += 1
        if taken == 3 { throw Stop() }
      }
    }
    #expect(taken == 3)
  }

  @Test(arguments: 1...3)
  func `hands over what stands before an error of the source`(threads: Int) throws {
    struct Broken: ByteSource {
      var source: MemorySource
      mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try source.read(into: buffer)
        if count == 0 { throw Stop() }
        return count
      }
    }
    let text = Array((0..<1_000).map { "\($0),\"x\ny\"\n" }.joined().utf8) + Array("1,\"".utf8)
    for chunk in [10, 1_000, 1 << 20] {
      var options = CSVReader.Options()
      options.blockSize = chunk
      let reader = ChunkedReader(
        try Dialect(), options, from: HashingSource(Broken(source: MemorySource(text))),
        threads: threads
      ) { _, range in range.count }
      var rows = 0
      #expect(throws: Stop.self) { try reader.forEach { _, _, count, _ in rows += count } }
      #expect(rows == 1_000)
    }
  }
}
