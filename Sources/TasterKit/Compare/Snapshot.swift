import TasterCSV
import TasterKernels

/// One of two files that are compared: its text, its dialect and what its columns are for.
struct Snapshot: Sendable {
  /// The text, never compressed: it can be read at any place.
  let file: InputFile
  /// The compressed file it came from; nil where it was none.
  let packed: InputFile?
  let dialect: Dialect
  let plan: ColumnPlan
  let options: TableOptions
  /// Whether blank lines are rows, as in a table of one column.
  private let isSingle: Bool

  /// What reading all rows told.
  struct Reading: Sendable, Hashable {
    var rows = 0
    var bytes = 0
    var sha256 = ""
    var rejects: [RecordLog.Kind: Int] = [:]
    var rejected: Int { rejects.values.reduce(0, +) }
  }

  /// Decides what the columns of a text are for.
  ///
  /// - Parameters:
  ///   - text: What was looked at.
  ///   - options: How it is read.
  ///   - others: The other file's header: columns that only it has are left out of the options.
  /// - Throws: ``TableError`` for what a person can mend.
  init(_ text: SnapshotText, options: TableOptions, others: [String]) throws {
    var own = options
    own.keep(text.header, else: others)
    own.headerLines = text.headerLines
    (file, packed, dialect, isSingle) = (text.file, text.packed, text.dialect, text.isSingle)
    self.options = own
    var reader = Self.reader(dialect, options, isSingle: isSingle)
    var source = file.bytes()
    let batch = RecordBatch()
    _ = try reader.next(batch, from: &source, maxRecords: text.first + 1_024)
    do {
      plan = try ColumnPlan(
        header: text.header, batch: batch,
        firstRow: own.hasHeader ? text.first + 1 : text.first, options: own)
    } catch let error as TableError {
      throw TableError(error.code, "\(file.name): \(error.description)")
    }
  }

  fileprivate static func isEmpty(_ i: Int, _ batch: RecordBatch) -> Bool {
    let count = batch.records[i].fieldCount
    return count == 0 || count == 1 && batch.text(i, 0).isEmpty
  }

  /// Whether a record is a comment, or empty as what stands before a header may be.
  fileprivate static func isNoRow(_ i: Int, _ batch: RecordBatch) -> Bool {
    batch.records[i].flags.contains(.comment) || isEmpty(i, batch)
  }

  fileprivate static func reader(
    _ dialect: Dialect, _ options: TableOptions, isSingle: Bool
  ) -> CSVReader {
    CSVReader(dialect, readerOptions(options, isSingle: isSingle))
  }

  private static func readerOptions(_ options: TableOptions, isSingle: Bool) -> CSVReader.Options {
    var reading = CSVReader.Options()
    reading.limits = options.limits
    reading.keepsBlankLines = isSingle
    reading.blockSize = options.blockBytes
    return reading
  }

  /// Reads all rows: the records that a scan takes for rows, numbered as it numbers them.
  ///
  /// - Parameters:
  ///   - threads: How many threads parse records.
  ///   - body: Called with a batch, the positions of rows in it, the number of the first of them, from 1, and how many
  ///     bytes have been read so far.
  /// - Returns: How much there was.
  /// - Throws: ``TableError`` where too many records are no rows, and what the body throws.
  /// - Complexity: O(bytes).
  func forEachBatch(
    threads: Int, _ body: (RecordBatch, _ rows: [Int], _ first: Int, _ bytes: Int) throws -> Void
  ) throws -> Reading {
    var missing = ByteDictionary()
    for text in options.missing { missing.insert(text) }
    let sorter = RowSorter(width: plan.names.count, label: plan.label, missing: missing)
    let source = HashingSource(file.bytes())
    let reader = ChunkedReader(
      dialect, Self.readerOptions(options, isSingle: isSingle), from: source, threads: threads
    ) { batch, range in sorter.kinds(range, of: batch) }
    var reading = Reading()
    func take(
      _ batch: RecordBatch, _ range: Range<Int>, _ kinds: [RecordLog.Kind], _ bytes: Int
    ) throws {
      for kind in kinds where kind.isReject { reading.rejects[kind, default: 0] += 1 }
      let rows = zip(range, kinds).compactMap { $1 == .row ? $0 : nil }
      try body(batch, rows, reading.rows + 1, bytes)
      reading.rows += rows.count
    }
    var isHeaderDue = options.hasHeader
    while isHeaderDue,
      try reader.next({ batch, account in
        let header = batch.records.indices.first { !Self.isNoRow($0, batch) }
        isHeaderDue = header == nil
        let range = (header.map { $0 + 1 } ?? batch.records.count)..<batch.records.count
        try take(batch, range, sorter.kinds(range, of: batch), account.total)
      })
    {}
    try reader.forEach { batch, range, kinds, account in
      try take(batch, range, kinds, account.total)
    }
    let account = reader.account
    guard account.total == source.count else {
      throw TableError(
        .lostBytes,
        "\(file.name): \(account.total) of \(source.count) bytes were accounted for; this is a bug, "
          + "nothing was written")
    }
    reading.bytes = source.count
    reading.sha256 = source.digest
    try check(reading)
    return reading
  }

  private func check(_ reading: Reading) throws {
    let total = reading.rejected + reading.rows
    guard Double(reading.rejected) > options.maxRejectShare * Double(total) else { return }
    throw TableError(
      .tooManyRejects,
      "\(file.name): \(reading.rejected) of \(total) records are no rows, more than "
        + "\(percent(options.maxRejectShare)); `taster scan` shows them. Check --delimiter, --quote and "
        + "--no-header, or allow more with --max-rejects.")
  }

  /// Reads some records again.
  ///
  /// - Parameters:
  ///   - places: Where they stand, in any order.
  ///   - body: Called for each of them in this order: its position in the list, a batch, and its position in that.
  /// - Throws: ``TableError`` where the file is another one now, and what the body throws.
  /// - Complexity: O(bytes of the records).
  func read(
    _ places: [RowChange.Place], _ body: (Int, RecordBatch, Int) throws -> Void
  ) throws {
    let batch = RecordBatch()
    for start in stride(from: 0, to: places.count, by: Self.readTogether) {
      let some = start..<min(start + Self.readTogether, places.count)
      if try parse(places[some], into: batch) {
        for k in some { try body(k, batch, k - some.lowerBound) }
        continue
      }
      // A quote that never closes reaches into what now stands behind it: such records are read alone.
      for k in some {
        guard try parse(places[k...k], into: batch) else {
          throw TableError(.changed, "\(file.name) was changed while it was read; compare again")
        }
        try body(k, batch, 0)
      }
    }
  }

  private static let readTogether = 256

  /// Parses records put one behind the other; whether they came out as they were.
  private func parse(_ places: ArraySlice<RowChange.Place>, into batch: RecordBatch) throws -> Bool
  {
    var bytes: [UInt8] = []
    var lengths: [Int] = []
    for place in places {
      let start = bytes.count
      bytes += try file.bytes(place.length, at: place.offset)
      // The last record of a file may lack its line end.
      if bytes.last != 10, bytes.last != 13 { bytes.append(10) }
      lengths.append(bytes.count - start)
    }
    var options = options
    options.blockBytes = bytes.count + 1
    var reader = Self.reader(dialect, options, isSingle: isSingle)
    var source = MemorySource(bytes)
    _ = try reader.next(batch, from: &source, maxRecords: places.count)
    return batch.records.map { $0.byteLength } == lengths
      && batch.records.allSatisfy { $0.fieldCount == plan.names.count }
  }
}

/// A file before it is known what its columns are for.
struct SnapshotText {
  /// The text, never compressed.
  let file: InputFile
  /// The compressed file it came from; nil where it was none.
  let packed: InputFile?
  let dialect: Dialect
  let isSingle: Bool
  /// How many records name the columns: 0 or 1.
  let headerLines: Int
  /// The fields of the first record.
  let header: [String]
  /// Where that stands among the records and blank lines.
  let first: Int

  /// Opens a file and looks at its beginning.
  ///
  /// - Parameters:
  ///   - path: A CSV file, plain or gzip; `-` is the standard input.
  ///   - options: How it is read.
  /// - Throws: ``TableError`` for what a person can mend.
  init(_ path: String, options: TableOptions) throws {
    let given = try InputFile(path, temporaryDirectory: options.temporaryDirectory)
    file = try given.plain(directory: options.temporaryDirectory)
    packed = given.isCompressed ? given : nil
    let layout = try file.layout(options.told())
    guard !options.stopsAtTableEnd, !options.splitsByType else {
      throw TableError(
        .unsuited,
        "comparing reads plain CSV only, without --table-stop and --split-by-type; make it so with "
          + "`taster normalize --table-stop --split-by-type \(file.name) > plain.csv`")
    }
    guard layout.encoding == .utf8, layout.preambleLines == 0, layout.headerLines <= 1 else {
      throw TableError(
        .unreadable,
        "\(file.name) is no plain CSV: \(Self.oddities(layout).joined(separator: ", ")). Comparing reads plain "
          + "CSV only; make it so with `taster normalize \(file.name) > plain.csv`.")
    }
    dialect = layout.dialect
    headerLines = layout.headerLines
    isSingle = layout.width == 1
    var reader = Snapshot.reader(dialect, options, isSingle: isSingle)
    var source = file.bytes()
    let batch = RecordBatch()
    _ = try reader.next(batch, from: &source, maxRecords: 1_024)
    guard let first = batch.records.indices.first(where: { !Snapshot.isNoRow($0, batch) }) else {
      throw TableError(.empty, "\(file.name) holds no record; there is nothing to compare")
    }
    header = (0..<batch.records[first].fieldCount).map { batch.text(first, $0) }
    self.first = first
  }

  /// What keeps a file from being plain CSV.
  private static func oddities(_ layout: Layout) -> [String] {
    var found: [String] = []
    if layout.encoding != .utf8 { found.append("its text is \(layout.encoding.rawValue)") }
    if layout.preambleLines > 0 {
      found.append("\(Figures.count(layout.preambleLines, "line")) before the header")
    }
    if layout.headerLines > 1 { found.append("a header of \(layout.headerLines) lines") }
    return found
  }
}

extension TableOptions {
  /// Forgets the named columns that a header does not have, where another header has them.
  fileprivate mutating func keep(_ header: [String], else others: [String]) {
    func isElsewhere(_ name: String) -> Bool {
      !header.contains(name) && others.contains(name)
    }
    if let name = id, isElsewhere(name) { id = nil }
    if let name = source, isElsewhere(name) { source = nil }
    if let name = time, isElsewhere(name) { time = nil }
    ignored = ignored.filter { !isElsewhere($0) }
  }
}
