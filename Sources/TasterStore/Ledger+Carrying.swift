import GRDB
import TasterCSV
public import TasterKit

extension Ledger {
  /// What stands in this ledger, for a scan in which the same rows may come again.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public func earlierDecisions() throws -> EarlierDecisions {
    var decisions = EarlierDecisions()
    try forEachStanding { decision, length in
      let verdict: EarlierDecisions.Verdict =
        decision.verdict == .release
        ? .released
        : .confirmed("confirmed by \(decision.who), \(decision.at): \(decision.reason)")
      decisions.add(verdict, fingerprint: decision.fingerprint, length: length)
    }
    return decisions
  }

  /// Writes the decisions that stand in a former run's ledger about rows of the same bytes into this one.
  ///
  /// Each names where it was taken first; who, when and why stay as they were.
  ///
  /// - Parameter former: The ledger of the former run.
  /// - Returns: How many decisions were written.
  /// - Throws: ``TasterKit/TableError`` where a ledger cannot be read or written.
  @discardableResult
  public func carry(from former: Ledger) throws -> Int {
    var standing: [String: Decision] = [:]
    try former.forEachStanding { decision, _ in standing[decision.fingerprint] = decision }
    return try Self.told(run.directory.file(Self.fileName)) {
      try database.write { db in
        var writer = try DecisionWriter(db, of: run.facts)
        let rows = try Row.fetchAll(
          db, sql: "SELECT row_number, fingerprint FROM held_rows ORDER BY row_number")
        for row in rows {
          guard let decision = standing[row[1]] else { continue }
          try writer.add(
            decision.verdict, row[0], decision.fingerprint, decision.who, decision.reason,
            decision.at,
            carriedFrom: decision.carriedFrom ?? "\(former.run.facts.runID)#\(decision.number)")
        }
        return writer.receipt(unchanged: 0, passedOver: 0).count
      }
    }
  }

  /// Makes sure that overwriting a run loses no decision.
  ///
  /// - Parameter directory: Where a run is to be written.
  /// - Throws: ``TasterKit/TableError`` where decisions would be lost.
  public static func checkOverwritable(_ directory: RunDirectory) throws {
    guard Folder.exists(directory.file(fileName)), directory.isFinished else { return }
    let count = try Ledger(RunReader(directory.path)).read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM decisions") ?? 0
    }
    guard count == 0 else {
      throw TableError(
        .unwritable,
        "\(directory.path) holds \(Figures.count(count, "decision")) that overwriting would lose; name "
          + "another folder with --out, and --decisions \(directory.path.shellWord) to have them hold there"
      )
    }
  }

  private func forEachStanding(_ body: (_ decision: Decision, _ length: Int) throws -> Void) throws
  {
    try read { db in
      let cursor = try Row.fetchCursor(
        db,
        sql: """
          SELECT s.*, h.byte_length FROM standing_decisions s
          JOIN held_rows h ON h.row_number = s.row_number ORDER BY s.number
          """)
      while let row = try cursor.next() {
        guard let decision = Decision(row) else { continue }
        try body(decision, Int.fromDatabaseValue(row["byte_length"]) ?? 0)
      }
    }
  }
}
