/// Bars side by side, as SVG.
package struct BarChart: Sendable {
  /// The height of every bar, 0 and above.
  package let values: [Double]
  /// What stands under the first and under the last bar.
  package let first: String
  package let last: String
  /// What the picture shows, in words, for those who do not see it.
  package let says: String

  /// Makes a picture.
  package init(values: [Double], first: String, last: String, says: String) {
    self.values = values
    self.first = first
    self.last = last
    self.says = says
  }

  /// The distribution of scores.
  ///
  /// - Parameter scores: How many held rows have a score in each of equal parts of 0…1.
  package init(scores: [Int]) {
    self.init(
      values: scores.map { Double($0) }, first: "score 0", last: "score 1",
      says: "Held rows by score, in \(scores.count) parts of 0 to 1; the fullest has "
        + "\(Figures.grouped(scores.max() ?? 0)).")
  }

  private static let size = (width: 960.0, height: 140.0)

  /// The picture with its words.
  ///
  /// - Parameters:
  ///   - share: What the bars span.
  ///   - whole: What the whole width stands for.
  /// - Returns: The picture and a line below it.
  package func markup(share: Double, of whole: Double) -> Markup {
    let (width, height) = Self.size
    let most = max(values.max() ?? 0, 1)
    let step = width * max(share / max(whole, 1), 0) / Double(max(values.count, 1))
    let bars = values.enumerated().filter { $0.element > 0 && Double($0.offset) * step < width }
      .map { k, value in
        let x = Double(k) * step
        return tag(
          "rect",
          [
            "x": Self.figure(x), "y": Self.figure(height * (1 - value / most)),
            "width": Self.figure(min(max(step - 1, 1), width - x)),
            "height": Self.figure(height * value / most),
          ])
      }
    let axis = tag(
      "line",
      [
        "x1": "0", "y1": Self.figure(height), "x2": Self.figure(width), "y2": Self.figure(height),
      ])
    // Bars are stretched to the page; words below them are the page's own, and keep their size.
    return .group([
      tag(
        "svg",
        [
          "class": "bars", "viewBox": "0 0 \(Self.figure(width)) \(Self.figure(height))",
          "preserveAspectRatio": "none", "role": "img", "aria-label": says,
        ], bars + [axis]),
      tag(
        "p", ["class": "axis soft"], tag("span", [:], .text(first)), tag("span", [:], .text(last))),
      tag("p", ["class": "soft"], .text(says)),
    ])
  }

  /// A length with at most two decimals.
  private static func figure(_ x: Double) -> String {
    let hundredths = Int((x * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    guard rest != 0 else { return "\(whole)" }
    return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

/// A picture with words in it: where there is no room it is moved under the window, not made smaller than can be read.
func scrolling(_ picture: Markup, says: String) -> Markup {
  tag(
    "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": says], picture)
}
