import TasterCSV
import Testing

@Suite struct `Reading ahead` {
  private struct Stop: Error, Equatable {}

  private static let text = Array(
    (0..<5_000).map { "\($0),\"a\($0 % 7 == 0 ? "\n" : "")b\"\n" }.joined().utf8)

  /// Every batch's first fields, and what the account says.
  private static func read(
    _ text: [UInt8], isAhead: Bool, limits: CSVLimits = CSVLimits()
  ) throws -> (batches: [[String]], accounts: [CSVReader.Account], last: CSVReader.Account) {
    var batches: [[String]] = []
    var accounts: [CSVReader.Account] = []
    let reader = CSVReader(dialect: try Dialect(), limits: limits, blockSize: 1_000)
    let ahead = ReadAhead(reader, from: HashingSource(MemorySource(text)), maxRecords: 100)
    let last = try ahead.forEach(isAhead: isAhead) { batch, account in
      batches.append(batch.records.indices.map { batch.text($0, 0) })
      accounts.append(account)
    }
    return (batches, accounts, last)
  }

  @Test func `gives the same batches as reading in turn`() throws {
    let (plain, ahead) = (
      try Self.read(Self.text, isAhead: false), try Self.read(Self.text, isAhead: true)
    )
    #expect(plain.batches.count == 50 && plain.batches[49].last == "4999")
    #expect(ahead.batches == plain.batches)
    #expect(ahead.accounts == plain.accounts)
    #expect(ahead.last == plain.last && ahead.last.total == Self.text.count)
  }

  @Test(arguments: [true, false])
  func `of nothing gives nothing`(isAhead: Bool) throws {
    let found = try Self.read([], isAhead: isAhead)
    #expect(found.batches.isEmpty && found.last.total == 0)
  }

  @Test(arguments: [true, false])
  func `ends with an error of the taker`(isAhead: Bool) throws {
    let ahead = ReadAhead(
      CSVReader(dialect: try Dialect()), from: HashingSource(MemorySource(Self.text)),
      maxRecords: 10)
    var taken = 0
    #expect(throws: Stop.self) {
      _ = try ahead.forEach(isAhead: isAhead) { _, _ in
        taken += 1
        if taken == 3 { throw Stop() }
      }
    }
    #expect(taken == 3)
  }

  @Test(arguments: [true, false])
  func `hands over what stands before an error of the stream`(isAhead: Bool) throws {
    var limits = CSVLimits()
    limits.fieldBytes = 1_000
    limits.recordBytes = 1_000
    let long = Self.text + Array(repeating: UInt8(ascii: "x"), count: 3_000)
    let reader = CSVReader(dialect: try Dialect(), limits: limits)
    let ahead = ReadAhead(reader, from: HashingSource(MemorySource(long)), maxRecords: 100)
    var rows = 0
    #expect(throws: CSVError.self) {
      _ = try ahead.forEach(isAhead: isAhead) { batch, _ in rows += batch.records.count }
    }
    #expect(rows == 5_000)
  }
}
