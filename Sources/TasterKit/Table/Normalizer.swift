import TasterCSV

/// Writes the table of a file as plain CSV: what Taster understood, for people and for programs that read less.
///
/// Header and rows come as RFC 4180 has them, in UTF-8; no field is changed, no header made up, no row left out. Blank
/// lines, comments and what stands before the header or behind the end of the table are no rows.
public struct Normalizer: Sendable {
  /// How the file is read; columns have no roles here.
  public var table = TableOptions()

  /// A normalizer with default options.
  public init() {}

  /// What was read.
  public struct Result: Sendable {
    /// What was decided about the file, a sentence each, in the order of reading.
    public let decisions: [String]
    /// What is remarkable about the rows.
    public let remarks: [String]
    /// Rows, without the header.
    public let rows: Int
  }

  /// Reads a file and writes its table.
  ///
  /// - Parameters:
  ///   - path: A CSV file, plain or compressed; `-` is the standard input.
  ///   - write: Called with the next bytes.
  /// - Returns: What was read.
  /// - Throws: ``TableError`` for what a person can mend, and what `write` throws.
  /// - Complexity: O(bytes); memory for a few blocks.
  public func run(_ path: String, write: ([UInt8]) throws -> Void) throws -> Result {
    do {
      return try read(
        InputFile(path, temporaryDirectory: table.temporaryDirectory), write: write)
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  private func read(_ file: InputFile, write: ([UInt8]) throws -> Void) throws -> Result {
    let layout = try file.layout(try table.told())
    let end = try file.tableEnd(layout, table)
    let stop = end?.byteOffset ?? .max
    let source = HashingSource(try file.text(), encoding: layout.encoding)
    let reader = ChunkedReader(
      layout.dialect, layout.readerOptions(limits: table.limits, blockSize: table.blockBytes),
      from: source, threads: table.threads
    ) { batch, range in Self.written(range, of: batch, upTo: stop) }
    var tally = LineTally(width: layout.width)
    var header: [[String]] = []
    while header.count < layout.headerLines,
      try reader.next({ batch, _ in
        let rest = Self.takeHeader(batch, layout.headerLines, into: &header)
        if layout.headerLines == 1, !header.isEmpty {
          // One line stays as it is, to the byte.
          try write(Self.written(rest.lowerBound - 1..<rest.lowerBound, of: batch, upTo: stop))
        } else if !header.isEmpty, header.count == layout.headerLines {
          try write(Self.written(header))
        }
        for i in rest where batch.records[i].isRow(upTo: stop) { tally.add(batch.records[i]) }
        try write(Self.written(rest, of: batch, upTo: stop))
      })
    {}
    if !header.isEmpty, header.count < layout.headerLines { try write(Self.written(header)) }
    try reader.forEach { batch, range, bytes, _ in
      for entry in batch.records[range] where entry.isRow(upTo: stop) { tally.add(entry) }
      try write(bytes)
    }
    guard reader.account.total == source.count else {
      throw TableError(
        .lostBytes,
        "\(file.name): \(reader.account.total) of \(source.count) bytes were accounted for; this is a "
          + "bug")
    }
    let ending = layout.rowShape.map { _ in [end?.sentence ?? TableEnd.none] } ?? []
    return Result(
      decisions: layout.decisions.map { $0.text } + ending, remarks: tally.remarks, rows: tally.rows
    )
  }

  /// Takes the records that name the columns; says which records stand behind them.
  private static func takeHeader(
    _ batch: RecordBatch, _ lines: Int, into header: inout [[String]]
  ) -> Range<Int> {
    for (i, entry) in batch.records.enumerated() {
      if header.count == lines { return i..<batch.records.count }
      // Before the first name a blank line is nothing, in a table of one column too.
      let isBlank = header.isEmpty && entry.fieldCount == 1 && batch.text(i, 0).isEmpty
      if entry.isNoRecord || isBlank { continue }
      header.append((0..<entry.fieldCount).map { batch.text(i, $0) })
    }
    return batch.records.count..<batch.records.count
  }

  /// Records as plain CSV.
  private static func written(
    _ range: Range<Int>, of batch: RecordBatch, upTo stop: Int
  ) -> [UInt8] {
    var writer = CSVWriter()
    for i in range where batch.records[i].isRow(upTo: stop) { writer.write(i, of: batch) }
    return writer.take()
  }

  /// The names of the columns as plain CSV.
  private static func written(_ header: [[String]]) -> [UInt8] {
    var writer = CSVWriter()
    writer.write(Layout.names(header))
    return writer.take()
  }
}

extension RecordBatch.Entry {
  /// Whether these bytes are a record of a table that ends at a byte.
  fileprivate func isRow(upTo stop: Int) -> Bool { !isNoRecord && byteOffset < stop }
}

/// What is remarkable about rows, counted.
struct LineTally: Sendable {
  private let width: Int
  private(set) var rows = 0
  private var ragged: (count: Int, line: Int) = (0, 0)
  private var strayQuotes: (count: Int, line: Int) = (0, 0)
  private var repaired: (count: Int, line: Int) = (0, 0)
  private var split: (count: Int, line: Int) = (0, 0)
  private var loneReturns: (count: Int, line: Int) = (0, 0)

  /// Counts rows of a table in which most have so many fields; 0 does not count others.
  init(width: Int) { self.width = width }

  mutating func add(_ entry: RecordBatch.Entry) {
    rows += 1
    if width > 0, entry.fieldCount != width { Self.note(&ragged, entry) }
    if !entry.isPlain { addFlags(entry) }
  }

  private mutating func addFlags(_ entry: RecordBatch.Entry) {
    if entry.flags.contains(.strayQuote) { Self.note(&strayQuotes, entry) }
    if entry.flags.contains(.repairedQuotes) { Self.note(&repaired, entry) }
    if entry.flags.contains(.splitByType) { Self.note(&split, entry) }
    if entry.flags.contains(.loneReturn) { Self.note(&loneReturns, entry) }
  }

  mutating func add(_ entries: ArraySlice<RecordBatch.Entry>) {
    guard width == 0 else { return entries.forEach { add($0) } }
    rows += entries.count
    for entry in entries where !entry.isPlain { addFlags(entry) }
  }

  private static func note(
    _ counter: inout (count: Int, line: Int), _ entry: RecordBatch.Entry
  ) {
    if counter.count == 0 { counter.line = entry.line }
    counter.count += 1
  }

  /// A sentence for each thing.
  var remarks: [String] {
    var result: [String] = []
    if ragged.count > 0 {
      result.append(
        "\(ragged.count) rows have another number of fields than \(width) (the first in line "
          + "\(ragged.line))")
    }
    if strayQuotes.count > 0 {
      result.append(
        "\(strayQuotes.count) rows hold a quote that never closes (the first in line "
          + "\(strayQuotes.line)); they were read with quotes as text")
    }
    if repaired.count > 0 {
      result.append(
        "\(repaired.count) rows have quotes that do not add up (the first in line "
          + "\(repaired.line)); their fields are those of the fewest wrong quotes, and other programs "
          + "may read them otherwise")
    }
    if split.count > 0 {
      result.append(
        "\(split.count) rows have too many fields (the first in line \(split.line)); they were split by what "
          + "the columns hold, and other programs may read them otherwise")
    }
    if loneReturns.count > 0, Double(loneReturns.count) < 0.5 * Double(rows) {
      result.append(
        "\(loneReturns.count) rows end in a carriage return without a line feed (the first in line "
          + "\(loneReturns.line))")
    }
    return result
  }
}
