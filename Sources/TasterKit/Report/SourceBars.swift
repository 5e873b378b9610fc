/// Held rows by source, a bar a source.
package struct SourceBars: Sendable {
  /// The most sources.
  static let limit = 20
  private let sources: [(name: String, rows: Int)]

  /// Lays out sources, the one with the most held rows first.
  package init(_ sources: [(name: String, rows: Int)]) { self.sources = sources }

  /// The picture with its words; nothing where the data names no source.
  package var markup: Markup {
    let told = sources.prefix(Self.limit)
    guard let most = told.map({ $0.rows }).max() else { return .group([]) }
    let (line, left, width) = (22, 170, 480)
    var shapes: [Markup] = []
    for (k, source) in told.enumerated() {
      let length = max((width - left - 90) * source.rows / max(most, 1), 1)
      shapes += [
        tag(
          "text", ["x": "\(left - 8)", "y": "\(k * line + 15)", "text-anchor": "end"],
          .text(printable(source.name, limit: 22))),
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
    let picture = tag(
      "svg",
      [
        "viewBox": "0 0 \(width) \(max(told.count, 1) * line)", "width": "\(width)",
        "role": "img", "aria-label": says,
      ], shapes)
    return .group([
      scrolling(picture, says: "Held rows by source"), tag("p", ["class": "soft"], .text(says)),
    ])
  }
}
