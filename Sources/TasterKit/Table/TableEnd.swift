import TasterCSV

/// Where a table ends before its file does, and why that is so.
struct TableEnd: Sendable, Hashable {
  enum Reason: Sendable, Hashable {
    /// The header stands there again.
    case header
    /// Behind a blank line, text stands in every column of numbers.
    case names
    /// So many records and blank lines in a row are no rows.
    case oddRecords(Int)
    /// What stands there is nearly empty or behind a blank line, and no row follows.
    case foot
  }

  /// The first byte behind the table, from 0.
  let byteOffset: Int
  /// Its physical line, from 1.
  let line: Int
  let reason: Reason

  /// What is said about it.
  var sentence: String {
    let why =
      switch reason {
      case .header: "its header is repeated there"
      case .names: "behind a blank line, text stands there in every column of numbers"
      case .oddRecords(let count): "\(count) lines in a row are no rows of it"
      case .foot:
        "what stands there is nearly empty or behind a blank line, and no row follows"
      }
    return
      "the table ends before line \(line) (byte \(byteOffset)): \(why); what follows is no part "
      + "of it (--table-stop)"
  }

  /// What is said where there is none.
  static let none = "the table ends with the file (--table-stop)"
}

/// Looks for the end of a table, record by record.
///
/// What it finds depends on the records alone, never on how they are cut into batches. A record that is no row ends
/// nothing as long as rows may follow; so many in a row do, or the end of the file.
struct TableEndSeeker: Sendable {
  private typealias Place = (byteOffset: Int, line: Int)

  /// The table's end, once it is known.
  private(set) var end: TableEnd?
  private var hasRows = false
  private var isBehindBlank = false
  /// The first of the last records, none of which is a row.
  private var first: Place?
  /// The first of them that is nearly empty or behind a blank line.
  private var foot: Place?
  /// The last row, where it alone stands behind a blank line: a line of totals, if the table ends there.
  private var lone: Place?
  private var rowsBehindBlank = 0
  /// How many records and blank lines came since the first of them, or the row that may be totals.
  private var count = 0

  /// So many lines without a row end a table.
  static let patience = 16

  /// Whether it depends on what follows whether the last records are part of the table.
  var isOpen: Bool { (first != nil || lone != nil) && end == nil }

  /// Goes on with the next record behind the header.
  mutating func take(_ mark: RowShape.Mark, _ entry: RecordBatch.Entry) {
    guard end == nil, mark != .none else { return }
    let here = (entry.byteOffset, entry.line)
    switch mark {
    case .blank:
      isBehindBlank = true
      if isOpen { count += 1 }
    case .header where hasRows: stop(lone ?? foot ?? here, .header)
    case .names where hasRows && isBehindBlank: stop(lone ?? foot ?? here, .names)
    case .odd, .thin: note(here, isFoot: mark == .thin || isBehindBlank)
    case .misfit where isBehindBlank: note(here, isFoot: true)
    default:
      if isBehindBlank, hasRows { rowsBehindBlank += 1 }
      lone = isBehindBlank && rowsBehindBlank == 1 ? here : nil
      hasRows = true
      (isBehindBlank, first, foot, count) = (false, nil, nil, 0)
    }
    guard count >= Self.patience else { return }
    lone = nil
    if let first { stop(first, .oddRecords(count)) }
  }

  /// Ends with the file.
  mutating func finish() {
    if end == nil, let foot { stop(foot, .foot) }
    (first, lone) = (nil, nil)
  }

  private mutating func note(_ here: Place, isFoot: Bool) {
    guard hasRows else { return }
    if first == nil { (first, count) = (here, 0) }
    if isFoot, foot == nil { foot = here }
    count += 1
  }

  private mutating func stop(_ place: Place, _ reason: TableEnd.Reason) {
    end = TableEnd(byteOffset: place.byteOffset, line: place.line, reason: reason)
  }
}

extension InputFile {
  /// Looks for the end of the table in a file, by reading it once.
  ///
  /// - Parameters:
  ///   - layout: What the file is.
  ///   - options: How it is read.
  /// - Returns: nil where the table ends with the file, or is not to end before.
  /// - Throws: ``CSVError`` for a fault of the file.
  /// - Complexity: O(bytes up to the end).
  func tableEnd(_ layout: Layout, _ options: TableOptions) throws -> TableEnd? {
    guard let shape = layout.rowShape else { return nil }
    let reader = ChunkedReader(
      layout.dialect, layout.readerOptions(limits: options.limits, blockSize: options.blockBytes),
      from: HashingSource(try text(), encoding: layout.encoding), threads: options.threads
    ) { batch, range in shape.marks(range, of: batch) }
    var seeker = TableEndSeeker()
    var head = HeadSorter(headerLines: layout.headerLines, isFirstFile: true)
    while head.headersLeft > 0,
      try reader.next({ batch, _ in
        for i in batch.records.indices where head.kind(of: i, in: batch) == nil {
          seeker.take(shape.mark(i, of: batch), batch.records[i])
        }
      })
    {}
    do {
      if seeker.end != nil { throw Found() }
      try reader.forEach { batch, range, marks, _ in
        for (mark, entry) in zip(marks, batch.records[range]) { seeker.take(mark, entry) }
        if seeker.end != nil { throw Found() }
      }
    } catch is Found {}
    seeker.finish()
    return seeker.end
  }

  /// The table's end is known, and nothing more has to be read.
  private struct Found: Error {}
}
