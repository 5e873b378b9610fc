private import Glibc

/// Reads records through libcsv and knows the exact bytes of each.
///
/// libcsv is fed one line at a time; where its row callback fires, the record ends with the line. A row can only end at
/// a line end, a line holds one line end, so the ranges are exact whatever stands in quotes. Several lines may go in at
/// once: if as many rows come out, each line is a record; if not, they are read once more, one at a time. Lines in which
/// there is nothing to decide never go in: see ``PlainLines``. Results do not depend on the size of the blocks that the
/// source yields.
@safe package struct CSVReader: ~Copyable {
  /// What became of every byte so far.
  package internal(set) var account = Account()
  var parser: FieldParser
  let limits: CSVLimits
  private let keepsBlankLines: Bool
  let comment: UInt8?
  private var preambleLines: Int
  private let encoding: TextEncoding
  /// Where the open record begins in what came, in an encoding other than UTF-8.
  var origin = 0
  var escapes: EscapeFilter?
  let (quote, delimiter): (UInt8, UInt8)
  let width: Int
  let repair: QuoteRepair?
  let split: TypeSplit?
  let plain: PlainLines?
  var strict: FieldParser

  /// Bytes read and not yet in a finished record: `buffer[start ..< end]`.
  var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  var start = 0
  var position = 0
  private(set) var end = 0
  /// The stream offset of `buffer[0]`.
  private var base = 0
  private var isAtEnd = false
  private var hasBegun: Bool
  /// Physical lines before `position`, and at `start`.
  var line = 1
  var startLine = 1
  private var feeds = Lookout(byte: 10)
  var returns = Lookout(byte: 13)
  var quotes: Lookout
  private let blockSize: Int
  /// How many lines in a row, the last ones, were records; those of longer records do not count.
  var streak = 0
  /// Whether a line with an odd number of quotes is taken to run on in the next one.
  var runsOn = true
  /// Whether the open record begins with such a line.
  var isOdd = false
  /// What is thrown next time: it came up behind the records that were handed over.
  private(set) var fault: (any Error)?
  /// The most bytes that are read in one go.
  static let runBytes = 1 << 15
  /// Where the lines end that are read in one go.
  let stops: UnsafeMutablePointer<Int>

  /// A reader at the start of a stream.
  ///
  /// - Parameters:
  ///   - dialect: Delimiter and quote.
  ///   - limits: How large things may get.
  ///   - keepsBlankLines: Whether a blank line is a record with one empty field, as in a table of one column.
  ///   - blockSize: How many bytes to ask a source for at a time.
  package init(
    dialect: Dialect, limits: CSVLimits = CSVLimits(), keepsBlankLines: Bool = false,
    blockSize: Int = 1 << 18
  ) {
    var options = Options()
    options.limits = limits
    options.keepsBlankLines = keepsBlankLines
    options.blockSize = blockSize
    self.init(dialect, options)
  }

  /// A reader at the start of a stream.
  package init(_ dialect: Dialect, _ options: Options) {
    limits = options.limits
    keepsBlankLines = options.keepsBlankLines
    blockSize = max(options.blockSize, 1)
    comment = dialect.comment
    preambleLines = options.preambleLines
    encoding = options.encoding
    hasBegun = options.isUnmarked
    escapes = EscapeFilter(dialect)
    (quote, delimiter) = (dialect.quote ?? 0, dialect.delimiter)
    quotes = Lookout(byte: Int32(quote))
    width = options.width ?? 0
    repair = options.width.flatMap { QuoteRepair(dialect, width: $0) }
    split = TypeSplit(dialect, types: options.types)
    plain = PlainLines(dialect, mostFields: split?.width)
    parser = FieldParser(dialect)
    strict = FieldParser(dialect, isStrict: true)
    capacity = self.blockSize + 16
    unsafe buffer = .allocate(capacity: capacity + PlainLines.slack)
    unsafe stops = .allocate(capacity: Staging.rowCapacity)
  }

  deinit {
    unsafe buffer.deallocate()
    unsafe stops.deallocate()
  }

  /// Fills a batch with the next records.
  ///
  /// - Parameters:
  ///   - batch: Emptied first.
  ///   - source: The stream.
  ///   - maxRecords: How many records, blank lines included, at most.
  /// - Returns: False where the stream had ended and the batch is empty.
  /// - Throws: ``CSVError`` for a fault of the stream.
  package mutating func next(
    _ batch: RecordBatch, from source: inout some ByteSource, maxRecords: Int
  ) throws -> Bool {
    batch.clear()
    if let fault {
      self.fault = nil
      throw fault
    }
    // Only after a fault of the source: what the last batch held of the open record is gone.
    if position > start { forgetOpenRecord(batch) }
    do {
      try read(into: batch, from: &source, maxRecords)
    } catch is Seam {
      if position > start { forgetOpenRecord(batch) }
    } catch {
      // What stands before a fault is handed over, however the records are cut into batches.
      guard !batch.records.isEmpty else { throw error }
      fault = error
    }
    return !batch.records.isEmpty
  }

  private mutating func read(
    into batch: RecordBatch, from source: inout some ByteSource, _ maxRecords: Int
  ) throws {
    if !hasBegun { try begin(&source) }
    while batch.records.count < maxRecords {
      // Only between records: what an open one has left in the batch must stay there.
      if position == start, batch.isFull(limits.batchBytes) { break }
      if position == end {
        if !isAtEnd {
          try fill(&source)
        } else if start == end {
          break
        } else if parser.isInQuotes {
          rereadFirstLine(batch)
        } else {
          try finish(batch)
          try checkFields(batch)
        }
        continue
      }
      if position == start, try skipLines(&source, batch) { continue }
      if position == start, try readRun(batch, maxRecords - batch.records.count) { continue }
      let piece = try nextPiece(&source)
      try feed(upTo: piece.end, into: batch)
      if piece.endsLine { line += 1 }
      if unsafe batch.staging.pointee.rows > 0 {
        try closeOrRepair(batch, flags: piece.isLoneReturn ? .loneReturn : [])
        try checkFields(batch)
      } else if piece.endsLine, parser.isBetweenRecords {
        closeBlank(batch)
      } else if parser.isInQuotes, isOverdue(piece) || piece.endsLine && willBeOverdue() {
        rereadFirstLine(batch)
      }
      if position - start >= limits.recordBytes {
        throw Self.tooLong("record", limits.recordBytes, offset: offset, line: startLine)
      }
    }
  }

  /// Goes to a place in the middle of a stream, as if a record began there on line 1.
  mutating func restart(at offset: Int) {
    parser.forget()
    if parser.isQuoteless { parser.setQuoteless(false) }
    escapes?.restart()
    (start, position, end) = (0, 0, 0)
    (base, origin) = (offset, offset)
    (line, startLine) = (1, 1)
    (isAtEnd, hasBegun) = (false, true)
    (preambleLines, streak, isOdd) = (0, 0, false)
    fault = nil
    feeds.forget()
    returns.forget()
    quotes.forget()
  }

  /// Counts lines on from a place `count` lines further on.
  mutating func skipLines(_ count: Int) {
    line += count
    startLine += count
  }

  /// Whether nothing that was read is left, and a record may begin here.
  var isBetweenRecords: Bool { start == end && preambleLines == 0 && fault == nil }

  /// Whether the open record has run on for too long to be one.
  ///
  /// It is asked at line ends and at one place in the record, never where a block happens to end.
  private func isOverdue(_ piece: Piece) -> Bool {
    let size = position - start
    guard piece.endsLine || size == limits.openBytes else { return false }
    return size >= limits.openBytes || line - startLine >= limits.openLines
  }

  // MARK: Bytes

  private mutating func begin(_ source: inout some ByteSource) throws {
    while end < 3, !isAtEnd { try fill(&source) }
    hasBegun = true
    let first = (0..<min(end, 3)).map { unsafe buffer[$0] }
    if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
      throw CSVError(
        .wrongEncoding, byteOffset: 0, line: 1,
        "the stream is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8 FILE")
    }
    if first == [0xEF, 0xBB, 0xBF] {
      account.markBytes = length(to: 3)
      origin = account.markBytes
      start = 3
      position = 3
    }
  }

  /// Where the open record begins in what came.
  var offset: Int { encoding == .utf8 ? base + start : origin }

  /// How many bytes from `start` on came in for those that are read.
  func length(to stop: Int) -> Int {
    unsafe encoding.count(of: UnsafeBufferPointer(start: buffer + start, count: stop - start))
  }

  /// Goes on behind an entry that ends at `position`; says how many bytes came in for it.
  private mutating func advance() -> Int {
    let count = length(to: position)
    origin += count
    start = position
    startLine = line
    return count
  }

  /// Passes the lines before the header, or a comment.
  ///
  /// - Returns: Whether lines were passed; if not, a record may follow.
  private mutating func skipLines(
    _ source: inout some ByteSource, _ batch: RecordBatch
  ) throws -> Bool {
    let isComment = unsafe preambleLines == 0 && comment == buffer[start]
    guard isComment || preambleLines > 0 else { return false }
    var left = isComment ? 1 : preambleLines
    var isOpen = true
    while left > 0 {
      if position == end {
        if isAtEnd { break }
        try fill(&source)
        continue
      }
      let piece = try nextPiece(&source)
      position = piece.end
      isOpen = !piece.endsLine
      if piece.endsLine {
        line += 1
        left -= 1
      }
      if position - start >= limits.recordBytes {
        throw Self.tooLong("record", limits.recordBytes, offset: offset, line: startLine)
      }
    }
    // Not before: a source that stops in the middle is asked again from the first of the lines.
    (preambleLines, streak) = (0, 0)
    var flags: RecordBatch.Entry.Flags = isComment ? .comment : .preamble
    if isOpen { flags.insert(.unterminated) }
    append(batch, flags: flags)
    let count = advance()
    if isComment { account.commentBytes += count } else { account.preambleBytes += count }
    return true
  }

  /// Reads one more block, first moving the open record to the front of the buffer.
  private mutating func fill(_ source: inout some ByteSource) throws {
    if source.isSeam(isOpen: !isBetweenRecords) { throw Seam() }
    if start > 0 {
      unsafe memmove(buffer, buffer + start, end - start)
      base += start
      position -= start
      end -= start
      start = 0
    }
    if capacity - end < blockSize {
      let larger = max(2 * capacity, end + blockSize)
      let moved = UnsafeMutablePointer<UInt8>.allocate(
        capacity: larger + PlainLines.slack)
      unsafe moved.update(from: buffer, count: end)
      unsafe buffer.deallocate()
      unsafe buffer = moved
      capacity = larger
    }
    feeds.forget()
    returns.forget()
    quotes.forget()
    let room = unsafe UnsafeMutableRawBufferPointer(start: buffer + end, count: blockSize)
    let count = unsafe try source.read(into: room)
    if count == 0 { isAtEnd = true }
    if escapes != nil {
      unsafe escapes?.hide(UnsafeMutableBufferPointer(start: buffer + end, count: count))
    }
    end += count
  }

  /// The source has no more for now.
  private struct Seam: Error {}

  private struct Piece {
    var end: Int
    var endsLine: Bool
    var isLoneReturn = false
  }

  /// The bytes up to the next line end, or to the next place where a decision falls due.
  private mutating func nextPiece(_ source: inout some ByteSource) throws -> Piece {
    var piece = Piece(end: end, endsLine: false)
    let nextFeed = unsafe feeds.next(in: buffer, from: position, to: end)
    if nextFeed < end { piece = Piece(end: nextFeed + 1, endsLine: true) }
    let nextReturn = unsafe returns.next(in: buffer, from: position, to: end)
    if nextReturn < piece.end {
      if nextReturn + 1 == end, !isAtEnd {
        // The line feed that makes this one line end may be in the next block.
        guard nextReturn > position else {
          try fill(&source)
          return try nextPiece(&source)
        }
        piece = Piece(end: nextReturn, endsLine: false)
      } else if unsafe nextReturn + 1 == end || buffer[nextReturn + 1] != 10 {
        piece = Piece(end: nextReturn + 1, endsLine: true, isLoneReturn: true)
      }
    }
    // Decisions depend on the record's bytes alone, never on where a block ended.
    let soft = start + min(limits.openBytes, limits.recordBytes)
    let hard = start + max(limits.openBytes, limits.recordBytes)
    if isDue(soft, in: piece) { return Piece(end: soft, endsLine: false) }
    if isDue(hard, in: piece) { return Piece(end: hard, endsLine: false) }
    return piece
  }

  /// Whether a place lies inside a piece and not between the two bytes of one line end.
  private func isDue(_ bound: Int, in piece: Piece) -> Bool {
    guard position < bound, bound < piece.end else { return false }
    return unsafe buffer[bound] != 10 || buffer[bound - 1] != 13
  }

  // MARK: Records

  mutating func feed(upTo stop: Int, into batch: RecordBatch) throws {
    let fault = unsafe parser.read(buffer + position, stop - position, into: batch.staging)
    if let fault {
      throw CSVError(
        .outOfMemory, byteOffset: offset, line: startLine, "libcsv stopped: \(fault)")
    }
    position = stop
  }

  mutating func close(_ batch: RecordBatch, flags: RecordBatch.Entry.Flags) {
    noteStreak(flags)
    showEscaped(batch)
    append(batch, flags: parser.isQuoteless ? flags.union(.strayQuote) : flags)
    if parser.isQuoteless { parser.setQuoteless(false) }
    account.recordBytes += advance()
    account.records += 1
    unsafe batch.staging.pointee.keep()
  }

  private mutating func closeBlank(_ batch: RecordBatch, flags: RecordBatch.Entry.Flags = []) {
    if keepsBlankLines {
      unsafe batch.staging.pointee.endField(0)
      close(batch, flags: flags)
      streak = 0
      return
    }
    streak = 0
    append(batch, flags: flags.union(.blank))
    account.blankBytes += advance()
  }

  private func append(_ batch: RecordBatch, flags: RecordBatch.Entry.Flags) {
    let first = unsafe batch.staging.pointee.keptFields
    batch.records.append(
      RecordBatch.Entry(
        byteOffset: offset, byteLength: length(to: position), line: startLine,
        lines: line - startLine, firstField: first,
        fieldCount: unsafe batch.staging.pointee.fieldCount - first, flags: flags))
  }

  /// A quote that does not close in time swallows rows: the first line of the record is read once more with quotes as
  /// data, and reading goes on behind it.
  private mutating func rereadFirstLine(_ batch: RecordBatch) {
    forgetOpenRecord(batch)
    parser.setQuoteless(true)
  }

  /// Goes back to where the open record begins.
  mutating func forgetOpenRecord(_ batch: RecordBatch) {
    parser.forget()
    unsafe batch.staging.pointee.rewind()
    position = start
    line = startLine
    streak = 0
  }

  private mutating func finish(_ batch: RecordBatch) throws {
    unsafe parser.finish(into: batch.staging)
    if unsafe batch.staging.pointee.rows > 0 {
      try closeOrRepair(batch, flags: .unterminated)
    } else {
      closeBlank(batch, flags: .unterminated)
    }
  }
}
