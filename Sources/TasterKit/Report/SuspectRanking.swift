/// A row that can be ranked by how suspicious it is.
protocol RankedRow: Sendable {
  /// Its number.
  var row: Int { get }
  /// How suspicious it is, 0…1.
  var score: Double { get }
}

/// The most suspicious of any number of held rows: highest score first, ties by row number.
///
/// Memory for about twice the rows that are wanted, however many are added.
struct SuspectRanking<Row: RankedRow>: Sendable {
  /// Fewer rows than this are not worth a sorting.
  private static var leastKept: Int { 100 }

  private let limit: Int
  private var kept: [Row] = []

  /// A ranking of no rows.
  ///
  /// - Parameter limit: The most rows that are wanted.
  init(limit: Int) {
    precondition(limit >= 0, "a ranking has 0 rows or more, not \(limit)")
    self.limit = limit
  }

  /// Takes a row in.
  mutating func add(_ row: Row) {
    kept.append(row)
    // Sorted now and then: the best so far are always among the rows kept.
    if kept.count / 2 > max(limit, Self.leastKept) { kept = best }
  }

  /// The best rows so far, in order.
  var best: [Row] {
    let sorted = kept.sorted { ($1.score, $0.row) < ($0.score, $1.row) }
    return Array(sorted.prefix(limit))
  }
}
