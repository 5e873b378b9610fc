private import Glibc

/// Many plain lines at once.
extension CSVReader {
  /// Reads several lines in one go, where each is a record of its own.
  ///
  /// A line ends one row at most, so as many rows as lines are one of each. With fewer rows the lines are given back:
  /// a blank line or a line end in quotes is among them. How many lines are tried grows with how many went well, so
  /// that little is read twice.
  ///
  /// - Parameters:
  ///   - batch: Where the records go.
  ///   - maxRecords: How many at most.
  /// - Returns: Whether records were read; if not, it is as if nothing had happened.
  /// - Throws: ``CSVError`` for a fault of the stream.
  mutating func readRun(_ batch: RecordBatch, _ maxRecords: Int) throws -> Bool {
    if readPlainLines(batch, maxRecords) { return true }
    let count = findRun(min(streak / 4, maxRecords, Staging.rowCapacity), batch)
    guard count > 1 else { return false }
    try feed(upTo: unsafe stops[count - 1], into: batch)
    guard unsafe batch.staging.pointee.rows == count, !holdsDoubtfulRow(count, batch) else {
      forgetOpenRecord(batch)
      return false
    }
    showEscaped(batch)
    append(count, of: batch, to: &batch.records)
    streak += count
    return true
  }

  /// Reads the lines in which libcsv has nothing to decide; false where the next one is none of them.
  private mutating func readPlainLines(_ batch: RecordBatch, _ maxRecords: Int) -> Bool {
    let bound = runBound(batch)
    guard let plain, bound > 0, !parser.isQuoteless else { return false }
    let count = unsafe plain.read(
      buffer, start..<min(end, start + bound), most: maxRecords, into: &batch.staging.pointee,
      stops: stops)
    guard count > 0 else { return false }
    position = unsafe stops[count - 1]
    append(count, of: batch, to: &batch.records)
    streak += count
    return true
  }

  /// How many bytes can be read in one go, so few that no limit can matter in them.
  private func runBound(_ batch: RecordBatch) -> Int {
    let bound = min(Self.runBytes, limits.openBytes, limits.recordBytes, limits.fieldBytes) - 1
    // A byte and its field's end: no more than that is taken up by each byte read.
    return batch.isFull(limits.batchBytes - 9 * bound) ? 0 : bound
  }

  /// Appends lines that are records.
  private mutating func append(
    _ count: Int, of batch: RecordBatch, to records: inout [RecordBatch.Entry]
  ) {
    var field = unsafe batch.staging.pointee.keptFields
    for row in 0..<count {
      let (stop, next) = unsafe (stops[row], batch.staging.pointee.fieldCount(atRow: row))
      let count = length(to: stop)
      records.append(
        RecordBatch.Entry(
          byteOffset: offset, byteLength: count, line: line, lines: 1,
          firstField: field, fieldCount: next - field, flags: []))
      (start, field) = (stop, next)
      origin += count
      account.recordBytes += count
      line += 1
    }
    account.records += count
    startLine = line
    unsafe batch.staging.pointee.keep()
  }

  /// Notes where the next lines end, as long as they are so short that no limit can matter in them.
  private mutating func findRun(_ maxLines: Int, _ batch: RecordBatch) -> Int {
    let bound = runBound(batch)
    guard maxLines > 1, bound > 0 else { return 0 }
    let limit = min(end, start + bound)
    var nextReturn = unsafe returns.next(in: buffer, from: start, to: end)
    var (count, stop) = (0, start)
    while count < maxLines, stop < limit, let feed = unsafe memchr(buffer + stop, 10, limit - stop)
    {
      if let comment, unsafe buffer[stop] == comment { break }
      let place = unsafe feed - UnsafeMutableRawPointer(buffer)
      if nextReturn < place {
        guard nextReturn == place - 1 else { break }
        nextReturn = unsafe returns.next(in: buffer, from: place, to: end)
      }
      if runsOn, holdsOddQuotes(from: stop, to: place) {
        isOdd = count == 0
        break
      }
      stop = place + 1
      unsafe stops[count] = stop
      count += 1
    }
    return count
  }

  /// Whether a line has a quote that finds no other one in it.
  private mutating func holdsOddQuotes(from start: Int, to stop: Int) -> Bool {
    guard quote != 0, unsafe quotes.next(in: buffer, from: start, to: end) < stop else {
      return false
    }
    // Eight bytes at a time: the upper bit of each that is a quote.
    let (pattern, low) = (UInt64(quote) &* 0x0101_0101_0101_0101, 0x7F7F_7F7F_7F7F_7F7F as UInt64)
    var many: UInt64 = 0
    var at = start
    while at &+ 8 <= stop {
      let bytes = unsafe UnsafeRawPointer(buffer + at).loadUnaligned(as: UInt64.self) ^ pattern
      many ^= ~(((bytes & low) &+ low) | bytes | low)
      at &+= 8
    }
    var count = many.nonzeroBitCount
    while at < stop {
      if unsafe buffer[at] == quote { count &+= 1 }
      at &+= 1
    }
    return count % 2 == 1
  }

  /// Counts lines that were records, and learns from the record that ends here what odd quotes mean.
  ///
  /// Whether they are closed by a later line or are no quotes at all, as inches are not, is the habit of a file.
  mutating func noteStreak(_ flags: RecordBatch.Entry.Flags) {
    let isOneLine = line - startLine == 1
    if !isOneLine { runsOn = true } else if isOdd { runsOn = false }
    isOdd = false
    guard flags.isEmpty, !parser.isQuoteless else {
      streak = 0
      return
    }
    if isOneLine { streak += 1 }
  }
}
