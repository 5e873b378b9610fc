import TasterKit
import TasterStore

/// A page of held rows.
struct RowListView: Sendable {
  let place: Place
  let rows: [HeldRow]
  /// How many rows match.
  let matched: Int
  /// Whether there are rows before and behind.
  let hasBefore: Bool
  let hasAfter: Bool

  /// How many rows a page has.
  static let pageSize = 50

  var content: [Markup] {
    [tag("h1", [:], "Rows"), form, tabs, count]
      + (rows.isEmpty
        ? [] : [DecisionForm(buttons: .selected).markup, list, turning])
  }

  /// What scripts are told.
  var facts: [Markup.Attribute] { tagAttributes(["data-view": "list"]) }

  private var form: Markup {
    let hidden = [("show", place.show.rawValue), ("sort", place.isByRow ? "row" : "score")].map {
      tag("input", ["type": "hidden", "name": $0.0, "value": $0.1])
    }
    return tag(
      "form", ["action": "/rows", "method": "get", "role": "search", "class": "line"],
      [
        tag("label", ["for": "where"], "Filter"),
        tag(
          "input",
          [
            "id": "where", "name": "where", "type": "text", "value": place.filter,
            "autocomplete": "off", "spellcheck": "false", "aria-describedby": "where-help",
          ]), tag("button", ["type": "submit"], "Show"),
        tag(
          "p", ["id": "where-help", "class": "soft"],
          .text(
            "As with taster inspect: class=spam detector=trigger score>0.9 source='eu 7' why~\"f7 = 3\""
          )
        ),
      ] + hidden)
  }

  private var tabs: Markup {
    let shows = Place.Show.allCases.map { show in
      show == place.show
        ? tag(
          "a", ["href": place.with(show: show).address("/rows"), "aria-current": "true"],
          .text(show.rawValue))
        : tag("a", ["href": place.with(show: show).address("/rows")], .text(show.rawValue))
    }
    var other = place
    other.isByRow.toggle()
    let order = tag(
      "a", ["href": other.address("/rows")],
      .text(place.isByRow ? "the most suspicious first" : "in the order of the data"))
    return tag("nav", ["aria-label": "Status and order"], shows + [order])
  }

  private var count: Markup {
    .group([
      tag(
        "p", [:],
        .text(
          rows.isEmpty
            ? "No held row matches."
            : "\(Figures.count(matched, "row")) \(matched == 1 ? "matches" : "match")")),
      tag("input", ["type": "hidden", "id": "conditions", "value": place.conditions]),
      tag("input", ["type": "hidden", "id": "matched", "value": "\(matched)"]),
    ])
  }

  private var list: Markup {
    let heads = ["", "row", "score", "class", "looks like", "source", "status", "why"]
    let numbers: Set = ["row", "score"]
    let head = heads.map { name in
      name.isEmpty
        ? tag("th", ["scope": "col"], tag("span", ["class": "unseen"], "selected"))
        : tag("th", ["scope": "col", "class": numbers.contains(name) ? "n" : "t"], .text(name))
    }
    return tag(
      "div", ["class": "scroll"],
      tag(
        "table", ["id": "rows"], tag("caption", ["class": "unseen"], "Held rows"),
        tag("thead", [:], tag("tr", [:], head)), tag("tbody", [:], rows.map { line($0) })))
  }

  private func line(_ row: HeldRow) -> Markup {
    let finding = row.finding
    func cell(_ text: String?) -> Markup {
      tag("td", [:], .text(printable(text ?? "–", limit: 60)))
    }
    return tag(
      "tr", ["data-row": "\(finding.row)"],
      tag(
        "td", [:],
        tag(
          "input",
          [
            "type": "checkbox", "class": "choice", "value": "\(finding.row)",
            "aria-label": "select row \(finding.row)",
          ])),
      tag(
        "th", ["scope": "row", "class": "n"],
        tag("a", ["href": place.address("/rows/\(finding.row)")], .text("\(finding.row)"))),
      tag("td", ["class": "n"], .text(Figures.significant(finding.score, digits: 3))),
      cell(finding.label), cell(finding.suggestedLabel), cell(row.location.source),
      tag("td", [:], Self.badge(row.status)),
      tag(
        "td", ["class": "why"],
        .text(
          printable(
            finding.reasons.first?.text ?? finding.heldBy.joined(separator: ", "), limit: 200))))
  }

  /// A status, in its dress.
  static func badge(_ status: RowStatus) -> Markup {
    switch status {
    case .undecided: tag("span", ["class": "badge"], "undecided")
    case .released: tag("span", ["class": "badge good"], "released")
    case .confirmed: tag("span", ["class": "badge bad"], "confirmed")
    }
  }

  private var turning: Markup {
    var ways: [Markup] = []
    if hasBefore, let first = rows.first {
      ways.append(
        tag(
          "a",
          [
            "rel": "prev",
            "href": place.address("/rows", [("before", "\(first.finding.row)")]),
          ], "previous page"))
    }
    if hasAfter, let last = rows.last {
      ways.append(
        tag(
          "a",
          ["rel": "next", "href": place.address("/rows", [("after", "\(last.finding.row)")])],
          "next page"))
    }
    return ways.isEmpty ? .group([]) : tag("nav", ["aria-label": "Pages"], ways)
  }
}

/// The reason and the buttons of a decision; they show when the script runs.
struct DecisionForm: Sendable {
  /// What the buttons are about.
  enum Buttons: Sendable {
    /// Rows that are selected in a list.
    case selected
    /// The row of the view, with the decision that stands.
    case row(HeldRow.Standing?)
  }

  let buttons: Buttons

  var markup: Markup {
    func button(_ action: String, _ text: String) -> Markup {
      tag("button", ["type": "button", "data-act": action], .text(text))
    }
    var acts: [Markup]
    switch buttons {
    case .selected:
      acts = [
        button("release", "Release selected"), button("confirm", "Confirm selected as poison"),
        button("select-all", "Select all that match"),
        tag("span", ["id": "selected", "role": "status"], "no row selected"),
      ]
    case .row(let standing):
      acts = [button("release", "Release"), button("confirm", "Confirm poison")]
      if let standing {
        acts.append(
          tag(
            "button",
            ["type": "button", "data-act": "undo", "data-decision": "\(standing.number)"],
            "Undo this decision"))
      }
    }
    return tag(
      "form", ["class": "line acts", "id": "decide", "hidden": ""],
      [
        tag("label", ["for": "because"], "Reason"),
        tag(
          "input",
          [
            "id": "because", "type": "text", "value": "reviewed", "maxlength": "500",
            "required": "", "autocomplete": "off",
          ]),
      ] + acts)
  }
}
