import TasterKit

/// What stands round every view: the head, the ways to other views, what was said last, the keys.
struct Frame: Sendable {
  /// The view's name, for the title and the way that is marked.
  var title: String
  /// The secret that requests of this document carry.
  var secret: String
  /// The number of the last decision that the view knows of.
  var seen: Int
  /// Who decides.
  var who: String
  /// How many decisions the files do not follow yet.
  var pending: Int
  /// The run directory, as it was named.
  var directory: String
  /// The file that rows go to which are let go.
  var released = "clean.csv"
  /// What scripts are told about the view.
  var facts: [Markup.Attribute] = []

  /// The whole document.
  func html(_ content: [Markup]) -> String {
    let head = tag(
      "head", [:], tag("meta", ["charset": "utf-8"]),
      tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      tag("meta", ["name": "color-scheme", "content": "light dark"]),
      tag("meta", ["name": "taster-secret", "content": secret]),
      tag("meta", ["name": "taster-seen", "content": String(seen)]),
      tag("meta", ["name": "taster-pending", "content": String(pending)]),
      tag("title", [:], .text("\(title) – Taster review")),
      tag("link", ["rel": "stylesheet", "href": "/review.css"]),
      tag("script", ["src": "/review.js", "defer": ""]))
    let main = Markup.element(
      "main", tagAttributes(["id": "main", "tabindex": "-1"]) + facts, content)
    let body = tag(
      "body", [:], tag("a", ["class": "skip", "href": "#main"], "Skip to the content"), header,
      tag("p", ["id": "said", "role": "status"]), main, footer, Self.help)
    return "<!DOCTYPE html>\n<html lang=\"en\">\(head.text)\n\(body.text)\n</html>\n"
  }

  private var header: Markup {
    let ways = [
      ("Overview", "/"), ("Rows", "/rows"), ("Threshold", "/threshold"),
      ("Decisions", "/decisions"),
    ].map { name, address in
      name == title
        ? tag("a", ["href": address, "aria-current": "page"], .text(name))
        : tag("a", ["href": address], .text(name))
    }
    let waiting =
      pending == 0
      ? "\(released) follows every decision"
      : "\(Figures.count(pending, "decision")) not in \(released) yet"
    return tag(
      "header", [:], tag("nav", ["aria-label": "Views"], ways),
      tag(
        "p", ["class": "soft"], .text("\(directory), deciding as \(who); \(waiting) "),
        tag(
          "button", ["type": "button", "class": "acts", "id": "apply", "hidden": ""],
          "Write the files now")))
  }

  private var footer: Markup {
    tag(
      "footer", [:],
      tag(
        "p", ["id": "no-script", "class": "bad"],
        .text(
          "The page's script has not run, so nothing can be decided here. Reading, filtering and turning "
            + "pages work without it; `taster release` and `taster confirm` decide in a terminal.")),
      tag("button", ["type": "button", "id": "keys", "class": "acts", "hidden": ""], "Keys (?)"))
  }

  private static let keys = [
    ("j, k", "next row, previous row"), ("Enter", "open the row"), ("r", "release: it is innocent"),
    ("p", "confirm: it is poison"), ("x", "select the row"),
    ("Shift A", "select all rows that match"), ("u", "take the last decision of this window back"),
    ("l", "back to the list"), ("/", "filter"), ("?", "this help"),
  ]

  private static var help: Markup {
    tag(
      "dialog", ["id": "help", "aria-labelledby": "help-title"],
      tag("h2", ["id": "help-title"], "Keys"),
      tag(
        "dl", [:],
        keys.flatMap { key, what in
          [tag("dt", [:], tag("kbd", [:], .text(key))), tag("dd", [:], .text(what))]
        }),
      tag(
        "p", [:],
        tag(
          "label", [:], tag("input", ["type": "checkbox", "id": "keys-on"]),
          " single keys act (off: buttons and links alone)")),
      tag("p", [:], tag("button", ["type": "button", "id": "close"], "Close")))
  }
}

/// Attributes of an element.
func tagAttributes(_ values: KeyValuePairs<StaticString, String>) -> [Markup.Attribute] {
  values.map { Markup.Attribute(name: $0.key, value: $0.value) }
}

/// A table with a caption and heads of its columns; the first cell of a line is its head.
func table(
  _ caption: String, _ heads: [(name: String, isNumber: Bool)], _ lines: [[Markup]]
) -> Markup {
  let head = heads.map { head in
    tag("th", ["scope": "col", "class": head.isNumber ? "n" : "t"], .text(head.name))
  }
  let body = lines.map { line in
    tag(
      "tr", [:],
      line.enumerated().map { k, cell in
        let kind = heads[k].isNumber ? "n" : "t"
        return k == 0
          ? tag("th", ["scope": "row", "class": kind], cell) : tag("td", ["class": kind], cell)
      })
  }
  return tag(
    "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption],
    tag(
      "table", [:], tag("caption", [:], .text(caption)), tag("thead", [:], tag("tr", [:], head)),
      tag("tbody", [:], body)))
}
