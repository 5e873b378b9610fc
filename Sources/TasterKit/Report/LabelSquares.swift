/// Labels that held rows carry against those that they look like: a square a pair, the darker the more rows.
package struct LabelSquares: Sendable {
  /// The most labels of a side.
  static let limit = 12
  package let names: [String]
  /// Rows by carried and by suggested label.
  package let counts: [[Int]]
  /// What the two labels of a pair are.
  private let meaning: String

  /// Lays out pairs of labels, the most frequent first.
  package init(
    _ flows: [(given: String, suggested: String, rows: Int)],
    meaning: String = "the label that they carry (down) and the one that they look like (across)"
  ) {
    self.meaning = meaning
    var names: [String] = []
    for name in flows.flatMap({ [$0.given, $0.suggested] }) where !names.contains(name) {
      if names.count < Self.limit { names.append(name) }
    }
    var counts = Array(repeating: Array(repeating: 0, count: names.count), count: names.count)
    for flow in flows {
      guard let i = names.firstIndex(of: flow.given), let j = names.firstIndex(of: flow.suggested)
      else { continue }
      counts[i][j] += flow.rows
    }
    self.names = names
    self.counts = counts
  }

  private static let side = 44
  private static let margin = (left: 170, top: 30)

  /// The picture with its words; nothing where no row looks like another class.
  package var markup: Markup {
    let most = counts.joined().max() ?? 0
    guard most > 0 else { return .group([]) }
    let (side, margin) = (Self.side, Self.margin)
    var shapes: [Markup] = []
    for (i, name) in names.enumerated() {
      let y = margin.top + i * side
      shapes.append(
        tag(
          "text", ["x": "\(margin.left - 8)", "y": "\(y + side / 2 + 4)", "text-anchor": "end"],
          .text(printable(name, limit: 22))))
      shapes.append(
        tag(
          "text",
          ["x": "\(margin.left + i * side + side / 2)", "y": "20", "text-anchor": "middle"],
          .text(printable(name, limit: 6))))
      for (j, count) in counts[i].enumerated() {
        let x = margin.left + j * side
        let share = Double(count) / Double(most)
        shapes.append(
          tag(
            "rect",
            [
              "x": "\(x)", "y": "\(y)", "width": "\(side - 2)", "height": "\(side - 2)",
              "class": count == 0 ? "none" : "some",
              "fill-opacity": count == 0
                ? "1" : Figures.significant(0.15 + 0.25 * share, digits: 3),
            ]))
        if count > 0 {
          shapes.append(
            tag(
              "text",
              [
                "x": "\(x + side / 2 - 1)", "y": "\(y + side / 2 + 4)", "text-anchor": "middle",
                "class": "ink",
              ], .text(Self.short(count))))
        }
      }
    }
    let says =
      "Rows by \(meaning); the largest pair has \(Figures.count(most, "row"))."
    let (width, height) = (margin.left + names.count * side, margin.top + names.count * side)
    let picture = tag(
      "svg",
      [
        "viewBox": "0 0 \(width) \(height)", "width": "\(width)", "role": "img",
        "aria-label": says,
      ], shapes)
    return .group([
      scrolling(picture, says: "Labels by label"), tag("p", ["class": "soft"], .text(says)),
    ])
  }

  /// At most five characters.
  private static func short(_ count: Int) -> String {
    count < 10_000 ? "\(count)" : count < 1_000_000 ? "\(count / 1_000)k" : "\(count / 1_000_000)M"
  }
}
