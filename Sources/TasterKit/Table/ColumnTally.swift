import TasterCSV

/// What a column has held so far; decides in the end what the column is.
struct ColumnTally: Sendable {
  /// The texts that are neither numbers nor missing, by first appearance.
  var texts = ByteDictionary(limit: ColumnTally.mostLevels)
  var range = NumberRange()
  var texted = 0
  var missing = 0
  var overflowed = 0
  var infinite = 0
  /// Numbers beyond the range of a double, too small ones included.
  var beyond = 0
  /// The first text and the first number beyond the range, with their lines.
  var firstText: (line: Int, text: String)?
  var firstBeyond: (line: Int, text: String)?

  /// A column with more different texts is free text.
  static let mostLevels = 1 << 16
  /// A column is numeric when at least this share of its values are numbers.
  static let numericShare = 0.95

  var numbers: Int { range.count }

  /// Takes in what a part of the column held; its own texts are taken in by whoever gives them codes.
  ///
  /// - Parameters:
  ///   - part: What stands behind all that came so far; its lines are places.
  ///   - line: The line of a place.
  mutating func merge(_ part: ColumnTally, line: (Int) -> Int) {
    range.merge(part.range)
    texted += part.texted
    missing += part.missing
    infinite += part.infinite
    beyond += part.beyond
    if firstText == nil { firstText = part.firstText.map { (line($0.line), $0.text) } }
    if firstBeyond == nil { firstBeyond = part.firstBeyond.map { (line($0.line), $0.text) } }
  }

  /// Rows with a value.
  var values: Int { numbers + texted + overflowed + infinite }

  /// What the column holds.
  ///
  /// - Parameter distinctNumbers: How many different numbers there are; asked for only where texts stand beside them.
  /// - Returns: The kind.
  /// - Throws: What the question throws.
  func kind(distinctNumbers: () throws -> Int) rethrows -> Column.Kind {
    guard values > 0 else { return .empty }
    let numeric = numbers + infinite
    if numbers > 0, Double(numeric) >= Self.numericShare * Double(values) {
      return range.smallest == range.largest && texted == 0 && infinite == 0 ? .constant : .numeric
    }
    guard overflowed == 0 else { return .text }
    let levels = texts.count + (numbers > 0 ? try distinctNumbers() : 0)
    if levels == 0 { return .empty }
    if levels == 1 { return .constant }
    return levels > 20 && 2 * levels > values ? .text : .categorical
  }
}
