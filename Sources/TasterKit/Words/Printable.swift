extension Unicode.Scalar {
  /// Whether the character is not seen but acts: on a terminal, on the direction of the text or on a log.
  ///
  /// A fixed list rather than Unicode's general categories, whose members change from version to version. Joiners that
  /// scripts and emoji need (U+200C, U+200D) are not in it.
  package var isUnseen: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F: true  // controls, ESC among them
    case 0x00AD, 0x034F, 0x061C, 0x180E: true  // soft hyphen, joiner, marks
    case 0x200B, 0x200E...0x200F: true  // zero width space, marks of direction
    case 0x2028...0x202E: true  // separators of lines, bidirectional overrides
    case 0x2060...0x206F: true  // word joiner, bidirectional isolates
    case 0xFEFF, 0xFFF9...0xFFFB: true  // byte order mark, annotations
    case 0xE0000...0xE007F: true  // tags
    default: false
    }
  }
}

/// A text from the data made fit for a terminal or a log: one line in which nothing acts and nothing hides.
///
/// Control characters, line ends, ESC, bidirectional controls and other unseen characters become `\n`, `\t`, `\r` or
/// `\u{1b}`. What a build log would take for a command (`::` at the start of a word, `##[` anywhere) is broken the
/// same way. More than 16 scalars on one character (stacked accents) are cut.
///
/// - Parameters:
///   - text: Any text.
///   - limit: The most characters of the answer, at least 1; a longer text ends in `…`.
/// - Returns: The text, at most `limit` characters.
/// - Complexity: O(min(length, limit)), stacked accents aside.
public func printable(_ text: some StringProtocol, limit: Int = 120) -> String {
  var pieces: [String] = []
  var length = 0
  var hashes = 0
  var isWordStart = true
  for index in text.indices {
    guard length <= limit else { break }
    let character = text[index]
    let acts =
      isWordStart && character == ":" && text[index...].hasPrefix("::")
      || hashes > 1 && character == "["
    hashes = character == "#" ? hashes + 1 : 0
    isWordStart = character.isWhitespace
    var piece = ""
    for scalar in character.unicodeScalars.prefix(16) {
      piece += acts || scalar.isUnseen ? visible(scalar) : String(scalar)
    }
    pieces.append(piece)
    length += piece.count
  }
  guard length > limit else { return pieces.joined() }
  while length > limit - 1, let last = pieces.popLast() { length -= last.count }
  return pieces.joined() + "…"
}

private func visible(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": #"\n"#
  case "\r": #"\r"#
  case "\t": #"\t"#
  default: #"\u{"# + String(scalar.value, radix: 16) + "}"
  }
}
