extension JSON {
  /// How the text is laid out.
  public enum Layout: Sendable, Hashable {
    /// No space and no line end: one value a line where they are strung together.
    case compact
    /// Two spaces a level; a list without lists or objects inside stays on one line.
    case pretty
  }

  /// The value as UTF-8.
  ///
  /// Written here rather than by a library, so that every byte is the same on every machine and the core needs no
  /// Foundation.
  ///
  /// - Parameter layout: How the text is laid out.
  /// - Returns: The text without a line end behind it.
  public func bytes(_ layout: Layout = .compact) -> [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, layout)
    return bytes
  }

  /// Appends the value as UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: What is appended to.
  ///   - layout: How the text is laid out.
  public func write(to bytes: inout [UInt8], _ layout: Layout = .compact) {
    write(to: &bytes, layout, level: 0)
  }

  /// Appends a text with its quotes, safe in HTML's `<script>`, in terminals and in line-based logs.
  ///
  /// Control characters, U+2028 and U+2029, bidirectional controls, other unseen characters and `<` become `\u` escapes.
  static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard text.utf8.contains(where: { !isPlain($0) }) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes.append(contentsOf: #"\""#.utf8)
      case "\\": bytes.append(contentsOf: #"\\"#.utf8)
      case "\n": bytes.append(contentsOf: #"\n"#.utf8)
      case "\r": bytes.append(contentsOf: #"\r"#.utf8)
      case "\t": bytes.append(contentsOf: #"\t"#.utf8)
      case "<": bytes.append(contentsOf: #"\u003c"#.utf8)
      default:
        if scalar.isUnseen {
          for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
            let digits = String(unit, radix: 16)
            bytes.append(contentsOf: #"\u"#.utf8)
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
            bytes.append(contentsOf: digits.utf8)
          }
        } else if scalar.isASCII {
          bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
          bytes.append(contentsOf: String(scalar).utf8)
        }
      }
    }
  }

  /// Whether a byte of UTF-8 is an ASCII character that stands for itself in every sink.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      && byte != UInt8(ascii: "<")
  }

  private func write(to bytes: inout [UInt8], _ layout: Layout, level: Int) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: value.description.utf8)
    case .unsigned(let value): bytes.append(contentsOf: value.description.utf8)
    case .number(let value):
      bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let values):
      let isFlat = layout == .compact || !values.contains { $0.isNested }
      Self.write(
        values, between: ("[", "]"), to: &bytes, indent: isFlat ? nil : level,
        separator: layout == .pretty && isFlat ? ", " : ","
      ) { $0.write(to: &$1, layout, level: level + 1) }
    case .object(let members):
      Self.write(
        members, between: ("{", "}"), to: &bytes, indent: layout == .pretty ? level : nil,
        separator: ","
      ) { member, bytes in
        Self.write(member.name, to: &bytes)
        bytes.append(contentsOf: (layout == .pretty ? ": " : ":").utf8)
        member.value.write(to: &bytes, layout, level: level + 1)
      }
    }
  }

  private var isNested: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  private static func write<Element>(
    _ elements: [Element], between ends: (String, String), to bytes: inout [UInt8], indent: Int?,
    separator: String, each: (Element, inout [UInt8]) -> Void
  ) {
    func breakLine(_ level: Int) {
      bytes.append(UInt8(ascii: "\n"))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }
    bytes.append(contentsOf: ends.0.utf8)
    for (k, element) in elements.enumerated() {
      if k > 0 { bytes.append(contentsOf: separator.utf8) }
      if let indent { breakLine(indent + 1) }
      each(element, &bytes)
    }
    if let indent, !elements.isEmpty { breakLine(indent) }
    bytes.append(contentsOf: ends.1.utf8)
  }
}
