extension Character {
  /// How many cells of a terminal the character takes: 0, 1 or 2.
  var displayWidth: Int {
    guard !isASCII else { return 1 }
    let scalars = unicodeScalars
    guard let first = scalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    let asksForEmoji = scalars.contains { $0 == "\u{FE0F}" }
    return asksForEmoji || first.properties.isEmojiPresentation || first.isWide ? 2 : 1
  }
}

extension Unicode.Scalar {
  /// Whether East Asian terminals show the character over two cells.
  ///
  /// - SeeAlso: Unicode Standard Annex 11, East Asian Width: classes W and F, whole blocks at a time.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0xA960...0xA97C, 0xAC00...0xD7A3: true  // Hangul
    case 0x2E80...0x303E, 0x3041...0x33FF: true  // radicals, kana, marks
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD: true  // Han
    case 0xA000...0xA4CF: true  // Yi
    case 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6: true  // full-width forms
    default: false
    }
  }
}

extension StringProtocol {
  /// How many cells of a terminal the text takes.
  ///
  /// - Complexity: O(length).
  package var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The text cut to a number of cells; what was cut ends in `…`.
  package func fitted(to width: Int) -> String {
    guard displayWidth > width else { return String(self) }
    var taken = ""
    var used = 1
    for character in self {
      used += character.displayWidth
      guard used <= width else { break }
      taken.append(character)
    }
    return taken + "…"
  }

  /// The text over lines of at most `width` cells, broken at spaces; a longer word is broken where it has to be.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line, more than `indent` + 1.
  ///   - indent: How many spaces begin every line but the first.
  /// - Returns: At least one line, none with an end of line.
  package func wrapped(to width: Int, indent: Int = 0) -> [String] {
    let start = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in split(separator: " ") {
      if used > 0, used + 1 + word.displayWidth > width {
        lines.append(line)
        (line, used) = (start, indent)
      } else if used > 0 {
        line += " "
        used += 1
      }
      for character in word {
        if used + character.displayWidth > width {
          lines.append(line)
          (line, used) = (start, indent)
        }
        line.append(character)
        used += character.displayWidth
      }
    }
    return lines + [line]
  }
}
