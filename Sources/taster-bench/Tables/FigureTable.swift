import TasterKit

/// A table of figures: a name a row, then figures; for a terminal and for an article.
package struct FigureTable: Sendable {
  private let titles: [String]
  private var rows: [[String]] = []

  /// A table without rows.
  ///
  /// - Parameters:
  ///   - name: What the rows are.
  ///   - figures: The titles of the columns of figures.
  package init(_ name: String, _ figures: [String]) { titles = [name] + figures }

  /// Whether there is no row.
  package var isEmpty: Bool { rows.isEmpty }

  /// Adds a row: a figure for every column.
  package mutating func add(_ name: String, _ figures: [String]) {
    precondition(figures.count == titles.count - 1, "a figure for every column")
    rows.append([name] + figures)
  }

  /// Lines for a terminal, joined.
  package var text: String {
    var table = AlignedTable(
      titles.enumerated().map { $0 == 0 ? .text($1, least: 40) : .number($1) })
    for row in rows { table.add(row) }
    return table.lines(width: .max).joined(separator: "\n")
  }

  /// Lines of Markdown, joined.
  package var markdown: String {
    let rule = ["---"] + titles.dropFirst().map { _ in "---:" }
    return ([titles, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }
}

/// A figure with three decimals; an en dash for none.
package func figure(_ value: Double?) -> String { value.map { fixed($0) } ?? "–" }

/// What a figure becomes, as a difference with its sign; nothing where three decimals do not show it.
package func change(_ value: Double?, from old: Double?) -> String {
  guard let value, let old else { return "–" }
  let difference = ((value - old) * 1_000).rounded() / 1_000
  if difference == 0 { return "0" }
  return (difference < 0 ? "−" : "+") + fixed(difference.magnitude)
}

/// A share as a percentage with two decimals; an en dash for none.
package func share(_ value: Double?) -> String {
  value.map { "\(fixed($0 * 100).dropLast()) %" } ?? "–"
}
