import TasterKit
import TasterStore

/// Labels that held rows carry against those that they look like: a square a pair, the darker the more rows.
struct LabelFlow: Sendable {
  /// The most labels of a side.
  static let limit = 12
  let names: [String]
  /// Rows by carried and by suggested label.
  let counts: [[Int]]

  init(_ flows: [Overview.Bundle]) {
    var names: [String] = []
    for flow in flows {
      for name in flow.values.compactMap({ $0 }) where !names.contains(name) {
        if names.count < Self.limit { names.append(name) }
      }
    }
    var counts = Array(repeating: Array(repeating: 0, count: names.count), count: names.count)
    for flow in flows {
      guard let label = flow.values[0], let looks = flow.values[1],
        let i = names.firstIndex(of: label), let j = names.firstIndex(of: looks)
      else { continue }
      counts[i][j] += flow.rows
    }
    self.names = names
    self.counts = counts
  }

  private static let side = 44
  private static let margin = (left: 170, top: 30)

  /// The picture with its words; nothing where no row looks like another class.
  var markup: Markup {
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
      "Rows by the label that they carry (down) and the one that they look like (across); the largest pair "
      + "has \(Figures.count(most, "row"))."
    let (width, height) = (margin.left + names.count * side, margin.top + names.count * side)
    return .group([
      tag("h3", [:], "From label to label"),
      tag(
        "svg",
        [
          "viewBox": "0 0 \(width) \(height)", "width": "\(width)", "role": "img",
          "aria-label": says,
        ], shapes), tag("p", ["class": "soft"], .text(says)),
    ])
  }

  /// At most five characters.
  private static func short(_ count: Int) -> String {
    count < 10_000 ? "\(count)" : count < 1_000_000 ? "\(count / 1_000)k" : "\(count / 1_000_000)M"
  }
}

/// Held rows by source, a bar a source.
struct SourceBars: Sendable {
  /// The most sources.
  static let limit = 20
  private let sources: [Overview.Bundle]

  init(_ sources: [Overview.Bundle]) { self.sources = sources }

  /// The picture with its words; nothing where the data names no source.
  var markup: Markup {
    let told = sources.prefix(Self.limit)
    guard let most = told.map({ $0.rows }).max() else { return .group([]) }
    let (line, left, width) = (22, 170, 960)
    var shapes: [Markup] = []
    for (k, source) in told.enumerated() {
      let length = max((width - left - 90) * source.rows / max(most, 1), 1)
      shapes += [
        tag(
          "text", ["x": "\(left - 8)", "y": "\(k * line + 15)", "text-anchor": "end"],
          .text(printable(source.values[0] ?? "no source", limit: 22))),
        tag(
          "rect",
          ["x": "\(left)", "y": "\(k * line + 2)", "width": "\(length)", "height": "\(line - 4)"]),
        tag(
          "text", ["x": "\(left + length + 6)", "y": "\(k * line + 15)"],
          .text(Figures.grouped(source.rows))),
      ]
    }
    let beyond = sources.count - told.count
    let says =
      "Held rows by source, the most first"
      + (beyond > 0 ? "; \(Figures.grouped(beyond)) more sources are not drawn." : ".")
    return .group([
      tag("h3", [:], "Over sources"),
      tag(
        "svg",
        [
          "viewBox": "0 0 \(width) \(max(told.count, 1) * line)", "role": "img",
          "aria-label": says,
        ], shapes), tag("p", ["class": "soft"], .text(says)),
    ])
  }
}
