/// How a sample reads in a dialect.
struct SampleShape {
  let dialect: Dialect
  private let text: [UInt8]
  /// The first records, all of them in one batch.
  let batch = RecordBatch()
  /// Fields of the commonest kind of record with at least two; 1 where there is none.
  private(set) var width = 1
  /// The share of records that have so many.
  private(set) var share = 1.0
  /// Records with a quote that never closes.
  private(set) var strays = 0
  /// Whether no quote stands where none may.
  let isClean: Bool
  /// Records that are none of preamble, comment and blank line.
  let records: [Int]

  private static let mostRecords = 1_000

  /// Reads whole lines, from the first byte behind a mark on.
  init(_ text: [UInt8], _ dialect: Dialect, preambleLines: Int = 0) throws {
    self.dialect = dialect
    self.text = text
    var options = CSVReader.Options()
    options.preambleLines = preambleLines
    options.isUnmarked = true
    var reader = CSVReader(dialect, options)
    var source = MemorySource(text)
    _ = try reader.next(batch, from: &source, maxRecords: Self.mostRecords)
    let entries = batch.records
    records = entries.indices.filter { !entries[$0].isNoRecord }
    isClean = reader.isClean(text)
    var counts: [Int: Int] = [:]
    for i in records {
      counts[entries[i].fieldCount, default: 0] += 1
      if entries[i].flags.contains(.strayQuote) { strays += 1 }
    }
    let common = counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let (fields, count) = common else { return }
    width = fields
    share = Double(count) / Double(max(records.count, 1))
  }

  /// Takes every record for one of a single field, whatever its delimiters.
  mutating func readAsOneColumn() {
    width = 1
    share = 1
  }

  /// The fields of a record.
  func fields(_ record: Int) -> [String] {
    (0..<batch.records[record].fieldCount).map { batch.text(record, $0) }
  }

  /// Whether a stray quote has swallowed fields of a record that would else have as many as a row.
  func isSwallowed(_ record: Int) -> Bool {
    let entry = batch.records[record]
    let bytes = text[entry.byteOffset..<entry.byteOffset + entry.byteLength]
    guard entry.fieldCount < width, bytes.count(where: { $0 == dialect.delimiter }) + 1 >= width
    else { return false }
    var reader = CSVReader(dialect: dialect, blockSize: 1)
    return !reader.isClean(Array(bytes))
  }

  /// How many fields of a record hold something.
  func filled(_ record: Int) -> Int {
    (0..<batch.records[record].fieldCount).count { batch.field(record, $0).count > 0 }
  }
}
