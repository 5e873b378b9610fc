extension JSON {
  /// Reads one value; nil where the bytes are no JSON, or more than one value.
  ///
  /// Members keep their order, so that what is written again differs only where it was changed. Whole numbers that fit
  /// become integers, all others doubles; a member that is named twice stands twice.
  ///
  /// - Parameter bytes: UTF-8.
  /// - Complexity: O(bytes).
  package init?(reading bytes: [UInt8]) {
    var reader = JSONReader(bytes)
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }

  /// The value of an object's member; null where there is none.
  package subscript(_ name: String) -> JSON {
    get {
      guard case .object(let members) = self else { return .null }
      return members.first { $0.name == name }?.value ?? .null
    }
    set {
      guard case .object(var members) = self else { return }
      if let k = members.firstIndex(where: { $0.name == name }) {
        members[k].value = newValue
      } else {
        members.append(Member(name, newValue))
      }
      self = .object(members)
    }
  }

  /// The text, where the value is one.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The whole number, where the value is one.
  package var whole: Int? {
    switch self {
    case .integer(let n): n
    case .unsigned(let n): Int(exactly: n)
    default: nil
    }
  }

  /// The number, where the value is one.
  package var double: Double? {
    switch self {
    case .integer(let n): Double(n)
    case .unsigned(let n): Double(n)
    case .number(let x): x
    default: nil
    }
  }

  /// The elements, where the value is an array; else none.
  package var elements: [JSON] { if case .array(let list) = self { list } else { [] } }

  /// The members, where the value is an object; else none.
  package var members: [Member] { if case .object(let list) = self { list } else { [] } }
}

/// Reads JSON (RFC 8259) byte by byte.
private struct JSONReader {
  /// Deeper nesting is refused before the stack ends.
  private static let deepest = 256

  private static let closeBrace = UInt8(ascii: "}")
  private static let closeBracket = UInt8(ascii: "]")
  private static let colon = UInt8(ascii: ":")
  private static let comma = UInt8(ascii: ",")

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return at == bytes.count
    }
  }

  private mutating func skipSpace() {
    while at < bytes.count {
      let byte = bytes[at]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      at += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard bytes[at...].starts(with: word.utf8) else { return false }
    at += word.utf8.count
    return true
  }

  mutating func value(depth: Int) -> JSON? {
    skipSpace()
    guard at < bytes.count, depth < Self.deepest else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return array(depth)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "t"): return take(word: "true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    default: return number()
    }
  }

  private mutating func object(_ depth: Int) -> JSON? {
    at += 1
    var members: [JSON.Member] = []
    if take(Self.closeBrace) { return .object(members) }
    repeat {
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let name = string(),
        take(Self.colon), let value = value(depth: depth + 1)
      else { return nil }
      members.append(JSON.Member(name, value))
    } while take(Self.comma)
    return take(Self.closeBrace) ? .object(members) : nil
  }

  private mutating func array(_ depth: Int) -> JSON? {
    at += 1
    var elements: [JSON] = []
    if take(Self.closeBracket) { return .array(elements) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      elements.append(value)
    } while take(Self.comma)
    return take(Self.closeBracket) ? .array(elements) : nil
  }

  private mutating func number() -> JSON? {
    let start = at
    if let whole = digits() { return .integer(whole) }
    at = start
    while at < bytes.count, isNumberPart(bytes[at]) { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || first &- 48 < 10 else {
      return nil
    }
    if let whole = Int(text) { return .integer(whole) }
    if let whole = UInt64(text) { return .unsigned(whole) }
    return Double(text).map { .number($0) }
  }

  /// A whole number of up to 18 digits and nothing else; nil where it is another number.
  private mutating func digits() -> Int? {
    let start = at
    var value = 0
    while at < bytes.count, at - start < 18, bytes[at] &- 48 < 10 {
      value = 10 * value + Int(bytes[at] &- 48)
      at += 1
    }
    return at > start && (at == bytes.count || !isNumberPart(bytes[at])) ? value : nil
  }

  private func isNumberPart(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }

  private mutating func string() -> String? {
    at += 1
    var start = at
    var text: [UInt8] = []
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        defer { at += 1 }
        if text.isEmpty { return String(validating: bytes[start..<at], as: UTF8.self) }
        text += bytes[start..<at]
        return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += bytes[start..<at]
        guard let scalar = escape() else { return nil }
        text += Array(String(scalar).utf8)
        start = at
      case 0..<0x20: return nil
      default: at += 1
      }
    }
    return nil
  }

  /// The character that a backslash and what follows it stand for.
  private mutating func escape() -> Unicode.Scalar? {
    guard at + 1 < bytes.count else { return nil }
    let letter = bytes[at + 1]
    at += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: return nil
    }
    guard let unit = hexadecimal() else { return nil }
    guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) }
    guard take(word: "\\u"), let second = hexadecimal(), second & 0xFC00 == 0xDC00 else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func hexadecimal() -> UInt32? {
    guard at + 4 <= bytes.count else { return nil }
    let text = String(decoding: bytes[at..<at + 4], as: UTF8.self)
    at += 4
    return text.allSatisfy { $0.isHexDigit } ? UInt32(text, radix: 16) : nil
  }
}
