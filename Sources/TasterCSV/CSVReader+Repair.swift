private import Glibc

/// Quotes that do not add up.
extension CSVReader {
  /// Whether one of the lines of a run has quotes and another number of fields than a row, or is to be split.
  func holdsDoubtfulRow(_ count: Int, _ batch: RecordBatch) -> Bool {
    guard repair != nil || split != nil else { return false }
    let most = split?.width ?? .max
    var field = unsafe batch.staging.pointee.keptFields
    var begin = start
    for row in 0..<count {
      let (stop, next) = unsafe (stops[row], batch.staging.pointee.fieldCount(atRow: row))
      if next - field > most { return true }
      if repair != nil, next - field != width, holdsQuote(begin, stop) { return true }
      (begin, field) = (stop, next)
    }
    return false
  }

  func holdsQuote(_ from: Int, _ to: Int) -> Bool {
    unsafe memchr(buffer + from, Int32(quote), to - from) != nil
  }

  /// Closes a record, or the first line of it where its quotes do not add up to a row and that line's can be made to.
  ///
  /// Several lines whose quotes are wrong are suspect whatever their number of fields: a stray quote has most likely
  /// swallowed rows.
  mutating func closeOrRepair(
    _ batch: RecordBatch, flags: RecordBatch.Entry.Flags
  ) throws {
    let fields = unsafe batch.staging.pointee.fieldCount - batch.staging.pointee.keptFields
    guard let repair, parser.isQuoteless || fields != width || line - startLine > 1,
      holdsQuote(start, position), try parser.isQuoteless || isDirty(batch)
    else { return closeOrSplit(batch, flags: flags) }
    let stop = firstLineEnd()
    let isWhole = stop == position
    let text = unsafe Array(UnsafeBufferPointer(start: buffer + start, count: stop - start))
    guard var clean = repair.repaired(text.dropLineEnd()) else { return close(batch, flags: flags) }
    unsafe batch.staging.pointee.rewind()
    let isQuoteless = parser.isQuoteless
    if isQuoteless { parser.setQuoteless(false) }
    let count = clean.count
    let fault = unsafe clean.withUnsafeMutableBufferPointer { bytes in
      unsafe bytes.baseAddress.flatMap {
        unsafe parser.read($0, count, into: batch.staging)
      }
    }
    if let fault {
      throw CSVError(.outOfMemory, byteOffset: offset, line: startLine, "libcsv stopped: \(fault)")
    }
    if !isWhole {
      position = stop
      line = startLine + 1
    }
    var flags = isWhole ? flags : loneReturn(at: stop)
    flags.insert(isQuoteless ? .strayQuote : .repairedQuotes)
    close(batch, flags: flags)
  }

  /// Whether libcsv finds a quote where none may stand.
  mutating func isDirty(_ batch: RecordBatch) throws -> Bool {
    // The record's fields stay where they are: the strict parser writes behind them.
    let kept = unsafe batch.staging.pointee.fieldCount
    let bytes = unsafe batch.staging.pointee.byteCount
    let rows = unsafe batch.staging.pointee.rows
    let fault = unsafe strict.read(buffer + start, position - start, into: batch.staging)
    strict.forget()
    unsafe batch.staging.pointee.cut(fields: kept, bytes: bytes, rows: rows)
    return fault != nil
  }

  /// Where the first line of the open record ends.
  func firstLineEnd() -> Int {
    var stop = start
    while stop < position {
      let byte = unsafe buffer[stop]
      stop += 1
      if byte == 10 { return stop }
      if byte == 13 { return unsafe stop < position && buffer[stop] == 10 ? stop + 1 : stop }
    }
    return stop
  }

  func loneReturn(at stop: Int) -> RecordBatch.Entry.Flags {
    unsafe stop > start && buffer[stop - 1] == 13 ? .loneReturn : []
  }

  /// Brings back what was hidden from libcsv in the fields of the open records.
  func showEscaped(_ batch: RecordBatch) {
    guard let escapes else { return }
    unsafe batch.staging.pointee.rewrite { unsafe escapes.show($0) }
  }

  /// Whether all of some lines have their quotes where quotes may stand.
  mutating func isClean(_ text: [UInt8]) -> Bool {
    var text = text
    var staging = Staging()
    defer { staging.free() }
    let count = text.count
    return unsafe text.withUnsafeMutableBufferPointer { bytes in
      if var escapes { unsafe escapes.hide(bytes) }
      guard let start = bytes.baseAddress else { return true }
      let fault = unsafe strict.read(start, count, into: &staging)
      strict.forget()
      return fault == nil
    }
  }
}

extension [UInt8] {
  /// These bytes without a line end behind them.
  func dropLineEnd() -> [UInt8] {
    var bytes = self
    if bytes.last == 10 { bytes.removeLast() }
    if bytes.last == 13 { bytes.removeLast() }
    return bytes
  }
}
