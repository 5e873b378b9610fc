import TasterCSV

/// Guesses what columns are for from their names and from the first rows.
enum RoleGuess: Sendable {
  /// Names that people give to the column of labels, likeliest first.
  static let labelNames = [
    "label", "labels", "class", "target", "y", "classification", "category", "species", "outcome",
    "diagnosis", "is_spam", "spam", "fraud", "is_fraud", "income", "response", "result",
  ]
  private static let idNames = ["id", "uuid", "guid", "index", "row_id", "rowid", "row", "key", ""]

  /// The likeliest label column and why; nil where none is likely.
  ///
  /// - Parameters:
  ///   - names: The header.
  ///   - distinct: How many different values the first rows hold, a column; 0 for no value at all.
  ///   - rows: How many rows were looked at.
  ///   - numeric: Whether all values of a column are numbers.
  /// - Returns: The column and the reason.
  static func label(
    names: [String], distinct: [Int], rows: Int, numeric: [Bool]
  ) -> (column: Int, reason: String)? {
    let folded = names.map { $0.lowercased() }
    for name in labelNames {
      if let j = folded.lastIndex(of: name), isLikely(distinct[j], rows, numeric[j]) {
        return (j, "its name says so")
      }
    }
    let last = names.count - 1
    if last >= 0, isLikely(distinct[last], rows, numeric[last]) {
      return (last, "it is the last column and has \(distinct[last]) different values")
    }
    return nil
  }

  /// Whether a column has as many different values as labels have.
  private static func isLikely(_ distinct: Int, _ rows: Int, _ numeric: Bool) -> Bool {
    distinct >= 1 && distinct <= max(2, min(numeric ? 30 : 100, rows / 3))
  }

  /// Whether a column that nobody spoke of names rows: by its name, and no value stands twice in the first rows.
  static func isID(name: String, distinct: Int, rows: Int) -> Bool {
    let folded = name.lowercased()
    let isNamed =
      idNames.contains(folded) || folded.hasSuffix("_id") || folded.hasPrefix("unnamed:")
    return isNamed && rows >= 10 && distinct == rows
  }
}
