import TasterKit
import TasterStore

/// One row on one screen: what was found, its cells beside what is usual, the rows that are most like it, what was decided.
struct CaseView: Sendable {
  let place: Place
  let row: HeldRow
  let found: HeldCase
  let previous: Int?
  let next: Int?
  let scatter: Scatter?

  /// The most columns that are compared, and the most nearest rows of a relation.
  static let limit = (columns: 30, rows: 3)

  /// A cell as tables show it; the row as it came has more of it.
  private static func short(_ cell: String) -> String { printable(cell, limit: 120) }

  /// What scripts are told.
  var facts: [Markup.Attribute] {
    tagAttributes(["data-view": "case", "data-row": "\(row.finding.row)"])
  }

  var content: [Markup] {
    [
      turning, heading, decided, DecisionForm(buttons: .row(row.decision)).markup,
      tag(
        "div", ["class": "two"], tag("section", [:], why, voices, cells),
        tag("section", [:], nearest, sameSource, picture, raw)),
    ]
  }

  private var turning: Markup {
    func way(_ name: String, _ rel: String, _ row: Int?) -> Markup {
      row.map {
        tag(
          "a", ["rel": rel, "href": place.address("/rows/\($0)")],
          .text("\(name) row (\($0))"))
      } ?? tag("span", ["class": "soft"], .text("no \(name) row"))
    }
    return tag(
      "nav", ["aria-label": "Rows"], way("previous", "prev", previous),
      way("next", "next", next),
      tag(
        "a", ["id": "list", "href": place.address("/rows")],
        .text(place.conditions.isEmpty ? "all rows" : "rows with \(place.conditions)")))
  }

  private var heading: Markup {
    let (finding, spot) = (row.finding, row.location)
    func item(_ name: String, _ value: String?) -> Markup {
      guard let value else { return .group([]) }
      return tag(
        "div", [:], tag("dt", [:], .text(name)), tag("dd", [:], .text(printable(value, limit: 160)))
      )
    }
    return .group([
      tag("h1", [:], .text("Row \(finding.row) "), RowListView.badge(row.status)),
      tag(
        "dl", ["class": "facts-line"],
        item("carries", finding.label), item("looks like", finding.suggestedLabel),
        item("score", Figures.significant(finding.score, digits: 3)),
        item("p", finding.pValue.map { Figures.significant($0, digits: 3) }),
        item("q", finding.qValue.map { Figures.significant($0, digits: 3) }),
        item(
          "held by",
          finding.heldBy.isEmpty ? "the threshold" : finding.heldBy.joined(separator: ", ")),
        item("source", spot.source), item("id", spot.id), item("file", spot.file),
        item("line", "\(spot.line)")),
    ])
  }

  private var decided: Markup {
    guard let decision = row.decision else { return .group([]) }
    return tag(
      "p", ["class": row.status == .released ? "good" : "bad"],
      .text(
        "\(row.status.rawValue) by \(decision.who), \(decision.at): \(decision.reason) "
          + "(decision \(decision.number))"))
  }

  private var why: Markup {
    let reasons = row.finding.reasons
    guard !reasons.isEmpty else { return .group([]) }
    return .group([
      tag("h2", [:], "Why"),
      tag(
        "ul", [:],
        reasons.map { reason in
          tag(
            "li", [:], tag("b", [:], .text(reason.detector)), .text(": \(reason.text) "),
            held(reason.rows))
        }),
    ])
  }

  /// The rows that a reason rests on and that are held themselves.
  private func held(_ rows: [Int]) -> Markup {
    let held = rows.filter { found.base.heldNeighbours.contains($0) }
    guard !held.isEmpty else { return .group([]) }
    let links = held.prefix(20).map { row in
      Markup.group([" ", tag("a", ["href": "/rows/\(row)"], .text("row \(row)"))])
    }
    let more = held.count > links.count ? " and \(held.count - links.count) more" : ""
    return .group([tag("br"), "held themselves:"] + links + [.text(more)])
  }

  private var voices: Markup {
    let evidence = row.finding.evidence.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard !evidence.isEmpty else { return .group([]) }
    return table(
      "Evidence in nats", [("detector", false), ("nats", true), ("gate", false)],
      evidence.map { name, nats in
        [
          .text(name), .text(Figures.significant(nats, digits: 3)),
          .text(row.finding.heldBy.contains(name) ? "holds the row" : ""),
        ]
      })
  }

  private var cells: Markup {
    let cells = found.base.cells
    guard !cells.isEmpty else { return .group([]) }
    func title(_ name: String?) -> String {
      name.map { "in '\(printable($0, limit: 24))' (\(found.base.classRows[$0] ?? 0))" }
        ?? "in all rows"
    }
    var heads: [(String, Bool)] = [
      ("column", false), ("value", false), (title(row.finding.label), false), ("z", true),
    ]
    if let suggested = row.finding.suggestedLabel {
      heads += [(title(suggested), false), ("z there", true)]
    }
    let lines = cells.prefix(Self.limit.columns).map { cell -> [Markup] in
      let own = cell.own.figures
      let isFeature = cell.role == Column.Role.feature.rawValue
      var line: [Markup] = [
        .text(cell.column), .text(Self.short(cell.text)),
        .text(own.usual.isEmpty ? "(\(isFeature ? cell.kind : cell.role))" : own.usual),
        .text(own.distance),
      ]
      if row.finding.suggestedLabel != nil {
        let other = cell.other?.figures
        line += [.text(other?.usual ?? ""), .text(other?.distance ?? "")]
      }
      return line
    }
    let more = cells.count - lines.count
    return .group([
      tag("h2", [:], "Its cells beside the class"),
      table("Median ± spread of the class; z counts spreads from the median", heads, lines),
      more > 0
        ? tag("p", ["class": "soft"], .text("and \(Figures.count(more, "column")) more"))
        : .group([]),
    ])
  }

  private var nearest: Markup {
    let (own, suggested) = (found.nearest[.own] ?? [], found.nearest[.suggested] ?? [])
    let others = own.prefix(Self.limit.rows) + suggested.prefix(Self.limit.rows)
    let caution =
      found.company.caution.map { tag("p", ["class": "soft"], .text($0)) } ?? .group([])
    guard !others.isEmpty else { return caution }
    let heads =
      [("column", false), ("row \(row.finding.row)", false)]
      + others.map { ($0.name, false) }
    var lines: [[Markup]] = [
      ["class", .text(row.finding.label ?? "–")] + others.map { .text($0.label ?? "–") },
      ["distance", "–"] + others.map { .text(Figures.significant($0.distance, digits: 3)) },
      ["status", .text(row.status.rawValue)]
        + others.map { .text(found.word($0)) },
    ]
    for column in found.base.columns.prefix(Self.limit.columns) {
      lines.append(
        [.text(column.name), .text(Self.short(column.value))]
          + others.map { other in
            let isThere = other.cells.indices.contains(column.position)
            let cell = isThere ? other.cells[column.position] : ""
            let shown = Self.short(cell)
            return HeldCase.differs(column, cell)
              ? tag("mark", [:], .text("* \(shown)")) : .text(shown)
          })
    }
    return .group([
      tag("h2", [:], "Nearest rows of both classes"),
      table("* another text, or more than one spread away", heads, lines), caution,
    ])
  }

  private var sameSource: Markup {
    guard let source = row.location.source, let rows = found.nearest[.source] else {
      return .group([])
    }
    return table(
      "Nearest rows of source '\(printable(source, limit: 60))'",
      [("row", true), ("class", false), ("distance", true), ("status", false)],
      rows.map {
        [
          .text("\($0.row)"), .text($0.label ?? "–"),
          .text(Figures.significant($0.distance, digits: 3)),
          .text(found.word($0)),
        ]
      })
  }

  private var picture: Markup {
    guard let scatter, let panel = ScatterPlot(scatter).panel(around: row.finding.row) else {
      return .group([])
    }
    return .group([tag("h2", [:], "Where it lies"), panel])
  }

  private var raw: Markup {
    .group([
      tag("h2", [:], "The row as it came"),
      tag("pre", [:], .text(String(decoding: row.bytes.prefix(2_400), as: UTF8.self))),
      tag(
        "p", ["class": "soft"],
        .text(
          "bytes \(row.location.byteOffset) to \(row.location.byteOffset + row.location.byteLength), "
            + "fingerprint \(row.location.fingerprint); \(Taxonomy.ingestPoisoning.reportName), "
            + Taxonomy.poisonTrainingData.id)),
    ])
  }
}
