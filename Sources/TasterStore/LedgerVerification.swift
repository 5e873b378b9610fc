import Foundation
import GRDB
import TasterCSV
public import TasterKit

/// The proof that a ledger says what was decided, in the order in which it was, and that the files of the run follow it.
///
/// Every decision carries the hash of the one before it, and `run.json` the number and the hash of the last one that the files
/// follow: whoever changes, removes or inserts a decision has to change all that come behind it, and `run.json` too.
public struct LedgerVerification: Sendable, Hashable {
  /// What is broken; nil where everything is proven.
  public private(set) var fault: Verification.Fault?
  /// How many decisions are chained.
  public private(set) var decisions = 0
  /// How many of the last ones the files do not follow yet.
  public private(set) var pending = 0
  /// Whether there is a ledger.
  public let isThere: Bool

  /// Proves a run's ledger; where there is none and nothing tells of one, nothing is to prove.
  ///
  /// - Parameter run: The run, whose files are proven by ``Verification``.
  /// - Throws: ``TasterKit/TableError`` where a file is there and cannot be read.
  /// - Complexity: O(held rows + decisions).
  public init(_ run: RunReader) throws {
    isThere = Folder.exists(run.directory.file(Ledger.fileName))
    guard isThere || run.facts.review?.decisions ?? 0 > 0 else { return }
    guard isThere else {
      fault = Self.fault("it is missing, and run.json tells of decisions")
      return
    }
    do {
      let ledger = try Ledger(run)
      try ledger.database.read { db in
        try checkFile(db)
        try checkRows(db, of: run)
        try checkChain(db, of: run.facts)
        try checkFiles(db, of: run)
      }
    } catch let error as DatabaseError {
      fault = Self.fault(error.message ?? "SQLite error \(error.resultCode.rawValue)")
    } catch let error as TableError {
      fault = Self.fault(error.description)
    } catch let found as Verification.Fault {
      fault = found
    }
  }

  private static func fault(_ text: String) -> Verification.Fault {
    Verification.Fault(file: Ledger.fileName, byteOffset: nil, text: text)
  }

  /// The database as SQLite sees it, and the triggers that let it only grow.
  private func checkFile(_ db: Database) throws {
    if let word = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)"), word != "ok" {
      throw Self.fault("the database is damaged: \(word)")
    }
    let triggers = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")
    guard triggers == LedgerSchema.triggerCount else {
      throw Self.fault("the triggers are gone that refuse to change or delete decisions")
    }
  }

  /// The held rows: those that the scan judged, in their bytes.
  private func checkRows(_ db: Database, of run: RunReader) throws {
    let judged = try run.judgedRows()
    let cursor = try Row.fetchCursor(
      db, sql: "SELECT row_number, fingerprint, bytes FROM held_rows ORDER BY row_number")
    var count = 0
    while let row = try cursor.next() {
      let number = Int.fromDatabaseValue(row[0]) ?? 0
      let fingerprint = String.fromDatabaseValue(row[1])
      let bytes = Data.fromDatabaseValue(row[2]) ?? Data()
      guard count < judged.count, judged[count].row == number,
        judged[count].fingerprint == fingerprint
      else { throw Self.fault("row \(number) of held_rows is none that the scan held so") }
      guard Fingerprint.of(Array(bytes)) == fingerprint else {
        throw Self.fault("the bytes of row \(number) in held_rows are not those that were judged")
      }
      count += 1
    }
    guard count == judged.count else {
      throw Self.fault("held_rows lacks row \(judged[count].row), which the scan held")
    }
  }

  /// The chain, link by link.
  private mutating func checkChain(_ db: Database, of facts: RunFacts) throws {
    var previous = DecisionChain.start(of: facts)
    let anchor = facts.review
    let cursor = try Row.fetchCursor(
      db,
      sql: """
        SELECT d.*, h.fingerprint AS held_fingerprint, u.row_number AS undone_row
        FROM decisions d LEFT JOIN held_rows h ON h.row_number = d.row_number
          LEFT JOIN decisions u ON u.number = d.undoes ORDER BY d.number
        """)
    while let row = try cursor.next() {
      let expected = decisions + 1
      let link = "the chain breaks at decision \(expected): "
      guard let decision = Decision(row) else {
        throw Self.fault(link + "it holds what no decision holds")
      }
      guard decision.number == expected else {
        throw Self.fault(link + "it is missing, decision \(decision.number) comes next")
      }
      guard decision.previousHash == previous else {
        throw Self.fault(link + "it does not follow the one before it")
      }
      guard decision.computedHash == decision.hash else {
        throw Self.fault(link + "it is not what was decided, its hash differs")
      }
      guard decision.fingerprint == String.fromDatabaseValue(row["held_fingerprint"]) else {
        throw Self.fault(link + "row \(decision.row) has another fingerprint")
      }
      guard decision.undoes == nil || decision.row == Int.fromDatabaseValue(row["undone_row"])
      else { throw Self.fault(link + "it undoes a decision about another row") }
      if expected == anchor?.decisions, decision.hash != anchor?.lastHash {
        throw Self.fault(link + "run.json remembers another one")
      }
      previous = decision.hash
      decisions = expected
    }
    if let anchor, anchor.decisions > decisions {
      throw Self.fault(
        "the chain breaks at decision \(decisions + 1): it is missing, run.json remembers "
          + "\(anchor.decisions) decisions")
    }
    pending = decisions - (anchor?.decisions ?? 0)
  }

  /// The files of the run: the rows that are let go in them are those of the decisions that they follow.
  private func checkFiles(_ db: Database, of run: RunReader) throws {
    guard pending == 0 else { return }
    let released = try Ledger.releasedRows(db)
    let found = try run.releasedRows().map { $0.row }
    guard released == found else {
      throw Verification.Fault(
        file: "released.jsonl", byteOffset: nil,
        text:
          "it holds \(found.count) rows; by the decisions \(released.count) are let go, or others")
    }
  }
}
