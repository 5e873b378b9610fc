private import CLibCSV
private import Glibc

/// Reads records through libcsv and knows the exact bytes of each.
///
/// libcsv is fed one line at a time; where its row callback fires, the record ends with the line. A row can only end at
/// a line end, a line holds one line end, so the ranges are exact whatever stands in quotes. Results do not depend on
/// the size of the blocks that the source yields.
@safe package struct CSVReader: ~Copyable {
  /// What became of every byte read so far; at the end the three sum up to the stream's size.
  package struct Account: Sendable, Hashable {
    /// The byte order mark.
    package var markBytes = 0
    /// Lines that are no records.
    package var blankBytes = 0
    package var recordBytes = 0
    /// Records, blank lines left out.
    package var records = 0
    /// All of it.
    package var total: Int { markBytes + blankBytes + recordBytes }
  }

  /// What became of every byte so far.
  package private(set) var account = Account()
  private let parser: UnsafeMutablePointer<csv_parser>
  private let limits: CSVLimits
  private let quote: UInt8
  private let hasQuote: Bool
  private let keepsBlankLines: Bool

  /// Bytes read and not yet in a finished record: `buffer[start ..< end]`.
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var start = 0
  private var position = 0
  private var end = 0
  /// The stream offset of `buffer[0]`.
  private var base = 0
  private var isAtEnd = false
  private var hasBegun = false
  /// Whether the open record is being read with quotes as data.
  private var isStray = false
  /// Physical lines before `position`, and at `start`.
  private var line = 1
  private var startLine = 1
  private var feeds = Lookout(byte: 10)
  private var returns = Lookout(byte: 13)
  private let blockSize: Int

  /// A byte that no UTF-8 text holds: quotes as data.
  private static let noQuote: UInt8 = 0xFF

  /// A reader at the start of a stream.
  ///
  /// - Parameters:
  ///   - dialect: Delimiter and quote.
  ///   - limits: How large things may get.
  ///   - keepsBlankLines: Whether a blank line is a record with one empty field, as in a table of one column.
  ///   - blockSize: How many bytes to ask a source for at a time.
  package init(
    dialect: Dialect, limits: CSVLimits = CSVLimits(), keepsBlankLines: Bool = false,
    blockSize: Int = 1 << 20
  ) {
    self.limits = limits
    self.keepsBlankLines = keepsBlankLines
    self.blockSize = max(blockSize, 1)
    quote = dialect.quote ?? Self.noQuote
    hasQuote = dialect.quote != nil
    unsafe parser = .allocate(capacity: 1)
    capacity = self.blockSize + 16
    unsafe buffer = .allocate(capacity: capacity)
    // Options are set here and never again: changing them in mid-stream overflows libcsv's buffer.
    unsafe csv_init(parser, 0)
    unsafe csv_set_delim(parser, dialect.delimiter)
    unsafe csv_set_quote(parser, quote)
    unsafe csv_set_blk_size(parser, 1 << 16)
  }

  deinit {
    unsafe csv_free(parser)
    unsafe parser.deallocate()
    unsafe buffer.deallocate()
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
    if !hasBegun { try begin(&source) }
    while batch.records.count < maxRecords {
      // Only between records: what an open one has left in the batch must stay there.
      if position == start, batch.isFull(limits.batchBytes) { break }
      if position == end {
        if !isAtEnd {
          try fill(&source)
        } else if start == end {
          break
        } else if isInQuotes {
          rereadFirstLine(batch)
        } else {
          finish(batch)
          try checkFields(batch)
        }
        continue
      }
      let piece = try nextPiece(&source)
      try feed(upTo: piece.end, into: batch)
      if piece.endsLine { line += 1 }
      if unsafe batch.staging.pointee.rows > 0 {
        close(batch, flags: piece.isLoneReturn ? .loneReturn : [])
        try checkFields(batch)
      } else if unsafe piece.endsLine && parser.pointee.pstate == 0 {
        closeBlank(batch)
      } else if isInQuotes, isOverdue(piece) {
        rereadFirstLine(batch)
      }
      if position - start >= limits.recordBytes {
        throw Self.tooLong("record", limits.recordBytes, offset: base + start, line: startLine)
      }
    }
    return !batch.records.isEmpty
  }

  /// Whether a quote stands open; in state 3 it has just closed, or half of a doubled one was seen.
  private var isInQuotes: Bool {
    unsafe parser.pointee.pstate == 2 && parser.pointee.quoted != 0
  }

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
    hasBegun = true
    while end < 3, !isAtEnd { try fill(&source) }
    let first = (0..<min(end, 3)).map { unsafe buffer[$0] }
    if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
      throw CSVError(
        .wrongEncoding, byteOffset: 0, line: 1,
        "the stream is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8 FILE")
    }
    if first == [0xEF, 0xBB, 0xBF] {
      account.markBytes = 3
      start = 3
      position = 3
    }
  }

  /// Reads one more block, first moving the open record to the front of the buffer.
  private mutating func fill(_ source: inout some ByteSource) throws {
    if start > 0 {
      unsafe memmove(buffer, buffer + start, end - start)
      base += start
      position -= start
      end -= start
      start = 0
    }
    if capacity - end < blockSize {
      let larger = max(2 * capacity, end + blockSize)
      let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
      unsafe moved.update(from: buffer, count: end)
      unsafe buffer.deallocate()
      unsafe buffer = moved
      capacity = larger
    }
    feeds.forget()
    returns.forget()
    let room = unsafe UnsafeMutableRawBufferPointer(start: buffer + end, count: blockSize)
    let count = unsafe try source.read(into: room)
    if count == 0 { isAtEnd = true }
    end += count
  }

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

  private mutating func feed(upTo stop: Int, into batch: RecordBatch) throws {
    guard isStray || !hasQuote else { return try parse(upTo: stop, into: batch) }
    // Where quotes are data, so is the byte that stands for "no quote".
    while position < stop {
      let found = unsafe memchr(buffer + position, Int32(Self.noQuote), stop - position)
      let next = unsafe found.map { unsafe $0 - UnsafeMutableRawPointer(buffer) } ?? stop
      if position < next { try parse(upTo: next, into: batch) }
      guard next < stop else { return }
      unsafe csv_set_quote(parser, Self.noQuote - 1)
      try parse(upTo: next + 1, into: batch)
      unsafe csv_set_quote(parser, Self.noQuote)
    }
  }

  private mutating func parse(upTo stop: Int, into batch: RecordBatch) throws {
    let count = stop - position
    let taken = unsafe csv_parse(
      parser, buffer + position, count, fieldCallback, rowCallback, batch.staging)
    guard taken == count else {
      throw CSVError(
        .outOfMemory, byteOffset: base + start, line: startLine,
        "libcsv stopped: \(unsafe String(cString: csv_strerror(csv_error(parser))))")
    }
    position = stop
  }

  private mutating func close(_ batch: RecordBatch, flags: RecordBatch.Entry.Flags) {
    append(batch, flags: isStray ? flags.union(.strayQuote) : flags)
    if isStray {
      isStray = false
      unsafe csv_set_quote(parser, quote)
    }
    account.recordBytes += position - start
    account.records += 1
    start = position
    startLine = line
    unsafe batch.staging.pointee.rows = 0
  }

  private mutating func closeBlank(_ batch: RecordBatch, flags: RecordBatch.Entry.Flags = []) {
    if keepsBlankLines {
      unsafe batch.staging.pointee.append(nil, 0)
      close(batch, flags: flags)
      return
    }
    append(batch, flags: flags.union(.blank))
    account.blankBytes += position - start
    start = position
    startLine = line
  }

  private func append(_ batch: RecordBatch, flags: RecordBatch.Entry.Flags) {
    let first = batch.records.last.map { $0.firstField + $0.fieldCount } ?? 0
    batch.records.append(
      RecordBatch.Entry(
        byteOffset: base + start, byteLength: position - start, line: startLine,
        lines: line - startLine, firstField: first,
        fieldCount: unsafe batch.staging.pointee.fieldCount - first, flags: flags))
  }

  /// A quote that does not close in time swallows rows: the first line of the record is read once more with quotes as
  /// data, and reading goes on behind it.
  private mutating func rereadFirstLine(_ batch: RecordBatch) {
    // Without callbacks csv_fini submits nothing: it only brings libcsv back to the start of a record.
    _ = unsafe csv_fini(parser, nil, nil, nil)
    let fields = batch.records.last.map { $0.firstField + $0.fieldCount } ?? 0
    unsafe batch.staging.pointee.rewind(fields: fields)
    unsafe csv_set_quote(parser, Self.noQuote)
    isStray = true
    position = start
    line = startLine
  }

  private mutating func finish(_ batch: RecordBatch) {
    _ = unsafe csv_fini(parser, fieldCallback, rowCallback, batch.staging)
    if unsafe batch.staging.pointee.rows > 0 {
      close(batch, flags: .unterminated)
    } else {
      closeBlank(batch, flags: .unterminated)
    }
  }

  private func checkFields(_ batch: RecordBatch) throws {
    guard let last = batch.records.last, last.byteLength > limits.fieldBytes,
      batch.longestField > limits.fieldBytes
    else { return }
    throw Self.tooLong("field", limits.fieldBytes, offset: last.byteOffset, line: last.line)
  }

  private static func tooLong(
    _ what: String, _ limit: Int, offset: Int, line: Int
  ) -> CSVError {
    CSVError(
      what == "field" ? .fieldTooLong : .recordTooLong, byteOffset: offset, line: line,
      "the \(what) that begins here is longer than \(limit >> 20) MiB; the file may be binary, or a "
        + "quote or line end is missing")
  }
}

/// Remembers where a byte comes next, so that no stretch of a buffer is searched twice.
private struct Lookout {
  let byte: Int32
  /// No such byte stands in `from ..< found`; one stands at `found`, unless the buffer ends there.
  private var from = 0
  private var found = -1

  init(byte: Int32) { self.byte = byte }

  /// Starts afresh: the buffer has changed.
  mutating func forget() { found = -1 }

  /// The first such byte in `position ..< end`; `end` where there is none.
  @inline(__always)
  mutating func next(
    in buffer: UnsafeMutablePointer<UInt8>, from position: Int, to end: Int
  ) -> Int {
    if from <= position, position <= found { return found }
    from = position
    if let place = unsafe memchr(buffer + position, byte, end - position) {
      found = unsafe place - UnsafeMutableRawPointer(buffer)
    } else {
      found = end
    }
    return found
  }
}

private let fieldCallback:
  @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
    bytes, count, context in
    unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: Staging.self).pointee.append(
      bytes, count)
  }

private let rowCallback: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
  unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: Staging.self).pointee.rows += 1
}
