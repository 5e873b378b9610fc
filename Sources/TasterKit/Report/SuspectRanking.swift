/// The most suspicious of any number of held rows: highest score first, ties by row number.
///
/// Memory for about twice the rows that are wanted, however many are added.
struct SuspectRanking: Sendable {
  /// Fewer rows than this are not worth a sorting.
  private static let leastKept = 1_000

  private let limit: Int
  private var kept: [Report.Suspect] = []

  /// A ranking of no rows.
  ///
  /// - Parameter limit: The most rows that are wanted.
  init(limit: Int) {
    precondition(limit >= 0, "a ranking has 0 rows or more, not \(limit)")
    self.limit = limit
  }

  /// Takes a row in.
  mutating func add(_ suspect: Report.Suspect) {
    kept.append(suspect)
    // Sorted now and then: the best so far are always among the rows kept.
    if kept.count / 2 > max(limit, Self.leastKept) { kept = best }
  }

  /// The best rows so far, in order.
  var best: [Report.Suspect] {
    let sorted = kept.sorted {
      ($1.finding.score, $0.finding.row) < ($0.finding.score, $1.finding.row)
    }
    return Array(sorted.prefix(limit))
  }
}
