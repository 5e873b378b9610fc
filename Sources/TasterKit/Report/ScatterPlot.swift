/// A scatter as pictures: one a class, its kept rows as dots, those of other classes as faint ones, held rows as crosses.
package struct ScatterPlot: Sendable {
  private let scatter: Scatter

  /// A picture's width and height, and how far its points keep from the edge.
  private static let side = 420
  private static let edge = 14
  /// The arms of a cross, from its middle.
  private static let arm = 6
  /// The most faint dots of a picture.
  private static let otherLimit = 240

  package init(_ scatter: Scatter) { self.scatter = scatter }

  /// All pictures with their words.
  package var markup: Markup {
    guard !scatter.directions.isEmpty else {
      return tag(
        "p", [:],
        .text(
          scatter.columns == 0
            ? "The table has no numeric column that varies, so its rows have no place in a plane."
            : "The rows do not differ in their numeric columns, so they have no places in a plane.")
      )
    }
    return .group([
      tag("p", ["class": "soft"], .text(words)),
      tag(
        "div", ["class": "panels"], scatter.groups.indices.map { panel(scatter.groups[$0], nil) }),
    ])
  }

  /// The picture of a held row's class, with a ring round the row; nil where the row is not in it.
  package func panel(around row: Int) -> Markup? {
    guard let group = scatter.groups.first(where: { $0.heldRows.contains(row) }) else { return nil }
    return .group([
      tag("div", ["class": "panels"], panel(group, group.heldRows.firstIndex(of: row))),
      tag("p", ["class": "soft"], .text("The ring is round this row. " + words)),
    ])
  }

  /// What the rows are called that are drawn as dots.
  private var dots: String { scatter.isOfStream ? "trusted" : "kept" }

  private var words: String {
    let shares = scatter.directions.map { "\(Figures.significant(100 * $0.share, digits: 2)) %" }
    let ways = zip(["across", "up"], scatter.directions).map { way, direction in
      "\(way) mostly \(direction.columns.map { printable($0, limit: 30) }.joined(separator: ", "))"
    }
    let rows = scatter.isOfStream ? "the baseline's" : "those that are not held"
    return "Rows along the directions in which \(rows) differ most: "
      + "\(shares.joined(separator: " and ")) of what differs in "
      + "\(Figures.count(scatter.columns, "numeric column")); \(ways.joined(separator: "; ")). Dots are \(dots) "
      + "rows of the class, faint dots rows of other classes, crosses held rows that carry its label; "
      + "what lies far out stands at the edge."
  }

  private func panel(_ group: Scatter.Group, _ ringed: Int?) -> Markup {
    let others = scatter.groups.filter { $0.name != group.name }
    let share = Self.otherLimit / max(others.count, 1)
    let faint = others.flatMap { $0.keptPoints.prefix(2 * share) }
    let title = group.name.map { "'\(printable($0, limit: 40))'" } ?? "all rows"
    let drawn = group.heldRows.count
    let said =
      "\(title): \(Figures.count(group.held, "row")) held"
      + (drawn < group.held ? ", \(Figures.grouped(drawn)) of them drawn" : "")
    var shapes = [
      path("others", faint, strokes), path("kept", group.keptPoints, strokes),
      path("marked", group.heldPoints, crosses),
    ]
    if let ringed {
      shapes.append(
        tag(
          "circle",
          [
            "class": "ring", "cx": "\(Self.across(group.heldPoints[2 * ringed]))",
            "cy": "\(Self.down(group.heldPoints[2 * ringed + 1]))", "r": "14",
          ]))
    }
    return tag(
      "figure", [:],
      tag(
        "svg",
        [
          "class": "plane", "viewBox": "0 0 \(Self.side) \(Self.side)", "role": "img",
          "aria-label":
            "\(said); \(Figures.count(group.keptPoints.count / 2, "\(dots) row")) drawn",
        ], shapes), tag("figcaption", [:], .text(said)))
  }

  private func path(
    _ name: Markup, _ points: [Int], _ draw: (_ x: Int, _ y: Int) -> String
  ) -> Markup {
    guard !points.isEmpty else { return .group([]) }
    let data = stride(from: 0, to: points.count - 1, by: 2).map {
      draw(Self.across(points[$0]), Self.down(points[$0 + 1]))
    }
    return "<path class=\"\(name)\" d=\"\(Markup(path: data.joined()))\"/>"
  }

  /// A line of no length, which a round end makes a dot.
  private func strokes(_ x: Int, _ y: Int) -> String { "M\(x) \(y)h0" }

  private func crosses(_ x: Int, _ y: Int) -> String {
    let (a, b) = (Self.arm, 2 * Self.arm)
    return "M\(x - a) \(y - a)l\(b) \(b)m0-\(b)l-\(b) \(b)"
  }

  private static func across(_ x: Int) -> Int { edge + x * (side - 2 * edge) / Scatter.side }
  private static func down(_ y: Int) -> Int { side - across(y) }
}
