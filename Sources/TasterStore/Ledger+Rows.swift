import Foundation
import GRDB
import TasterKit

extension Ledger {
  /// Calls a body for the rows of a query, in its order.
  ///
  /// - Parameters:
  ///   - query: Which rows.
  ///   - body: What to do with a row; false ends the reading.
  /// - Throws: What the body throws, and ``TasterKit/TableError`` where the ledger cannot be read.
  /// - Complexity: O(held rows · log) where the order is none by score or row; about 20 µs for every row that is handed on.
  public func forEachRow(_ query: RowQuery = RowQuery(), _ body: (HeldRow) throws -> Bool) throws {
    try read { db in
      let condition = Self.condition(query)
      let direction = query.isDescending ? "DESC" : "ASC"
      let cursor = try Row.fetchCursor(
        db,
        sql: """
          SELECT h.* FROM held_rows h WHERE \(condition.text)
          ORDER BY \(query.order.sql) \(direction) NULLS LAST, h.row_number
          LIMIT \(query.limit ?? -1) OFFSET \(max(query.offset, 0))
          """, arguments: condition.arguments)
      var reader = try HeldRowReader(db)
      while let row = try cursor.next() {
        guard try body(try reader.read(row)) else { return }
      }
    }
  }

  /// The rows of a query, in its order.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func rows(_ query: RowQuery = RowQuery()) throws -> [HeldRow] {
    var rows: [HeldRow] = []
    try forEachRow(query) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  /// How many rows a query means, whatever its limit.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func count(_ query: RowQuery = RowQuery()) throws -> Int {
    try read { db in
      let condition = Self.condition(query)
      return try Int.fetchOne(
        db, sql: "SELECT count(*) FROM held_rows h WHERE \(condition.text)",
        arguments: condition.arguments) ?? 0
    }
  }

  /// One row that the scan held.
  ///
  /// - Parameter number: The row's number in the data, from 1.
  /// - Returns: nil where the scan did not hold it.
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func row(_ number: Int) throws -> HeldRow? {
    var query = RowQuery()
    query.includesReleased = true
    query.filter = RowFilter(conditions: [
      RowFilter.Condition(subject: .field(.row), comparison: .equal, value: String(number))
    ])
    return try rows(query).first
  }

  static func condition(_ query: RowQuery) -> SQLCondition {
    var condition = query.filter.sql
    if !query.includesReleased, !query.filter.asksForStatus {
      condition.text += """
         AND NOT EXISTS (SELECT 1 FROM standing_decisions s
          WHERE s.row_number = h.row_number AND s.verdict = 'release')
        """
    }
    return condition
  }

  /// How many rows each status has.
  public struct Counts: Sendable, Hashable {
    /// All rows that the scan held.
    public var judged = 0
    /// Held, and nobody has decided.
    public var undecided = 0
    /// Let go.
    public var released = 0
    /// Held, and confirmed.
    public var confirmed = 0
  }

  /// How many rows each status has.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func counts() throws -> Counts {
    try read { db in
      var counts = Counts()
      let review = try Self.review(db, of: run.facts)
      counts.judged = try Int.fetchOne(db, sql: "SELECT count(*) FROM held_rows") ?? 0
      counts.released = review.released
      counts.confirmed = review.confirmed
      counts.undecided = counts.judged - counts.released - counts.confirmed
      return counts
    }
  }
}

/// Puts a row together with its evidence, its reasons and the decision that stands.
private struct HeldRowReader {
  private let evidence: Statement
  private let reasons: Statement
  private let standing: Statement

  init(_ db: Database) throws {
    evidence = try db.makeStatement(
      sql: "SELECT detector, nats, holds FROM evidence WHERE row_number = ? ORDER BY detector")
    reasons = try db.makeStatement(
      sql: """
        SELECT detector, "text", other_rows FROM reasons WHERE row_number = ? ORDER BY position
        """)
    standing = try db.makeStatement(
      sql: "SELECT number, who, at, reason, verdict FROM standing_decisions WHERE row_number = ?")
  }

  mutating func read(_ row: Row) throws -> HeldRow {
    let number: Int = row["row_number"]
    var nats: [String: Double] = [:]
    var heldBy: [String] = []
    for voice in try Row.fetchAll(evidence, arguments: [number]) {
      let detector: String = voice[0]
      let value: Double = voice[1]
      if value != 0 { nats[detector] = value }
      if voice[2] { heldBy.append(detector) }
    }
    let order = Catalog.detectors.map { $0.name }
    heldBy.sort {
      (order.firstIndex(of: $0) ?? -1, $0) < (order.firstIndex(of: $1) ?? -1, $1)
    }
    let said = try Row.fetchAll(reasons, arguments: [number]).map { reason in
      Reason(
        detector: reason[0], text: reason[1],
        rows: JSON(reading: Array((reason[2] as String).utf8))?.elements.compactMap { $0.whole }
          ?? [])
    }
    var finding = Finding(
      row: number, label: row["label"], suggestedLabel: row["suggested_label"],
      score: row["score"], evidence: nats, heldBy: heldBy, reasons: said)
    finding.pValue = row["p_value"]
    finding.qValue = row["q_value"]
    finding.fingerprint = row["fingerprint"]
    let decided = try Row.fetchOne(standing, arguments: [number])
    let bytes: Data = row["bytes"]
    return HeldRow(
      finding: finding,
      location: RowLocation(
        row: number, line: row["line"], byteOffset: row["byte_offset"],
        byteLength: row["byte_length"], id: row["id"], source: row["source"],
        fingerprint: finding.fingerprint, file: row["file"]),
      bytes: Array(bytes), detector: row["detector"],
      status: decided.map { $0[4] == "release" ? .released : .confirmed } ?? .undecided,
      decision: decided.map {
        HeldRow.Standing(number: $0[0], who: $0[1], at: $0[2], reason: $0[3])
      })
  }
}
