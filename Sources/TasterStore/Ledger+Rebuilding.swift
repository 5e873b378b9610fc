import GRDB
public import TasterKit

extension Ledger {
  /// Makes the files of the run say what was decided: released rows go to `clean.csv`, in input order, and the counts follow.
  ///
  /// All files change together or none does. Several processes may ask for it at once; each comes in its turn and takes in
  /// every decision there is by then.
  ///
  /// - Parameter progress: Called now and then with the bytes done, of all bytes.
  /// - Returns: What the files say now.
  /// - Throws: ``TasterKit/TableError`` where the run no longer holds what was judged, and what the disk throws; the files are then as
  ///   they were.
  /// - Complexity: O(bytes of the inputs) where rows move; else O(decisions). Memory: 8 bytes a released row.
  @discardableResult
  public func rebuild(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> RunFacts.Review {
    try Self.told(run.directory.file(Self.fileName)) {
      try run.directory.exclusively {
        let now = try RunReader(run.directory.path)
        let (released, review) = try database.read { db in
          (try Self.releasedRows(db), try Self.review(db, of: now.facts))
        }
        if review != now.facts.review, review.decisions > 0 {
          try now.apply(releasing: released, review: review, progress: progress)
        }
        return review
      }
    }
  }

  /// How many decisions the files do not follow yet.
  ///
  /// - Throws: ``TasterKit/TableError`` where the run or the ledger cannot be read.
  public func pendingDecisions() throws -> Int {
    let followed = try RunReader(run.directory.path).facts.review?.decisions ?? 0
    return try read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM decisions").map { max($0 - followed, 0) } ?? 0
    }
  }

  /// The rows that are let go, ascending.
  static func releasedRows(_ db: Database) throws -> [Int] {
    try Int.fetchAll(
      db,
      sql: "SELECT row_number FROM standing_decisions WHERE verdict = 'release' ORDER BY row_number"
    )
  }

  /// What the decisions come to.
  static func review(_ db: Database, of facts: RunFacts) throws -> RunFacts.Review {
    func count(_ verdict: String) throws -> Int {
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM standing_decisions WHERE verdict = ?", arguments: [verdict])
        ?? 0
    }
    let last = try Row.fetchOne(
      db, sql: "SELECT number, hash FROM decisions ORDER BY number DESC LIMIT 1")
    return RunFacts.Review(
      released: try count("release"), confirmed: try count("confirm"), decisions: last?[0] ?? 0,
      lastHash: last?[1] ?? DecisionChain.start(of: facts))
  }
}
