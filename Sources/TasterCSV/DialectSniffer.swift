extension Dialect {
  /// What a sample of a file says about its delimiter.
  package struct Guess: Sendable, Hashable {
    /// The dialect.
    package let dialect: Dialect
    /// Fields of the commonest kind of record.
    package let width: Int
    /// The share of the sample's records that have so many.
    package let share: Double
  }

  /// The delimiters that are tried, likeliest first.
  private static let candidates: [UInt8] = Array(",;\t|".utf8)

  /// The delimiter under which most records of a sample have the same number of fields, at least two.
  ///
  /// - Parameters:
  ///   - sample: The first bytes of a file; a last line that is cut off is left out.
  ///   - quote: The quote.
  ///   - told: The dialect, where it is known; then only the width is looked for.
  /// - Returns: The comma where no delimiter splits anything.
  /// - Throws: ``CSVError`` where the quote is none.
  package static func guess(
    _ sample: [UInt8], quote: UInt8?, told: Dialect? = nil
  ) throws -> Guess {
    var whole = sample[...]
    if let end = sample.lastIndex(of: UInt8(ascii: "\n")) { whole = sample[...end] }
    var best: Guess?
    let dialects =
      try told.map { [$0] }
      ?? candidates.filter { $0 != quote }.map { try Dialect(delimiter: $0, quote: quote) }
    for dialect in dialects {
      var reader = CSVReader(dialect: dialect)
      var source = MemorySource(Array(whole))
      let batch = RecordBatch()
      var counts: [Int: Int] = [:]
      var total = 0
      while try reader.next(batch, from: &source, maxRecords: 1_000) {
        for entry in batch.records where !entry.flags.contains(.blank) {
          counts[entry.fieldCount, default: 0] += 1
          total += 1
        }
      }
      let common = counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
      guard let (width, count) = common else { continue }
      let found = Guess(
        dialect: dialect, width: width, share: Double(count) / Double(max(total, 1)))
      if best.map({ (found.share, found.width) > ($0.share, $0.width) }) ?? true { best = found }
    }
    return try best ?? Guess(dialect: told ?? Dialect(quote: quote), width: 1, share: 1)
  }
}
