import Foundation
import GRDB
import TasterKit

extension Ledger {
  /// Copies what a scan held into an empty database, in one transaction.
  ///
  /// The same run makes the same bytes with the same version of SQLite: rows come in order, and nothing is stamped.
  static func fill(
    _ database: DatabaseQueue, from run: RunReader, progress: (Int, Int) -> Void
  ) throws {
    // The file has no name yet: what is cut off is thrown away.
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = MEMORY")
    }
    try LedgerSchema.migrator.migrate(database)
    try database.write { db in
      let facts = run.facts
      try db.execute(
        sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          facts.runID, facts.version, facts.mode.rawValue, facts.labelColumn, facts.rows,
          facts.policy?.sha256, facts.baseline?.sha256, DecisionChain.start(of: facts),
        ])
      let filler = try RowFiller(db)
      var done = 0
      try run.forEachJudgedRow { finding, location, bytes in
        try filler.add(finding, location, bytes)
        done += 1
        if done % 1_000 == 0 { progress(done, facts.held) }
      }
    }
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL")
    }
  }
}

/// Writes held rows with all that is known about them.
private struct RowFiller {
  private let row: Statement
  private let evidence: Statement
  private let reason: Statement

  init(_ db: Database) throws {
    func insertion(_ table: String, _ columns: Int) throws -> Statement {
      let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
      return try db.makeStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
    }
    row = try insertion("held_rows", 18)
    evidence = try insertion("evidence", 4)
    reason = try insertion("reasons", 5)
  }

  func add(_ finding: Finding, _ place: RowLocation, _ bytes: [UInt8]) throws {
    try row.run([
      finding.row, place.file, place.line, place.byteOffset, place.byteLength, Data(bytes),
      place.fingerprint, place.id, place.source, finding.label, finding.suggestedLabel,
      finding.score, finding.pValue, finding.qValue, "quarantine", Taxonomy.ingestPoisoning.code,
      Taxonomy.poisonTrainingData.id, finding.leadingDetector,
    ])
    for name in Set(finding.evidence.keys).union(finding.heldBy).sorted() {
      try evidence.run([
        finding.row, name, finding.evidence[name] ?? 0, finding.heldBy.contains(name),
      ])
    }
    for (k, said) in finding.reasons.enumerated() {
      let others = JSON(said.rows).bytes()
      try reason.run([
        finding.row, k + 1, said.detector, said.text, String(decoding: others, as: UTF8.self),
      ])
    }
  }
}

extension Statement {
  /// Executes the statement with values for all its question marks.
  func run(_ values: StatementArguments) throws {
    // There is one for each: they stand where the statement is made.
    setUncheckedArguments(values)
    try execute()
  }
}

extension Finding {
  /// The detector that speaks first for holding the row: the loudest of those whose gate holds it, else the loudest.
  var leadingDetector: String {
    let names = heldBy.isEmpty ? evidence.keys.sorted() : heldBy
    let loudest = names.max { (evidence[$0] ?? 0, $1) < (evidence[$1] ?? 0, $0) }
    return loudest ?? "threshold"
  }
}
