import TasterKernels

/// A column that alone tells the label: a leak of the answer, or a feature that an attacker need only touch to win.
///
/// For every feature, some sampled rows are predicted from that feature alone without the row itself: by the commonest
/// class among the rows of the same value, and where a number stands alone by the nearest other value. A column decides
/// where that does away with nineteen twentieths of the errors of always saying the commonest class.
struct DecidingColumn: Sendable, Hashable {
  /// The column's name.
  let column: String
  /// The share of rows whose label it tells, 0…1.
  let share: Double

  /// Sampled rows that are looked at; rows stand in an order that does not depend on the label.
  private static let rows = 1_000
  private static let fewestRows = 50
  private static let leastSkill = 0.95

  /// The deciding columns of a profile, in file order.
  ///
  /// - Parameter profile: What was learned.
  /// - Returns: None for small tables, or where one class makes up nearly all of the rows.
  /// - Complexity: O(m log m) a column for m ≤ 1,000 rows.
  static func all(_ profile: Profile) -> [DecidingColumn] {
    let sample = profile.sample
    let m = min(sample.count, rows)
    let classes = profile.schema.classes.count
    let labels = Array(sample.labels.prefix(m))
    guard m >= fewestRows, classes >= 2 else { return [] }
    var sizes = [Int](repeating: 0, count: classes)
    for label in labels { sizes[label] += 1 }
    // The rows that always saying the commonest class gets wrong: with a handful of them nothing can be told.
    let base = m - (sizes.max() ?? 0)
    guard base >= 10 else { return [] }
    let mostErrors = Int((1 - leastSkill) * Double(base))
    let schema = profile.schema
    var found: [(position: Int, errors: Int)] = []
    for (j, position) in schema.numeric.enumerated() {
      let column = Array(sample.numeric.column(j).prefix(m))
      let order = ascendingOrder(column)
      let errors = errors(
        values: order.map { column[$0] }, labels: order.map { labels[$0] }, classes: classes,
        atMost: mostErrors)
      if errors <= mostErrors { found.append((position, errors)) }
    }
    for (j, position) in schema.categorical.enumerated() {
      let order = (0..<m).sorted { sample.codes[j][$0] < sample.codes[j][$1] }
      let errors = errors(
        values: order.map { Double(sample.codes[j][$0]) }, labels: order.map { labels[$0] },
        classes: classes, atMost: mostErrors, isOrdered: false)
      if errors <= mostErrors { found.append((position, errors)) }
    }
    return found.sorted { $0.position < $1.position }.map {
      DecidingColumn(
        column: schema.columns[$0.position].name, share: 1 - Double($0.errors) / Double(m))
    }
  }

  /// How many rows one feature predicts wrongly, counted until there are too many.
  ///
  /// - Parameters:
  ///   - values: Ascending, missing ones last.
  ///   - labels: Their classes.
  ///   - classes: C.
  ///   - limit: Where counting may stop.
  ///   - isOrdered: Whether the next value says anything about a value that stands alone.
  /// - Returns: The number where it is at most `limit`, else any number above.
  private static func errors(
    values: [Double], labels: [Int], classes: Int, atMost limit: Int, isOrdered: Bool = true
  ) -> Int {
    var runs: [Range<Int>] = []
    var start = 0
    for i in 1...values.count
    where i == values.count
      || !(values[i] == values[start] || values[i].isNaN && values[start].isNaN)
    {
      runs.append(start..<i)
      start = i
    }
    /// The commonest class of a run without one row of class `own`; nil where nothing is left or two are as common.
    func answer(_ run: Range<Int>, without own: Int?) -> Int? {
      var counts = [Int](repeating: 0, count: classes)
      for i in run { counts[labels[i]] += 1 }
      if let own { counts[own] -= 1 }
      guard let most = counts.max(), most > 0, counts.count(where: { $0 == most }) == 1 else {
        return nil
      }
      return counts.firstIndex(of: most)
    }
    var errors = 0
    for (k, run) in runs.enumerated() {
      if run.count > 1 {
        let answers = (0..<classes).map { answer(run, without: $0) }
        errors += run.count { answers[labels[$0]] != labels[$0] }
      } else {
        let i = run.lowerBound
        let before = k > 0 ? values[i] - values[runs[k - 1].lowerBound] : .infinity
        let after = k + 1 < runs.count ? values[runs[k + 1].lowerBound] - values[i] : .infinity
        let nearest = before <= after ? k - 1 : k + 1
        let guess =
          isOrdered && runs.indices.contains(nearest) ? answer(runs[nearest], without: nil) : nil
        if guess != labels[i] { errors += 1 }
      }
      if errors > limit { return errors }
    }
    return errors
  }
}
