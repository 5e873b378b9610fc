import TasterCSV

/// Tells what every record of a file is, in the order of the file.
struct RecordSorter: Sendable {
  private var head: HeadSorter
  private var rows: RowSorter

  /// A sorter at the start of a file.
  ///
  /// - Parameters:
  ///   - rows: Which records are rows, once the header has passed.
  ///   - head: Which records stand before them.
  init(_ rows: RowSorter, head: HeadSorter) {
    self.rows = rows
    self.head = head
  }

  /// Goes on with what the header has told.
  mutating func know(width: Int, label: Int?) {
    rows = RowSorter(width: width, label: label, missing: rows.missing)
  }

  /// Takes what begins at a byte or behind it for no part of the table.
  mutating func end(at byteOffset: Int) { rows.end = byteOffset }

  /// What the next record is.
  ///
  /// - Parameters:
  ///   - i: Its position in the batch.
  ///   - batch: Where it is.
  /// - Returns: Its kind.
  mutating func kind(of i: Int, in batch: RecordBatch) -> RecordLog.Kind {
    head.kind(of: i, in: batch) ?? rows.kind(of: i, in: batch)
  }
}

/// Tells what the records are that stand before the rows.
struct HeadSorter: Sendable {
  /// How many records name the columns; 0 for none.
  let headerLines: Int
  /// Whether the header is that of the data set; a further file only repeats it.
  let isFirstFile: Bool
  /// How many records of the header are still to come.
  private(set) var headersLeft: Int

  /// A sorter at the start of a file.
  init(headerLines: Int, isFirstFile: Bool) {
    self.headerLines = headerLines
    self.isFirstFile = isFirstFile
    headersLeft = headerLines
  }

  /// What the next record is; nil where the head has passed.
  mutating func kind(of i: Int, in batch: RecordBatch) -> RecordLog.Kind? {
    let entry = batch.records[i]
    if entry.flags.contains(.preamble) { return isFirstFile ? .header : .preamble }
    guard headersLeft > 0 else { return nil }
    if entry.flags.contains(.comment) {
      // Behind the header no line goes unjudged to the clean rows.
      return isFirstFile && headersLeft == headerLines ? .header : .comment
    }
    if entry.flags.contains(.blank) || batch.isEmpty(i) { return .blank }
    headersLeft -= 1
    return isFirstFile ? .header : .repeatedHeader
  }
}

/// Tells which records are rows, once the header has passed.
struct RowSorter: Sendable {
  /// How many fields a row has.
  let width: Int
  /// The column of labels; nil in a table without.
  let label: Int?
  /// The texts that mean "no value".
  let missing: ByteDictionary
  /// Where the table ends in its file.
  var end = Int.max

  /// What a record is.
  ///
  /// - Parameters:
  ///   - i: Its position in the batch.
  ///   - batch: Where it is.
  ///   - isASCII: Whether it is known to be.
  /// - Returns: Its kind.
  func kind(of i: Int, in batch: RecordBatch, isASCII: Bool = false) -> RecordLog.Kind {
    let entry = batch.records[i]
    if entry.byteOffset >= end { return .behindTable }
    if entry.flags.contains(.comment) { return .comment }
    if entry.flags.contains(.blank) { return .blank }
    if entry.fieldCount != width { return .wrongFieldCount }
    if !isASCII, !batch.isUTF8(i) { return .notDecodable }
    if let label, batch.find(i, label, in: missing) != nil { return .noLabel }
    return .row
  }

  /// What each of some records is.
  func kinds(_ range: Range<Int>, of batch: RecordBatch) -> [RecordLog.Kind] {
    let isASCII = batch.isASCII(range)
    let isInside = range.last.map { batch.records[$0].byteOffset < end } ?? true
    if isInside, isASCII, batch.areRows(range, width: width) {
      guard let label else { return [RecordLog.Kind](repeating: .row, count: range.count) }
      return range.map { batch.find($0, label, in: missing) == nil ? .row : .noLabel }
    }
    return range.map { kind(of: $0, in: batch, isASCII: isASCII) }
  }
}

extension RecordBatch {
  /// Whether a record has nothing in it; it may be a row of a table of one column, but never the header.
  func isEmpty(_ i: Int) -> Bool {
    let count = records[i].fieldCount
    return count == 0 || count == 1 && text(i, 0).isEmpty
  }
}
