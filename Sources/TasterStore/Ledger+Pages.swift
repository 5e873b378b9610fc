import GRDB
import TasterKit

extension Ledger {
  /// The rows of a query that come next behind one of them, or next before it.
  ///
  /// What a reader turns pages by: rows that change their status meanwhile move no page, and a page far behind costs what the
  /// first one costs.
  ///
  /// - Parameters:
  ///   - query: Which rows; the order is by score or by row, limit and offset are passed over.
  ///   - key: The row to begin at, which itself is not one of them; nil begins at the first.
  ///   - isBackwards: Whether the rows before it are wanted.
  ///   - limit: The most rows that are wanted.
  /// - Returns: Row numbers in the order of the query.
  /// - Throws: ``TasterKit/TableError`` where the scan did not hold the row, or where the ledger cannot be read.
  /// - Complexity: O(limit) where every row is meant, in the order of an index; else O(rows up to the last that is wanted).
  public func numbers(
    _ query: RowQuery, beyond key: Int?, backwards isBackwards: Bool = false, limit: Int
  ) throws -> [Int] {
    try read { db in
      var condition = Self.condition(query)
      let isByScore = query.order == .score
      let isDescending = query.isDescending != isBackwards
      let (beyond, tie) = (isDescending ? "<" : ">", isBackwards ? "<" : ">")
      if let key {
        guard
          let score = try Double.fetchOne(
            db, sql: "SELECT score FROM held_rows WHERE row_number = ?", arguments: [key])
        else { throw TableError(.unknownName, "row \(key) is not held") }
        if isByScore {
          condition.text +=
            " AND h.score \(beyond)= ? AND (h.score \(beyond) ? OR h.row_number \(tie) ?)"
          condition.values += [score, score, key]
        } else {
          condition.text += " AND h.row_number \(beyond) ?"
          condition.values.append(key)
        }
      }
      let direction = isDescending ? "DESC" : "ASC"
      let order =
        isByScore
        ? "h.score \(direction), h.row_number \(isBackwards ? "DESC" : "ASC")"
        : "h.row_number \(direction)"
      let rows = try Int.fetchAll(
        db,
        sql: """
          SELECT h.row_number FROM held_rows h WHERE \(condition.text) ORDER BY \(order) LIMIT \(limit)
          """, arguments: condition.arguments)
      return isBackwards ? rows.reversed() : rows
    }
  }

  /// The number of the last decision; 0 where there is none.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func lastDecision() throws -> Int {
    try read { db in try Int.fetchOne(db, sql: "SELECT max(number) FROM decisions") ?? 0 }
  }

  /// The last decision about a row; nil where there is none.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func lastDecision(about row: Int) throws -> Decision? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM decisions WHERE row_number = ? ORDER BY number DESC LIMIT 1",
        arguments: [row]
      ).flatMap { Decision($0) }
    }
  }

  /// Takes back what one wish to decide has written, where it still stands.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of its decisions.
  ///   - who: Who takes it back.
  ///   - reason: Why.
  ///   - time: When, ISO 8601 with its zone.
  /// - Returns: What was written; rows about which somebody has decided since are left as they are.
  /// - Throws: ``TasterKit/TableError`` where there are no such decisions, or where the ledger cannot be written.
  public func undo(
    _ numbers: ClosedRange<Int>, by who: String, because reason: String, at time: String
  ) throws -> Receipt {
    let rows = try read { db in
      try Int.fetchAll(
        db, sql: "SELECT DISTINCT row_number FROM decisions WHERE number BETWEEN ? AND ?",
        arguments: [numbers.lowerBound, numbers.upperBound])
    }
    guard !rows.isEmpty else {
      throw TableError(
        .unknownName,
        "there are no decisions \(numbers.lowerBound) to \(numbers.upperBound) to take back")
    }
    return try decide(
      .undo, .rows(rows.sorted().map { $0...$0 }), by: who, because: reason, at: time,
      knowing: numbers.upperBound)
  }

  /// The last decisions, the newest first.
  ///
  /// - Parameter limit: The most that are wanted.
  /// - Returns: Decisions; those that were altered beyond reading are left out.
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func lastDecisions(_ limit: Int) throws -> [Decision] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM decisions ORDER BY number DESC LIMIT ?", arguments: [limit]
      ).compactMap { Decision($0) }
    }
  }
}
