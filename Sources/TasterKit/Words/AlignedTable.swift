/// A table of texts for a terminal, its columns aligned by the cells that characters take.
///
/// Hand-written: TextTable 0.0.2 counts characters rather than cells, knows no width of the whole table, and brings
/// Foundation into the core. Every cell is made ``printable(_:limit:)`` here, so callers pass what they have.
package struct AlignedTable: Sendable {
  /// One column.
  package struct Column: Sendable {
    let title: String
    let isNumber: Bool
    let least: Int?
    var isScore = false

    /// A column of numbers, aligned to the right, never cut.
    package static func number(_ title: String) -> Column {
      Column(title: title, isNumber: true, least: nil)
    }

    /// A column of scores: numbers that a style may dress.
    package static func score(_ title: String) -> Column {
      Column(title: title, isNumber: true, least: nil, isScore: true)
    }

    /// A column of texts, aligned to the left, cut down to `least` cells where the table is too wide.
    package static func text(_ title: String, least: Int = 8) -> Column {
      Column(title: title, isNumber: false, least: least)
    }
  }

  /// The cells between two columns.
  private static let gap = 2

  private let columns: [Column]
  private var rows: [[String]] = []
  private var widths: [Int]

  /// A table without rows.
  package init(_ columns: [Column]) {
    self.columns = columns
    widths = columns.map { $0.title.displayWidth }
  }

  /// Whether there is no row.
  package var isEmpty: Bool { rows.isEmpty }

  /// Adds a row: one cell a column.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a cell for every column")
    let row = cells.map { printable($0, limit: 400) }
    for (k, cell) in row.enumerated() { widths[k] = max(widths[k], cell.displayWidth) }
    rows.append(row)
  }

  /// The fewest cells that a line needs.
  package var leastWidth: Int { total(columns.indices.map { min(widths[$0], least($0)) }) }

  /// The titles and the rows, a line each without its end.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line; it is passed only where ``leastWidth`` passes it.
  ///   - style: How titles and scores are dressed.
  /// - Returns: The line of titles, then a line a row, none with spaces at its end.
  /// - Complexity: O(rows × columns).
  package func lines(width: Int, style: Style = .plain) -> [String] {
    var fitted = widths
    while total(fitted) > width {
      let open = columns.indices.filter { fitted[$0] > least($0) }
      guard let widest = open.max(by: { fitted[$0] < fitted[$1] }) else { break }
      fitted[widest] -= 1
    }
    return [style.heading(line(columns.map { $0.title }, widths: fitted, style: .plain))]
      + rows.map { line($0, widths: fitted, style: style) }
  }

  private func least(_ k: Int) -> Int { max(columns[k].least ?? widths[k], 1) }

  private func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + Self.gap * max(widths.count - 1, 0)
  }

  private func line(_ cells: [String], widths: [Int], style: Style) -> String {
    var line = ""
    for (k, cell) in cells.enumerated() {
      let text = cell.fitted(to: widths[k])
      let padding = String(repeating: " ", count: widths[k] - text.displayWidth)
      if k > 0 { line += String(repeating: " ", count: Self.gap) }
      if columns[k].isNumber {
        line += padding + (columns[k].isScore ? style.score(text) : text)
      } else {
        line += text + padding
      }
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
