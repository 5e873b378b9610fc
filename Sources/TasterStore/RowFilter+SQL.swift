import GRDB

/// A condition on `held_rows h` with the values for its question marks.
struct SQLCondition {
  var text: String
  var values: [any DatabaseValueConvertible]

  /// What holds for every row.
  static var none: SQLCondition { SQLCondition(text: "1", values: []) }

  var arguments: StatementArguments { StatementArguments(values) }
}

extension RowFilter {
  /// The conditions as one of SQL; no word of the filter becomes part of it but as a value.
  var sql: SQLCondition {
    guard !conditions.isEmpty else { return .none }
    let parts = conditions.map { $0.sql }
    return SQLCondition(
      text: parts.map { "(\($0.text))" }.joined(separator: " AND "),
      values: parts.flatMap { $0.values })
  }
}

extension RowFilter.Condition {
  fileprivate var sql: SQLCondition {
    switch subject {
    case .evidence(let detector):
      return SQLCondition(
        text: """
          coalesce((SELECT e.nats FROM evidence e
            WHERE e.row_number = h.row_number AND e.detector = ?), 0) \(comparison.rawValue) ?
          """, values: [detector, number])
    case .field(.heldBy):
      return exists("evidence e WHERE e.row_number = h.row_number AND e.holds AND ", "e.detector")
    case .field(.why):
      return exists("reasons r WHERE r.row_number = h.row_number AND ", "r.\"text\"")
    case .field(let field):
      return field.isNumber
        ? SQLCondition(text: "\(field.sql) \(comparison.rawValue) ?", values: [number])
        : SQLCondition(text: text(field.sql, comparison), values: [value])
    }
  }

  private var number: Double { Double(value) ?? .nan }

  private func exists(_ rows: String, _ column: String) -> SQLCondition {
    let isNegated = comparison == .different
    return SQLCondition(
      text: "\(isNegated ? "NOT " : "")EXISTS (SELECT 1 FROM \(rows)"
        + "\(text(column, isNegated ? .equal : comparison)))",
      values: [value])
  }

  private func text(_ column: String, _ comparison: RowFilter.Comparison) -> String {
    switch comparison {
    case .contains: "instr(lower(\(column)), lower(?)) > 0"
    case .different: "\(column) IS NOT ?"
    default: "\(column) = ?"
    }
  }
}

extension RowField {
  /// What stands for the field in a query over `held_rows h`.
  var sql: String {
    switch self {
    case .row: "h.row_number"
    case .line: "h.line"
    case .file: "h.file"
    case .id: "h.id"
    case .source: "h.source"
    case .label: "h.label"
    case .suggested: "h.suggested_label"
    case .score: "h.score"
    case .p: "h.p_value"
    case .q: "h.q_value"
    case .detector: "h.detector"
    case .heldBy:
      "(SELECT group_concat(e.detector, ' ') FROM evidence e WHERE e.row_number = h.row_number AND e.holds)"
    case .status: Self.standing
    case .why:
      "(SELECT r.\"text\" FROM reasons r WHERE r.row_number = h.row_number AND r.position = 1)"
    case .fingerprint: "h.fingerprint"
    }
  }

  private static let standing = """
    CASE (SELECT s.verdict FROM standing_decisions s WHERE s.row_number = h.row_number)
    WHEN 'release' THEN 'released' WHEN 'confirm' THEN 'confirmed' ELSE 'undecided' END
    """
}
