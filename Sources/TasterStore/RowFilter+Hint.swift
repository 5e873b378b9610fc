import GRDB
import TasterKit

extension RowFilter {
  /// Why no row may be meant: a value that no held row has, with the nearest ones that some have; nil where all are known.
  ///
  /// - Parameter db: The ledger.
  /// - Returns: A sentence without its full stop.
  /// - Throws: What the database throws.
  func hint(_ db: Database) throws -> String? {
    for condition in conditions where condition.comparison == .equal {
      guard case .field(let field) = condition.subject, let query = field.values else { continue }
      let values = try String.fetchAll(db, sql: query)
      if !values.contains(condition.value) {
        return "no held row has \(field.rawValue) '\(printable(condition.value, limit: 60))'"
          + Nearest.hint(condition.value, among: values)
      }
    }
    return nil
  }
}

extension RowField {
  /// The query for the first thousand values of a text that many rows share; nil for other fields.
  fileprivate var values: String? {
    switch self {
    case .label, .suggested, .source, .detector, .file:
      "SELECT DISTINCT \(sql) FROM held_rows h WHERE \(sql) IS NOT NULL LIMIT 1000"
    case .heldBy: "SELECT DISTINCT detector FROM evidence WHERE holds LIMIT 1000"
    default: nil
    }
  }
}
