/// A piece of HTML or SVG in which a text is a text.
///
/// Pages are built from values, never from strings, so nothing from the data can become markup: texts and values of
/// attributes are escaped where they are written, and characters that act unseen are made visible.
package indirect enum Markup: Sendable {
  /// An attribute: a name of ours and any value.
  package struct Attribute: Sendable {
    package let name: StaticString
    package let value: String

    /// Makes an attribute.
    package init(name: StaticString, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A text.
  case text(String)
  /// An element with what is in it.
  case element(StaticString, [Attribute], [Markup])
  /// Pieces one after the other.
  case group([Markup])
  /// A style sheet of ours, as it is.
  case style(String)

  /// The most characters of a text; a longer one is cut.
  private static let textLimit = 600

  /// Elements that have no end.
  private static let void: Set<String> = [
    "meta", "br", "rect", "line", "path", "circle", "input", "link",
  ]
  /// Attributes that go back to us as they are: addresses and values of fields.
  private static let exact: Set<String> = ["href", "value"]

  /// Appends the piece as text.
  package func write(to text: inout String) {
    switch self {
    case .text(let value): text += markupEscaped(printable(value, limit: Self.textLimit))
    case .group(let pieces): for piece in pieces { piece.write(to: &text) }
    case .style(let sheet): text += "<style>\(sheet)</style>"
    case .element(let name, let attributes, let children):
      text += "<\(name)"
      for attribute in attributes {
        let value =
          Self.exact.contains("\(attribute.name)")
          ? attribute.value : printable(attribute.value, limit: Self.textLimit)
        text += " \(attribute.name)=\"\(markupEscaped(value))\""
      }
      guard !Self.void.contains("\(name)") else {
        text += name.isDrawn ? "/>" : ">"
        return
      }
      text += ">"
      for child in children { child.write(to: &text) }
      text += "</\(name)>"
    }
  }

  /// The piece as text.
  package var html: String {
    var text = ""
    write(to: &text)
    return text
  }
}

extension StaticString {
  /// Whether the name is of SVG's shapes.
  fileprivate var isDrawn: Bool { ["rect", "line", "path", "circle"].contains("\(self)") }
}

extension Markup: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
}

/// An element: `tag("td", ["class": "number"], .text("12"))`.
package func tag(
  _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
  _ children: Markup...
) -> Markup { tag(name, attributes, children) }

/// An element with a list of children.
package func tag(
  _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
  _ children: [Markup]
) -> Markup {
  .element(name, attributes.map { Markup.Attribute(name: $0.key, value: $0.value) }, children)
}

/// A text in which nothing is markup: `&`, `<`, `>`, `"` and `'` as references.
func markupEscaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default:
      // U+FFFE and U+FFFF are no characters of XML.
      result.unicodeScalars.append(scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : scalar)
    }
  }
  return result
}
