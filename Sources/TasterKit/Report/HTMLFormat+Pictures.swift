/// The pictures of `report.html`.
extension HTMLFormat {
  func positions(_ report: Report) -> Markup {
    guard report.heldCount > 0, report.positions.bins.count > 1 else { return .group([]) }
    return Self.section(
      "Held rows over the order of the data",
      BarChart(
        values: report.positions.bins.map { Double($0) },
        first: "row 1", last: "row \(Figures.grouped(report.facts.rows))",
        says: "Held rows in bins of \(Figures.count(report.positions.width, "row")); the fullest "
          + "has \(Figures.grouped(report.positions.bins.max() ?? 0))."
      ).markup(
        share: Double(report.positions.bins.count * report.positions.width),
        of: Double(report.facts.rows)))
  }

  func scores(_ report: Report) -> Markup {
    guard report.heldCount > 0 else { return .group([]) }
    return Self.section(
      "Scores of held rows", BarChart(scores: report.scores).markup(share: 1, of: 1))
  }

  func labels(_ report: Report) -> Markup {
    LabelSquares(report.labelFlow.map { ($0.given, $0.suggested, $0.count) }).markup
  }

  func sourceBars(_ report: Report) -> Markup {
    let sources = report.sources.filter { $0.held > 0 }
      .sorted { ($1.held, $0.name) < ($0.held, $1.name) }
    return SourceBars(sources.map { ($0.name, $0.held) }).markup
  }

  func scatter(_ report: Report) -> Markup {
    guard report.heldCount > 0, let scatter = report.scatter else { return .group([]) }
    return Self.section("Where the rows of each class lie", ScatterPlot(scatter).markup)
  }
}
