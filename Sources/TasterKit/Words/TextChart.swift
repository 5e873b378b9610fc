import RealModule

/// A picture of curves in characters, for those without a browser.
package struct TextChart: Sendable {
  private var cells: [[Character]]
  private let width: Int
  private let height: Int

  /// An empty chart of so many characters.
  package init(width: Int, height: Int) {
    self.width = max(width, 10)
    self.height = max(height, 4)
    cells = Array(
      repeating: Array(repeating: " ", count: self.width), count: self.height)
  }

  /// Where a share stands on a scale of ratios from `low` to 1: 0…1.
  package func logarithmic(_ share: Double, from low: Double) -> Double {
    guard low < 1 else { return 1 }
    return 1 - Double.log(max(share, low)) / Double.log(low)
  }

  /// Puts a mark at a place, 0…1 each, the origin at the lower left; what lies outside is left out.
  package mutating func mark(x: Double, y: Double, with character: Character) {
    guard let column = place(x, width), let row = place(y, height) else { return }
    cells[height - 1 - row][column] = character
  }

  /// Puts a mark into every empty place of a column.
  package mutating func markColumn(x: Double, with character: Character) {
    guard let column = place(x, width) else { return }
    for row in cells.indices where cells[row][column] == " " { cells[row][column] = character }
  }

  private func place(_ x: Double, _ count: Int) -> Int? {
    guard (0...1).contains(x) else { return nil }
    return Int((x * Double(count - 1)).rounded())
  }

  /// The lines, with percentages at the left edge.
  package var lines: [String] {
    cells.enumerated().map { k, row in
      let name = k == 0 ? "100 %" : k == height - 1 ? "  0 %" : "     "
      var line = "\(name) |" + String(row)
      while line.last == " " { line.removeLast() }
      return line
    } + ["      +" + String(repeating: "-", count: width)]
  }
}
