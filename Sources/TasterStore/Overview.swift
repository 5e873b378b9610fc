import GRDB
import TasterKit

/// All held rows at a glance: what they have in common, and where they lie.
public struct Overview: Sendable, Hashable {
  /// Held rows that share something.
  public struct Bundle: Sendable, Hashable {
    /// What they share: the values of fields, nil where they have none.
    public let values: [String?]
    /// How many rows the scan held.
    public let rows: Int
    /// How many sources they come from.
    public let sources: Int
    /// The first of these sources by name.
    public let source: String?
    /// The mean of their scores, 0…1.
    public let meanScore: Double
    /// How many of them are decided.
    public var decided = 0
  }

  /// By the label that rows carry and the one that they look like, the largest first.
  public let flows: [Bundle]
  /// By source, the largest first; none where the data names no source.
  public let sources: [Bundle]
  /// By the detector that speaks first, the largest first.
  public let detectors: [Bundle]
  /// By a sentence of `flood` or `trigger` that several rows share: detector and sentence, the largest first.
  public let shared: [Bundle]
  /// How many rows have a score in each of ``binCount`` equal parts of 0…1.
  public let scores: [Int]
  /// How many rows lie in each of ``binCount`` equal parts of the data.
  public let positions: [Int]

  /// How many parts scores and positions have.
  public static let binCount = 60

  /// Looks over a ledger.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - limit: The most bundles of a kind.
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  /// - Complexity: O(held rows), about 3 µs each.
  public init(_ ledger: Ledger, limit: Int = 100) throws {
    let total = max(ledger.run.facts.rows, 1)
    let read = try ledger.read { db in
      (
        try Self.bundles(db, ["h.label", "h.suggested_label"], limit),
        try Self.bundles(db, ["h.source"], limit), try Self.bundles(db, ["h.detector"], limit),
        try Self.sharedReasons(db, limit), try Self.bins(db, "h.score"),
        try Self.bins(db, "(h.row_number - 1.0) / \(total)")
      )
    }
    flows = read.0
    sources = read.1.filter { $0.values != [nil] }
    detectors = read.2
    shared = read.3
    scores = read.4
    positions = read.5
  }

  /// How many held rows have a score in each of ``binCount`` equal parts of 0…1.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public static func scores(_ ledger: Ledger) throws -> [Int] {
    try ledger.read { try bins($0, "h.score") }
  }

  private static func bundles(
    _ db: Database, _ columns: [String], _ limit: Int
  ) throws -> [Bundle] {
    let names = columns.joined(separator: ", ")
    let decided = try Row.fetchAll(
      db,
      sql: """
        SELECT \(names), count(*) FROM standing_decisions s JOIN held_rows h USING (row_number)
        GROUP BY \(names)
        """)
    var counts: [[String?]: Int] = [:]
    for row in decided { counts[columns.indices.map { row[$0] }] = row[columns.count] }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT \(names), count(*), count(DISTINCT h.source), min(h.source), avg(h.score)
        FROM held_rows h GROUP BY \(names) ORDER BY count(*) DESC, \(names) LIMIT \(limit)
        """
    ).map { row in
      let k = columns.count
      let values: [String?] = columns.indices.map { row[$0] }
      return Bundle(
        values: values, rows: row[k], sources: row[k + 1], source: row[k + 2],
        meanScore: row[k + 3], decided: counts[values] ?? 0)
    }
  }

  private static func sharedReasons(_ db: Database, _ limit: Int) throws -> [Bundle] {
    var decided: [[String?]: Int] = [:]
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT r.detector, r."text", count(*) FROM standing_decisions s JOIN reasons r USING (row_number)
        WHERE r.detector IN ('flood', 'trigger') GROUP BY 1, 2
        """)
    {
      decided[[row[0], row[1]]] = row[2]
    }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT r.detector, r."text", count(*), count(DISTINCT h.source), min(h.source), avg(h.score)
        FROM reasons r JOIN held_rows h USING (row_number) WHERE r.detector IN ('flood', 'trigger')
        GROUP BY r.detector, r."text" HAVING count(*) > 1
        ORDER BY count(*) DESC, r.detector, r."text" LIMIT \(limit)
        """
    ).map { row in
      let values: [String?] = [row[0], row[1]]
      return Bundle(
        values: values, rows: row[2], sources: row[3], source: row[4], meanScore: row[5],
        decided: decided[values] ?? 0)
    }
  }

  private static func bins(_ db: Database, _ share: String) throws -> [Int] {
    var bins = Array(repeating: 0, count: binCount)
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT min(max(CAST(\(share) * \(binCount) AS INTEGER), 0), \(binCount - 1)), count(*)
        FROM held_rows h GROUP BY 1
        """)
    while let row = try rows.next() {
      let bin: Int = row[0]
      bins[bin] = row[1]
    }
    return bins
  }
}

/// What a threshold would do to the rows that a scan held: those below it are the ones that it lets go.
public struct ThresholdEffect: Sendable, Hashable {
  /// Rows of one class or source.
  public struct Share: Sendable, Hashable {
    /// The class or source; nil for rows that have none.
    public let name: String?
    /// How many rows the scan held.
    public let held: Int
    /// How many of them lie below the threshold.
    public let below: Int
  }

  /// The threshold.
  public let threshold: Double
  /// How many rows the scan held.
  public let held: Int
  /// How many of them lie below the threshold.
  public let below: Int
  /// How many of these nobody has decided about.
  public let undecided: Int
  /// By class, the most affected first.
  public let classes: [Share]
  /// By source, the most affected first.
  public let sources: [Share]

  /// Asks what a threshold would do.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - threshold: A score, 0…1.
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  /// - Complexity: O(held rows), about 1 µs each.
  public init(_ ledger: Ledger, at threshold: Double) throws {
    self.threshold = threshold
    let read = try ledger.read { db in
      func shares(_ column: String) throws -> [Share] {
        try Row.fetchAll(
          db,
          sql: """
            SELECT \(column), count(*), sum(h.score < ?) FROM held_rows h
            GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1
            """, arguments: [threshold]
        ).map { Share(name: $0[0], held: $0[1], below: $0[2]) }
      }
      let decided = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM standing_decisions s JOIN held_rows h USING (row_number)
          WHERE h.score < ?
          """, arguments: [threshold])
      return (try shares("h.label"), try shares("h.source"), decided ?? 0)
    }
    classes = read.0
    sources = read.1.filter { $0.name != nil }
    held = classes.reduce(0) { $0 + $1.held }
    below = classes.reduce(0) { $0 + $1.below }
    undecided = below - read.2
  }
}
