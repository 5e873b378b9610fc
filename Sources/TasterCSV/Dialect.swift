/// How fields and records are told apart.
package struct Dialect: Sendable, Hashable {
  /// The byte between fields.
  package var delimiter: UInt8
  /// The byte round fields that hold delimiters; nil where quotes are data.
  package var quote: UInt8?
  /// The byte that makes a quote, a delimiter, a space or itself behind it data; nil where only doubled quotes do that.
  package var escape: UInt8?
  /// The byte with which lines begin that are no records.
  package var comment: UInt8?

  /// A dialect; comma and double quote unless told otherwise.
  ///
  /// - Throws: ``CSVError`` where two of the bytes are the same, or one is no ASCII character that may stand there.
  package init(
    delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""),
    escape: UInt8? = nil, comment: UInt8? = nil
  ) throws(CSVError) {
    let forbidden: [UInt8] = [UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0]
    let bytes = [delimiter] + (quote.map { [$0] } ?? [])
    guard delimiter != quote, bytes.allSatisfy({ $0 < 0x80 && !forbidden.contains($0) }) else {
      throw CSVError(
        .badDialect, byteOffset: 0, line: 0,
        "delimiter and quote must be two different ASCII characters, neither a line end nor NUL")
    }
    let marks = [escape, comment].compactMap { $0 }
    let isUsed = marks.contains { bytes.contains($0) } || marks.count == 2 && escape == comment
    guard !isUsed, marks.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CSVError(
        .badDialect, byteOffset: 0, line: 0,
        "escape and comment must be visible ASCII characters that stand for nothing else")
    }
    self.delimiter = delimiter
    self.quote = quote
    self.escape = escape
    self.comment = comment
  }
}

/// How large things may get before reading them is refused.
package struct CSVLimits: Sendable, Hashable {
  /// The most bytes of a field.
  package var fieldBytes = 16 << 20
  /// The most bytes of a record.
  package var recordBytes = 16 << 20
  /// A quoted field that runs over more lines than this counts as a stray quote.
  package var openLines = 64
  /// A quoted field whose record is longer than this counts as a stray quote.
  package var openBytes = 1 << 20
  /// A batch ends behind the record with which it has taken this much memory.
  package var batchBytes = 16 << 20

  package init() {}
}

/// A fault of the stream itself; a faulty record is no error but data.
package struct CSVError: Error, Hashable, CustomStringConvertible {
  /// What went wrong.
  package struct Code: Hashable, Sendable {
    private let name: String
    package static let badDialect = Code(name: "bad dialect")
    package static let wrongEncoding = Code(name: "wrong encoding")
    package static let fieldTooLong = Code(name: "field too long")
    package static let recordTooLong = Code(name: "record too long")
    package static let outOfMemory = Code(name: "out of memory")
    package static let unreadable = Code(name: "unreadable")
    package static let unwritable = Code(name: "unwritable")
    package static let closedPipe = Code(name: "closed pipe")
    package static let badCompression = Code(name: "bad compression")
    package static let lostBytes = Code(name: "lost bytes")
  }

  package let code: Code
  /// Where it went wrong: the first byte of the faulty record, from 0.
  package let byteOffset: Int
  /// The physical line of that byte, from 1; 0 where lines make no sense.
  package let line: Int
  /// What happened and what to do next.
  package let message: String

  package init(_ code: Code, byteOffset: Int, line: Int, _ message: String) {
    self.code = code
    self.byteOffset = byteOffset
    self.line = line
    self.message = message
  }

  package var description: String {
    line > 0 ? "line \(line) (byte \(byteOffset)): \(message)" : message
  }
}
