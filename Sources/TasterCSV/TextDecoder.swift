/// Turns text of any encoding into UTF-8, piece by piece.
///
/// Every character of the source becomes exactly one of the result, so places can be counted back
/// (`TextEncoding.count(of:)`). What is no character becomes a surrogate in three bytes: no UTF-8, so that the record
/// that holds it is seen to be damaged.
package struct TextDecoder: Sendable {
  /// What is decoded.
  package let encoding: TextEncoding
  /// The bytes of a unit that is not complete.
  private var open: [UInt8] = []
  /// A first half that waits for its second.
  private var high: UInt32?

  /// Decodes from the start of a text.
  package init(_ encoding: TextEncoding) { self.encoding = encoding }

  /// The letters of Windows 1252 at 0x80 to 0x9F.
  private static let windows: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// Decodes the next bytes.
  ///
  /// - Parameters:
  ///   - bytes: What comes next.
  ///   - text: Where UTF-8 is appended.
  package mutating func decode(_ bytes: some Sequence<UInt8>, into text: inout [UInt8]) {
    switch encoding {
    case .utf8: text.append(contentsOf: bytes)
    case .latin1:
      for byte in bytes {
        let isControl = byte >= 0x80 && byte < 0xA0
        Self.append(isControl ? Self.windows[Int(byte) - 0x80] : UInt32(byte), to: &text)
      }
    default:
      for byte in bytes {
        open.append(byte)
        guard open.count == encoding.unit else { continue }
        take(unit(), into: &text)
        open.removeAll(keepingCapacity: true)
      }
    }
  }

  private func unit() -> UInt32 {
    let ordered = encoding.isBigEndian ? open : open.reversed()
    return ordered.reduce(0) { $0 << 8 | UInt32($1) }
  }

  private mutating func take(_ unit: UInt32, into text: inout [UInt8]) {
    guard encoding.unit == 2 else {
      Self.append(unit > 0x10FFFF ? 0xD800 : unit, to: &text)
      return
    }
    let isLow = unit & 0xFC00 == 0xDC00
    if let first = high {
      high = nil
      if isLow {
        Self.append(0x10000 + (first & 0x3FF) << 10 + unit & 0x3FF, to: &text)
        return
      }
      Self.append(first, to: &text)
    }
    if unit & 0xFC00 == 0xD800 { high = unit } else { Self.append(unit, to: &text) }
  }

  /// Ends the text.
  ///
  /// - Parameter text: Where what was left open is appended.
  /// - Throws: ``CSVError`` where the last character is cut off.
  package mutating func finish(into text: inout [UInt8]) throws(CSVError) {
    if let first = high { Self.append(first, to: &text) }
    high = nil
    guard open.isEmpty else {
      throw CSVError(
        .wrongEncoding, byteOffset: 0, line: 0,
        "the last character is cut off: the text is not \(encoding.rawValue) to its end; fetch the "
          + "file again, or tell what it is with --encoding")
    }
  }

  /// All of a text.
  package static func decode(_ bytes: [UInt8], from encoding: TextEncoding) -> [UInt8] {
    var decoder = TextDecoder(encoding)
    var text: [UInt8] = []
    decoder.decode(bytes, into: &text)
    // What is cut off at the end of a sample does not matter.
    if let first = decoder.high { append(first, to: &text) }
    return text
  }

  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(scalar >> shift & 0x3F) }
    switch scalar {
    case ..<0x80: text.append(UInt8(scalar))
    case ..<0x800: text += [0xC0 | UInt8(scalar >> 6), tail(0)]
    case ..<0x10000: text += [0xE0 | UInt8(scalar >> 12), tail(6), tail(0)]
    default: text += [0xF0 | UInt8(scalar >> 18), tail(12), tail(6), tail(0)]
    }
  }
}
