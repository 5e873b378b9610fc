/// Quotes that do not close in time, seen before libcsv gets there.
extension CSVReader {
  /// Whether the quote that stands open at the end of a record's first line will still be open where it is overdue.
  ///
  /// A quote with a plain byte behind it closes nothing, two of them are one that is data. Where there is nothing else up
  /// to the place of the decision, libcsv need not read all these lines to find them open. Answers that need more than
  /// the bytes at hand are left to it.
  func willBeOverdue() -> Bool {
    guard line - startLine == 1, limits.openLines > 1, !parser.isQuoteless else { return false }
    let latest = start + min(limits.openBytes, limits.recordBytes) - 1
    let stop = min(end - 1, latest)
    var lines = 1
    var i = position
    while i < stop {
      let (byte, next) = unsafe (buffer[i], buffer[i + 1])
      i += 1
      if byte == quote {
        if next == quote {
          i += 1
        } else if !isPlain(next) {
          return false
        }
      } else if byte == 10 || byte == 13 && next != 10 {
        lines += 1
        if lines >= limits.openLines { return true }
      }
    }
    return false
  }

  /// Whether a byte behind a quote leaves it open.
  private func isPlain(_ byte: UInt8) -> Bool {
    byte != delimiter && byte != 10 && byte != 13 && byte != 32 && byte != 9
  }
}
