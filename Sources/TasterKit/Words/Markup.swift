/// A piece of HTML or SVG: what is written in code stands as it is, what is put into it is escaped by its type.
///
///     let row: Markup = "<td>\(cell)</td>"
///
/// A text becomes character data in which nothing acts and nothing hides; markup stays markup; so there is no place where
/// escaping could be forgotten, and none where it is done twice.
package struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The bytes to be written, as text.
  package private(set) var text: String

  /// The longest text that is put in.
  private static let limit = 2_000

  /// Markup that stands in the code.
  package init(stringLiteral value: StaticString) { text = "\(value)" }

  /// A style sheet that is embedded in the program.
  package init(sheet bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

  /// What an interpolated literal has collected.
  package init(stringInterpolation: Pieces) { text = stringInterpolation.text }

  /// Pieces one behind the other.
  package init(_ pieces: [Markup], between separator: Markup = "") {
    text = pieces.map { $0.text }.joined(separator: separator.text)
  }

  /// A text as character data, fit for an attribute in quotes too.
  package init(escaping text: String) { self.init(exactly: printable(text, limit: Self.limit)) }

  /// The same with every character that acts unseen left as it is, and however long: for what a browser sends back.
  package init(exactly text: String) {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      // U+FFFE and U+FFFF are no characters of XML.
      case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.append(character)
      }
    }
    self.text = escaped
  }

  /// Numbers with spaces, commas, points and signs alone, however many.
  package init(figures: String) { text = Self.figures(figures, and: " ,.-") }

  /// The same with the letters of a path: move, dot, line.
  package init(path: String) { text = Self.figures(path, and: " ,.-Mmhl") }

  private static func figures(_ text: String, and others: String) -> String {
    String(
      text.unicodeScalars.filter {
        ("0"..."9").contains($0) || others.unicodeScalars.contains($0)
      }.map { Character($0) })
  }

  /// The parts of a literal, escaped as they come.
  package struct Pieces: StringInterpolationProtocol, Sendable {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(2 * literalCapacity)
    }

    package mutating func appendInterpolation(_ name: StaticString) { text += "\(name)" }
    package mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }
    package mutating func appendInterpolation(_ text: String) {
      self.text += Markup(escaping: text).text
    }
    package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    package mutating func appendInterpolation(_ number: Int) { text += "\(number)" }
  }
}
