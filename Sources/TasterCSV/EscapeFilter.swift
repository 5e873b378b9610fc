/// Hides escaped bytes from libcsv, which knows no escape character, and brings them back in its fields.
///
/// An escaped quote, delimiter, space or escape character is replaced by a byte that no UTF-8 text holds, before libcsv
/// sees it: one byte for one, so every place stays where it was. The pair is put together again in the fields. What an
/// escape character stands before otherwise (`C:\new`, `\N`) is left alone.
@safe struct EscapeFilter: Sendable {
  private let escape: UInt8
  private let special: [UInt8]
  /// Whether the last byte was an escape character that has not found its byte yet.
  private var isOpen = false

  /// The first of the bytes that stand for escaped ones.
  private static let firstStand: UInt8 = 0xF8

  init?(_ dialect: Dialect) {
    guard let escape = dialect.escape else { return nil }
    self.escape = escape
    special = [escape, dialect.delimiter, 32, 9] + (dialect.quote.map { [$0] } ?? [])
  }

  /// Begins behind a line end, where no escape character can be open.
  mutating func restart() { isOpen = false }

  /// Hides what is escaped in the next bytes of a stream.
  mutating func hide(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    for i in 0..<bytes.count {
      let byte = unsafe bytes[i]
      if isOpen {
        isOpen = false
        if let k = special.firstIndex(of: byte) {
          unsafe bytes[i] = Self.firstStand + UInt8(k)
        } else if byte >= Self.firstStand {
          // Such a byte is no text anyway; it must not be taken for an escaped one.
          unsafe bytes[i] = 0xFF
        }
      } else if byte == escape {
        isOpen = true
      }
    }
  }

  /// Brings back what was hidden in a field; the pair becomes the byte that was escaped.
  ///
  /// - Returns: How many bytes the field has now.
  func show(_ field: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var count = 0
    var i = 0
    while i < field.count {
      var byte = unsafe field[i]
      if byte == escape, i + 1 < field.count {
        let k = unsafe Int(field[i + 1]) - Int(Self.firstStand)
        if special.indices.contains(k) {
          byte = special[k]
          i += 1
        }
      }
      unsafe field[count] = byte
      count += 1
      i += 1
    }
    return count
  }
}
