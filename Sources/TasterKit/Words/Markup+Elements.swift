extension Markup {
  /// A text as character data.
  package static func text(_ text: String) -> Markup { Markup(escaping: text) }

  /// Pieces one behind the other.
  package static func group(_ pieces: [Markup]) -> Markup { Markup(pieces) }

  /// Elements that have no end.
  fileprivate static let void: Set<String> = ["meta", "link", "br", "input"]
  /// Shapes of SVG, which end themselves.
  fileprivate static let drawn: Set<String> = ["rect", "line", "path", "circle"]
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
  let start: Markup = "<\(name)\(Markup(attributes.map { " \($0.key)=\"\($0.value)\"" }))"
  if Markup.drawn.contains("\(name)") { return "\(start)/>" }
  if Markup.void.contains("\(name)") { return "\(start)>" }
  return "\(start)>\(Markup(children))</\(name)>"
}
