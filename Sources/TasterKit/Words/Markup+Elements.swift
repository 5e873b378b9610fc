extension Markup {
  /// An attribute: a name of ours and any value.
  package struct Attribute: Sendable {
    package let name: StaticString
    package let value: String

    /// Makes an attribute.
    package init(name: StaticString, value: String) {
      self.name = name
      self.value = value
    }

    /// Attributes that come back to us as they are: addresses and values of fields.
    private static let exact: Set<String> = ["href", "value"]

    fileprivate var markup: Markup {
      let isExact = Self.exact.contains("\(name)")
      return " \(name)=\"\(isExact ? Markup(exactly: value) : Markup(escaping: value))\""
    }
  }

  /// A text as character data.
  package static func text(_ text: String) -> Markup { Markup(escaping: text) }

  /// Pieces one behind the other.
  package static func group(_ pieces: [Markup]) -> Markup { Markup(pieces) }

  /// An element with its attributes and what is in it.
  package static func element(
    _ name: StaticString, _ attributes: [Attribute], _ children: [Markup]
  ) -> Markup {
    let start: Markup = "<\(name)\(Markup(attributes.map { $0.markup }))"
    if drawn.contains("\(name)") { return "\(start)/>" }
    if void.contains("\(name)") { return "\(start)>" }
    return "\(start)>\(Markup(children))</\(name)>"
  }

  /// Elements that have no end.
  private static let void: Set<String> = ["meta", "link", "br", "input"]
  /// Shapes of SVG, which end themselves.
  private static let drawn: Set<String> = ["rect", "line", "path", "circle"]
}

/// An element: `tag("td", ["class": "number"], "12")`.
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
