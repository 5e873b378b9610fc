import GRDB
import TasterKit

extension Ledger {
  /// What became of a wish to decide.
  public struct Receipt: Sendable, Hashable {
    /// How many decisions were written.
    public let count: Int
    /// The numbers of the first and the last of them; nil where none was.
    public let numbers: ClosedRange<Int>?
    /// Rows about which nothing was written, because what was wished is so already.
    public let unchanged: Int
    /// Rows about which nothing was written, because somebody has decided otherwise and they were not meant one by one.
    public let passedOver: Int
    /// Rows about which nothing was written, because somebody has decided about them since they were looked at.
    public let overtaken: [Int]
    /// The hash of the ledger's last decision.
    public let lastHash: String
  }

  /// One row as a decision finds it.
  private struct Candidate {
    let row: Int
    let fingerprint: String
    /// The decision that stands, if any.
    let standing: (number: Int, verdict: String)?
    /// The number of the last decision about it, whatever became of it; 0 where there is none.
    let last: Int
  }

  /// Writes a decision about every row of a selection: all of them, or none where that fails.
  ///
  /// Who means rows by a filter or a group does not overrule others: rows that somebody has decided about otherwise are
  /// passed over, unless the filter asks for a status. Rows that are named one by one are decided anew.
  ///
  /// When this returns, the decisions are on the disk: they outlast the process, and with a disk that keeps its promises the
  /// machine. The files of the run follow with ``rebuild(progress:)``.
  ///
  /// - Parameters:
  ///   - verdict: What is decided; an undo takes back whatever decision stands.
  ///   - selection: The rows.
  ///   - who: Who decides.
  ///   - reason: Why.
  ///   - time: When, ISO 8601 with its zone.
  ///   - undone: For an undo: the verdict to take back; nil takes back either.
  ///   - seen: The number of the last decision that whoever decides knew of: rows about which there is a later one are
  ///     left as they are, unless that one says the same. Nil overrules it.
  /// - Returns: What was written.
  /// - Throws: ``TasterKit/TableError`` where no row is meant, where nobody or no reason is named, or where the ledger cannot be
  ///   written.
  /// - Complexity: O(rows), about 10 µs each, and one wait for the disk.
  @discardableResult
  public func decide(
    _ verdict: Decision.Verdict, _ selection: Selection, by who: String, because reason: String,
    at time: String, undoing undone: Decision.Verdict? = nil, knowing seen: Int? = nil
  ) throws -> Receipt {
    try checkDecidable(who, reason)
    return try Self.told(run.directory.file(Self.fileName)) {
      try database.write { db in
        var writer = try DecisionWriter(db, of: run.facts)
        var (unchanged, passedOver) = (0, 0)
        var overtaken: [Int] = []
        for candidate in try candidates(db, selection) {
          let standing = candidate.standing
          let isMeant = standing != nil && (undone == nil || undone?.rawValue == standing?.verdict)
          if let seen, candidate.last > seen, standing?.verdict != verdict.rawValue {
            overtaken.append(candidate.row)
          } else if verdict == .undo ? !isMeant : standing?.verdict == verdict.rawValue {
            unchanged += 1
          } else if verdict != .undo, standing != nil, !selection.overrules {
            passedOver += 1
          } else {
            try writer.add(
              verdict, candidate.row, candidate.fingerprint, who, reason, time,
              undoes: verdict == .undo ? standing?.number : nil)
          }
        }
        return writer.receipt(
          unchanged: unchanged, passedOver: passedOver, overtaken: overtaken)
      }
    }
  }

  private func checkDecidable(_ who: String, _ reason: String) throws {
    guard isWritable else {
      throw TableError(
        .unwritable, "\(run.directory.path) may not be written, so nothing can be decided there")
    }
    func isBlank(_ text: String) -> Bool { text.allSatisfy { $0.isWhitespace } }
    guard !isBlank(who), !isBlank(reason) else {
      throw TableError(
        .unknownName,
        "a decision needs a name (--by) and a reason (--because); neither may be blank")
    }
  }

  private func candidates(_ db: Database, _ selection: Selection) throws -> [Candidate] {
    var rows: [Candidate] = []
    switch selection {
    case .filter(let filter): rows = try candidates(db, filter.sql)
    case .group(let kind, let name):
      rows = try candidates(
        db,
        SQLCondition(
          text: "h.row_number IN (SELECT row_number FROM row_groups WHERE kind = ? AND name = ?)",
          values: [kind, name]))
    case .rows(let ranges):
      for range in ranges {
        let found = try candidates(
          db,
          SQLCondition(
            text: "h.row_number BETWEEN ? AND ?", values: [range.lowerBound, range.upperBound]))
        guard !found.isEmpty || range.count > 1 else {
          throw TableError(
            .unknownName,
            "row \(range.lowerBound) is not held; `taster inspect \(run.directory.path.shellWord)` lists "
              + "the rows that are")
        }
        rows += found
      }
    }
    guard !rows.isEmpty else {
      var hint: String?
      if case .filter(let filter) = selection { hint = try filter.hint(db) }
      throw TableError(
        .unknownName,
        "no held row is meant\(hint.map { ": \($0)" } ?? ""); `taster inspect "
          + "\(run.directory.path.shellWord)` shows what there is")
    }
    return rows
  }

  private func candidates(_ db: Database, _ condition: SQLCondition) throws -> [Candidate] {
    let cursor = try Row.fetchCursor(
      db,
      sql: """
        SELECT h.row_number, h.fingerprint, s.number, s.verdict,
          (SELECT max(d.number) FROM decisions d WHERE d.row_number = h.row_number)
        FROM held_rows h LEFT JOIN standing_decisions s ON s.row_number = h.row_number
        WHERE \(condition.text) ORDER BY h.row_number
        """, arguments: condition.arguments)
    var rows: [Candidate] = []
    while let row = try cursor.next() {
      let number: Int? = row[2]
      let verdict: String? = row[3]
      let last: Int? = row[4]
      rows.append(
        Candidate(
          row: row[0], fingerprint: row[1],
          standing: number.flatMap { number in verdict.map { (number, $0) } },
          last: last ?? 0))
    }
    return rows
  }
}

/// Adds decisions to the end of the chain.
struct DecisionWriter {
  private let statement: Statement
  private let facts: RunFacts
  private var number: Int
  private var hash: String
  private let first: Int

  init(_ db: Database, of facts: RunFacts) throws {
    self.facts = facts
    let last = try Row.fetchOne(
      db, sql: "SELECT number, hash FROM decisions ORDER BY number DESC LIMIT 1")
    number = last?[0] ?? 0
    hash = last?[1] ?? DecisionChain.start(of: facts)
    first = number + 1
    let marks = Array(repeating: "?", count: 13).joined(separator: ", ")
    statement = try db.makeStatement(sql: "INSERT INTO decisions VALUES (\(marks))")
  }

  mutating func add(
    _ verdict: Decision.Verdict, _ row: Int, _ fingerprint: String, _ who: String,
    _ reason: String, _ time: String, undoes: Int? = nil, carriedFrom: String? = nil
  ) throws {
    number += 1
    let decision = Decision(
      number: number, at: time, who: who, verdict: verdict, reason: reason, row: row,
      fingerprint: fingerprint, undoes: undoes, carriedFrom: carriedFrom,
      policy: facts.policy?.sha256, profile: facts.baseline?.sha256, previousHash: hash)
    hash = decision.hash
    try statement.run([
      number, time, who, verdict.rawValue, reason, row, fingerprint, undoes, carriedFrom,
      decision.policy, decision.profile, decision.previousHash, hash,
    ])
  }

  func receipt(
    unchanged: Int, passedOver: Int, overtaken: [Int] = []
  ) -> Ledger.Receipt {
    Ledger.Receipt(
      count: number + 1 - first, numbers: number < first ? nil : first...number,
      unchanged: unchanged, passedOver: passedOver, overtaken: overtaken, lastHash: hash)
  }
}
