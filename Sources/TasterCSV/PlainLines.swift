private import CLines

/// Lines in which nothing has to be decided: they are read without libcsv, many bytes at a time.
///
/// What is plain is so narrow that libcsv could find nothing else in it: fields between delimiters, none with spaces at
/// its ends, none with quotes but around all of it. The first other line ends the run and goes to libcsv.
struct PlainLines {
  /// How many bytes have to be readable behind a buffer, and writable behind a batch's room.
  static let slack = Int(TASTER_LINES_SLACK)

  private let marks: taster_marks

  /// What is plain in a dialect; nil where nothing is.
  ///
  /// - Parameters:
  ///   - dialect: Delimiter, quote and comment.
  ///   - mostFields: A line of more fields is not plain; nil for no bound.
  init?(_ dialect: Dialect, mostFields: Int?) {
    guard dialect.escape == nil else { return nil }
    marks = taster_marks(
      delimiter: dialect.delimiter, quote: dialect.quote.map { Int32($0) } ?? -1,
      comment: dialect.comment.map { Int32($0) } ?? -1, most_fields: mostFields ?? .max)
  }

  /// Takes in the plain lines at the start of some bytes.
  ///
  /// - Parameters:
  ///   - bytes: As many as `range` ends at, and the slack behind them.
  ///   - range: Which of them.
  ///   - most: How many lines at most.
  ///   - staging: Where their fields go; nothing open may stand in it.
  ///   - stops: Gets the place behind each line.
  /// - Returns: How many lines.
  func read(
    _ bytes: UnsafeMutablePointer<UInt8>, _ range: Range<Int>, most: Int,
    into staging: inout Staging, stops: UnsafeMutablePointer<Int>
  ) -> Int {
    unsafe staging.takeLines(bytes: range.count, most: most) { room, bounds, fields, ends, most in
      unsafe withUnsafePointer(to: marks) { marks in
        unsafe taster_lines(
          UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self), range.lowerBound,
          range.upperBound, marks, most,
          UnsafeMutableRawPointer(room).assumingMemoryBound(to: CChar.self), bounds, fields, ends,
          stops)
      }
    }
  }
}
