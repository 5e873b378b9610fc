import RealModule

/// A chart of lines in SVG, its colours left to the page's style.
struct PageChart {
  /// How values stand along an axis.
  enum Scale: Hashable {
    /// By their differences.
    case linear(ClosedRange<Double>)
    /// By their ratios; both ends above 0.
    case logarithmic(ClosedRange<Double>)

    /// Where a value stands, 0…1; what lies outside stands at the end.
    func place(_ value: Double) -> Double {
      switch self {
      case .linear(let range):
        let span = range.upperBound - range.lowerBound
        return span > 0 ? min(max((value - range.lowerBound) / span, 0), 1) : 0
      case .logarithmic(let range):
        let low = Double.log(range.lowerBound)
        let span = Double.log(range.upperBound) - low
        let at = Double.log(max(value, range.lowerBound))
        return span > 0 ? min(max((at - low) / span, 0), 1) : 0
      }
    }

    /// A few values for marks along the axis.
    var ticks: [Double] {
      switch self {
      case .linear(let range):
        return (0...4).map {
          range.lowerBound + Double($0) / 4 * (range.upperBound - range.lowerBound)
        }
      case .logarithmic(let range):
        let first = Int(Double.log10(range.lowerBound).rounded(.up))
        let last = Int((Double.log10(range.upperBound) + 1e-9).rounded(.down))
        guard first <= last else { return [range.lowerBound, range.upperBound] }
        let step = max(1, (last - first) / 5)
        return stride(from: first, through: last, by: step).map { Double.exp10(Double($0)) }
      }
    }
  }

  /// One line.
  struct Line {
    /// Which colour of the page it has.
    let colour: Int
    let points: [(x: Double, y: Double)]
  }

  let title: String
  let xName: String
  let yName: String
  let x: Scale
  let y: Scale
  var lines: [Line] = []
  /// A point that stands out, with its words.
  var mark: (x: Double, y: Double, words: String)?
  /// Whether the lines fall from the left to the right.
  var isFalling = false
  /// How values are written along the axes.
  var writesX: (Double) -> String = { Figures.significant($0, digits: 3) }
  var writesY: (Double) -> String = { percent($0) }

  private static let size = (width: 460.0, height: 300.0)
  private static let edge = (left: 66.0, right: 22.0, top: 12.0, bottom: 46.0)

  /// The chart.
  var svg: Markup {
    let (width, height) = (Int(Self.size.width), Int(Self.size.height))
    return """
      <figure><figcaption>\(title)</figcaption>
      <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(title)">\
      \(Markup(axes))\(Markup(lines.map { line($0) }))\(mark.map { point($0) } ?? "")</svg></figure>
      """
  }

  private func across(_ value: Double) -> Double {
    let inner = Self.size.width - Self.edge.left - Self.edge.right
    return Self.edge.left + inner * x.place(value)
  }

  private func down(_ value: Double) -> Double {
    let inner = Self.size.height - Self.edge.top - Self.edge.bottom
    return Self.edge.top + inner * (1 - y.place(value))
  }

  private var axes: [Markup] {
    let (left, right) = (Self.edge.left, Self.size.width - Self.edge.right)
    let (top, bottom) = (Self.edge.top, Self.size.height - Self.edge.bottom)
    let upward = y.ticks.map { tick -> Markup in
      let at = down(tick)
      return """
        <line class="grid" x1="\(Self.figure(left))" x2="\(Self.figure(right))" y1="\(Self.figure(at))" \
        y2="\(Self.figure(at))"/><text class="end" x="\(Self.figure(left - 6))" y="\(Self.figure(at + 4))">\
        \(writesY(tick))</text>
        """
    }
    let along = x.ticks.map { tick -> Markup in
      let at = across(tick)
      return """
        <line class="grid" x1="\(Self.figure(at))" x2="\(Self.figure(at))" y1="\(Self.figure(top))" \
        y2="\(Self.figure(bottom))"/><text class="middle" x="\(Self.figure(at))" \
        y="\(Self.figure(bottom + 16))">\(writesX(tick))</text>
        """
    }
    let names: Markup = """
      <text class="middle" x="\(Self.figure((left + right) / 2))" y="\(Self.figure(bottom + 36))">\(xName)</text>\
      <text class="middle" transform="rotate(-90)" x="\(Self.figure(-(top + bottom) / 2))" y="12">\(yName)</text>
      """
    return upward + along + [names]
  }

  private func line(_ line: Line) -> Markup {
    let points = line.points.map {
      "\(Self.figure(across($0.x))),\(Self.figure(down($0.y)))"
    }
    return
      "<polyline class=\"line c\(line.colour)\" points=\"\(points.joined(separator: " ").data)\"/>"
  }

  private func point(_ mark: (x: Double, y: Double, words: String)) -> Markup {
    let (a, b) = (across(mark.x), down(mark.y))
    // What is chosen lies on the line or beyond it: beside one that rises there is room above on the left, beside one that
    // falls above on the right.
    let isRight = isFalling && a < Self.size.width * 0.6
    let isLeft = !isRight && a > Self.size.width * 0.4
    let (x, y) = isRight ? (a + 9, b - 5) : isLeft ? (a - 9, b - 5) : (a + 9, b + 16)
    return """
      <circle class="chosen" cx="\(Self.figure(a))" cy="\(Self.figure(b))" r="5"/>\
      <text class="\(isLeft ? "end" : "begin") strong" x="\(Self.figure(x))" \
      y="\(Self.figure(max(y, Self.edge.top + 10)))">\(mark.words)</text>
      """
  }

  /// A length with one decimal.
  static func figure(_ length: Double) -> String {
    let tenths = Int((length * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }
}

extension String {
  /// Figures of ours, as markup: longer than any text from the data may be.
  fileprivate var data: Markup { Markup(figures: self) }
}
