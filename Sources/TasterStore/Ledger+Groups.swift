import GRDB
import TasterKit

extension Ledger {
  /// Held rows that have something in common.
  public struct Group: Sendable, Hashable {
    /// The values that they share, in the order of the fields asked for; nil where they have none.
    public let values: [String?]
    /// How many rows the scan held.
    public let judged: Int
    /// How many of them nobody has decided about.
    public let undecided: Int
    /// How many were let go.
    public let released: Int
    /// How many were confirmed.
    public let confirmed: Int
    /// The mean of their scores, 0…1.
    public let meanScore: Double
    /// The row with the highest score.
    public let firstRow: Int
  }

  /// Held rows grouped by the values of fields, the largest group first.
  ///
  /// - Parameters:
  ///   - fields: What makes a group; every row is in one.
  ///   - filter: Which rows count.
  ///   - limit: The most groups that are wanted; nil wants all.
  /// - Returns: The groups.
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  /// - Complexity: O(held rows).
  public func groups(
    by fields: [RowField], filter: RowFilter = .all, limit: Int? = nil
  ) throws -> [Group] {
    try read { db in
      let condition = filter.sql
      let values = fields.enumerated().map { "\($0.element.sql) AS value\($0.offset)" }
      let names = fields.indices.map { "value\($0)" }.joined(separator: ", ")
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT \(names), count(*), sum(verdict IS NULL), sum(verdict IS 'release'),
            sum(verdict IS 'confirm'), avg(score), row_number, max(score)
          FROM (
            SELECT \(values.joined(separator: ", ")), h.score, h.row_number,
              (SELECT s.verdict FROM standing_decisions s WHERE s.row_number = h.row_number) AS verdict
            FROM held_rows h WHERE \(condition.text) ORDER BY h.row_number)
          GROUP BY \(names) ORDER BY count(*) DESC, \(names) LIMIT \(limit ?? -1)
          """, arguments: condition.arguments)
      let k = fields.count
      return rows.map { row in
        Group(
          values: fields.indices.map { String.fromDatabaseValue(row[$0]) ?? Self.number(row[$0]) },
          judged: row[k], undecided: row[k + 1], released: row[k + 2], confirmed: row[k + 3],
          meanScore: row[k + 4], firstRow: row[k + 5])
      }
    }
  }

  private static func number(_ value: DatabaseValue) -> String? {
    switch value.storage {
    case .int64(let n): String(n)
    case .double(let x): String(x)
    default: nil
    }
  }

  /// Every decision, in order.
  ///
  /// - Parameter body: What to do with one; false ends the reading.
  /// - Throws: What the body throws, and ``TasterKit/TableError`` where the ledger cannot be read.
  public func forEachDecision(_ body: (Decision) throws -> Bool) throws {
    try read { db in
      let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM decisions ORDER BY number")
      while let row = try cursor.next() {
        guard let decision = Decision(row) else {
          throw TableError(
            .changed,
            "a decision of \(run.directory.file(Self.fileName)) was altered; `taster verify` says which one"
          )
        }
        guard try body(decision) else { return }
      }
    }
  }
}
