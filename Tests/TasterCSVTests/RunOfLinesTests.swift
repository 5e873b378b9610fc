import TasterCSV
import Testing

/// Many plain lines in a row, which the reader takes in one go, and trouble among them.
@Suite struct `A run of lines` {
  private func bytes(_ dice: inout Dice) -> [UInt8] {
    let end = ["\n", "\n", "\r\n", "\r"][dice.number(0...3)]
    var bytes: [UInt8] = []
    for _ in 0..<dice.number(1...4) {
      let hasOdd = dice.number(0...2) > 0
      for i in 0..<dice.number(0...120) {
        let row = [
          "\(i)", "a,\(i)", "\"a,\",\(i)", " b ,,\"\"", "c\"d,e", "\"f\(end)\",g",
          "\"h, \"\"\(end)i\"\"\"",
        ][dice.number(0...(hasOdd ? 6 : 3))]
        bytes += Array((row + end).utf8)
      }
      bytes += dice.csv(upTo: 12)
    }
    return bytes
  }

  @Test func `holds the records that bare libcsv finds, byte by byte`() throws {
    var dice = Dice(seed: 3)
    for round in 0..<300 {
      let bytes = bytes(&dice)
      var limits = CSVLimits()
      limits.openLines = dice.number(1...100)
      limits.openBytes = dice.number(1...3_000)
      let expected = BareReader(limits: limits).records(of: bytes)
      for blockSize in [1, 50, 1_000, 1 << 20] {
        for maxRecords in [1, 40, 10_000] {
          let (records, account) = try read(
            bytes, blockSize: blockSize, maxRecords: maxRecords, limits: limits)
          try #require(records == expected, "round \(round), blocks of \(blockSize), \(bytes)")
          #expect(account.total == bytes.count)
          #expect(account.records == expected.count { !$0.flags.contains(.blank) })
        }
      }
    }
  }

  @Test func `is cut into the same batches whatever the blocks`() throws {
    var dice = Dice(seed: 4)
    for _ in 0..<100 {
      let bytes = bytes(&dice)
      var limits = CSVLimits()
      limits.batchBytes = dice.number(1...20_000)
      limits.openBytes = dice.number(1...500)
      let batches = try [1, 37, 500, 1 << 20].map { blockSize in
        var source = MemorySource(bytes)
        let batch = RecordBatch()
        var reader = CSVReader(dialect: try Dialect(), limits: limits, blockSize: blockSize)
        var batches: [[RecordBatch.Entry]] = []
        while try reader.next(batch, from: &source, maxRecords: 150) {
          batches.append(batch.records)
        }
        return batches
      }
      #expect(batches.allSatisfy { $0 == batches[0] })
    }
  }

  @Test func `knows its lines and fields behind a record of many lines`() throws {
    let plain = (0..<600).map { "\($0),x\n" }
    let text = plain.joined() + "\"y\ny\",1\n\n" + plain.joined()
    let seen = try read(Array(text.utf8), maxRecords: 10_000).records
    #expect(seen.count == 1_202)
    #expect(seen[599] == Seen(["599", "x"], 3_484..<3_490, line: 600))
    #expect(seen[600] == Seen(["y\ny", "1"], 3_490..<3_498, line: 601))
    #expect(seen[601].flags == .blank)
    #expect(seen[1_201] == Seen(["599", "x"], 6_983..<6_989, line: 1_203))
  }

  @Test func `takes quotes as data where there are none`() throws {
    var bytes: [UInt8] = []
    for i in 0..<400 { bytes += Array("\"\(i)".utf8) + [44, 0xFF, 10] }
    let seen = try read(bytes, maxRecords: 1_000, dialect: Dialect(quote: nil)).records
    #expect(seen.map(\.fields) == (0..<400).map { ["\"\($0)", "\u{FFFD}"] })
  }

  @Test func `gives way to a field that outgrows the batch's room`() throws {
    let long = String(repeating: "x", count: 200_000)
    let plain = (0..<100).map { "\($0),y\n" }.joined()
    for blockSize in [999, 1 << 20] {
      let seen = try read(
        Array("\(plain)z,\"\(long)\n\(long)\",\(long)\n\(plain)".utf8), blockSize: blockSize,
        maxRecords: 1_000
      ).records
      #expect(seen.count == 201)
      #expect(seen[100].fields == ["z", "\(long)\n\(long)", long])
      #expect(seen[200].fields == ["99", "y"])
    }
  }

  @Test func `goes on where its source failed, as if it had not`() throws {
    let text = (0..<200).map { "\($0),\"x\ny\"\n" }.joined() + "last,z\n"
    let bytes = Array(text.utf8)
    for blockSize in [1, 7, 100] {
      var source = FaultySource(bytes)
      var reader = CSVReader(dialect: try Dialect(), blockSize: blockSize)
      var rows: [[String]] = []
      while true {
        let batch = RecordBatch()
        do {
          guard try reader.next(batch, from: &source, maxRecords: 1) else { break }
          rows.append((0..<batch.records[0].fieldCount).map { batch.text(0, $0) })
        } catch is FaultySource.Fault { continue }
      }
      #expect(rows == (0..<200).map { ["\($0)", "x\ny"] } + [["last", "z"]])
      #expect(reader.account.total == bytes.count)
    }
  }
}

/// Fails every other time.
private struct FaultySource: ByteSource {
  struct Fault: Error {}
  private var source: MemorySource
  private var fails = false

  init(_ bytes: [UInt8]) { source = MemorySource(bytes) }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    fails.toggle()
    if fails { throw Fault() }
    return try source.read(into: buffer)
  }
}
