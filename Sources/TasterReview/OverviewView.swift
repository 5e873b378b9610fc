import TasterKit
import TasterStore

/// The first view: groups of held rows that one decision may be about, and where they lie.
struct OverviewView: Sendable {
  let overview: Overview
  let counts: Ledger.Counts
  let facts: RunFacts
  let scatter: Scatter?

  var content: [Markup] {
    guard counts.judged > 0 else {
      return [
        tag("h1", [:], "Held rows"),
        tag("p", [:], .text("No row of \(Figures.grouped(facts.rows)) is held.")),
      ]
    }
    return [
      tag("h1", [:], "Held rows"), figures, tag("h2", [:], "Groups"), flows, sources, shared,
      detectors, tag("h2", [:], "Where they lie"), plots,
    ]
  }

  private var figures: Markup {
    func fact(_ value: Int, _ what: String, _ show: Place.Show) -> Markup {
      tag(
        "li", [:],
        tag(
          "a", ["href": Place().with(show: show).address("/rows")],
          tag("b", [:], .text(Figures.grouped(value))), .text(what)))
    }
    return tag(
      "ul", ["class": "facts"],
      fact(counts.judged, "held by the scan", .all),
      fact(counts.undecided, "undecided", .undecided),
      fact(counts.released, "released", .released),
      fact(counts.confirmed, "confirmed as poison", .confirmed))
  }

  /// "312 rows, one source (eu-7), a → b".
  static func sentence(_ bundle: Overview.Bundle, _ what: String) -> String {
    let rows = Figures.count(bundle.rows, "row")
    switch bundle.sources {
    case 0: return "\(rows), \(what)"
    case 1: return "\(rows), one source (\(bundle.source ?? "")), \(what)"
    case let n: return "\(rows), \(Figures.grouped(n)) sources, \(what)"
    }
  }

  private func lines(
    _ title: String, _ bundles: [Overview.Bundle],
    _ sentence: (Overview.Bundle) -> (text: String, filter: String?)
  ) -> Markup {
    guard !bundles.isEmpty else { return .group([]) }
    return table(
      title,
      [("group", false), ("mean score", true), ("decided", true), ("rows", true)],
      bundles.map { bundle in
        let (text, filter) = sentence(bundle)
        var place = Place()
        place.filter = filter ?? ""
        return [
          filter == nil
            ? .text(text) : tag("a", ["href": place.address("/rows")], .text(text)),
          .text(Figures.significant(bundle.meanScore, digits: 3)),
          .text(Figures.grouped(bundle.decided)), .text(Figures.grouped(bundle.rows)),
        ]
      })
  }

  private var flows: Markup {
    lines("By the label that rows carry and the one that they look like", overview.flows) {
      let (label, looks) = ($0.values[0], $0.values[1])
      let what = "\(label ?? "no label") → \(looks ?? "no other class")"
      guard let label else { return (Self.sentence($0, what), nil) }
      let filter =
        looks.map { RowFilter.text([.label: label, .suggested: $0]) }
        ?? RowFilter.text([.label: label])
      return (Self.sentence($0, what), filter)
    }
  }

  private var sources: Markup {
    lines("By source", overview.sources) { bundle in
      let name = bundle.values[0]
      return (
        "\(Figures.count(bundle.rows, "row")) from \(name ?? "no source")",
        name.map { RowFilter.text([.source: $0]) }
      )
    }
  }

  private var shared: Markup {
    lines("By what they share", overview.shared) {
      let reason = $0.values[1] ?? ""
      return (Self.sentence($0, reason), RowFilter.text([.why: reason]))
    }
  }

  private var detectors: Markup {
    lines("By the detector that speaks first", overview.detectors) {
      let name = $0.values[0] ?? ""
      return (Self.sentence($0, name), RowFilter.text([.detector: name]))
    }
  }

  private var plots: Markup {
    .group([
      tag("h3", [:], "Scores"), BarChart(scores: overview.scores).markup(share: 1, of: 1),
      tag("h3", [:], "Over the order of the data"),
      BarChart(
        values: overview.positions.map { Double($0) }, first: "row 1",
        last: "row \(Figures.grouped(facts.rows))",
        says: "Held rows in \(Overview.binCount) equal parts of the data; the fullest has "
          + "\(Figures.grouped(overview.positions.max() ?? 0))."
      ).markup(share: 1, of: 1),
      picture("From label to label", LabelSquares(pairs).markup),
      picture("Over sources", SourceBars(named).markup),
      picture("Where the rows of each class lie", scatter.map { ScatterPlot($0).markup }),
    ])
  }

  private var pairs: [(given: String, suggested: String, rows: Int)] {
    overview.flows.compactMap { flow in
      guard let given = flow.values[0], let suggested = flow.values[1] else { return nil }
      return (given, suggested, flow.rows)
    }
  }

  private var named: [(name: String, rows: Int)] {
    overview.sources.map { ($0.values[0] ?? "no source", $0.rows) }
  }

  /// A picture with its title; nothing where there is nothing to draw.
  private func picture(_ title: String, _ content: Markup?) -> Markup {
    guard let content, !content.text.isEmpty else { return .group([]) }
    return .group([tag("h3", [:], .text(title)), content])
  }
}
