import RealModule

/// What every threshold on one order of suspicion does.
public struct Sweep: Sendable, Hashable {
  /// One threshold.
  public struct Point: Sendable, Hashable {
    /// Rows with at least this score are held.
    public let threshold: Double
    /// How many of them were planted.
    public let planted: Int
    /// How many were not.
    public let others: Int

    /// How many rows are held.
    public var held: Int { planted + others }
  }

  /// The share of rows that a person would read, for which ``recallAtBudget`` is told.
  public static let budgets = [0.01, 0.05, 0.10]

  /// How many rows were planted.
  public let planted: Int
  /// How many were not.
  public let others: Int
  /// The mean precision at the planted rows; NaN where nothing was planted.
  ///
  /// It is that of ``averagePrecision(_:_:)``.
  public let averagePrecision: Double
  /// The chance that a planted row stands above another one, ties half; NaN where all rows are of one kind.
  public let area: Double
  /// The share of planted rows among the highest 1, 5 and 10 % of all rows, ties in the mean.
  public let recallAtBudget: [Double]
  /// The thresholds, highest first: the first rows one by one, then in steps of one ratio.
  public let points: [Point]

  /// Tries thresholds.
  ///
  /// - Parameters:
  ///   - ranking: The rows.
  ///   - count: About how many thresholds to keep.
  /// - Complexity: O(*n*).
  public init(_ ranking: Ranking, count: Int = 200) {
    let total = ranking.count
    planted = ranking.planted.count
    others = ranking.others.count
    let wanted = Self.ranks(total, count: count)
    let budgets = Self.budgets.map { $0 * Double(total) }
    var recalls = [Double](repeating: .nan, count: budgets.count)
    var points: [Point] = []
    var (next, budget) = (0, 0)
    var (sum, area) = (0.0, 0.0)
    var last = (planted: 0, others: 0)
    let all = Double(planted)
    ranking.forEachStep { score, planted, others in
      let new = (planted: planted - last.planted, others: others - last.others)
      let held = planted + others
      sum += Double(new.planted) * Double(planted) / Double(held)
      area += Double(new.others) * (Double(last.planted) + Double(new.planted) / 2)
      while budget < budgets.count, Double(held) >= budgets[budget] {
        let before = Double(last.planted + last.others)
        let share = (budgets[budget] - before) / Double(new.planted + new.others)
        recalls[budget] = (Double(last.planted) + share * Double(new.planted)) / all
        budget += 1
      }
      last = (planted, others)
      guard next < wanted.count, held >= wanted[next] else { return }
      points.append(Point(threshold: score, planted: planted, others: others))
      while next < wanted.count, held >= wanted[next] { next += 1 }
    }
    averagePrecision = sum / all
    self.area = area / (all * Double(self.others))
    recallAtBudget = recalls
    self.points = points
  }

  /// The numbers of held rows for which thresholds are kept: 1 and *n* among them.
  package static func ranks(_ total: Int, count: Int) -> [Int] {
    guard total > 0 else { return [] }
    guard total > count else { return Array(1...total) }
    // Steps of one ratio begin where they are larger than one row.
    var ranks: [Int] = []
    var rank = 1.0
    let dense = max(count / 3, 1)
    let ratio = Double.pow(Double(total) / Double(dense), 1 / Double(count - dense))
    while Int(rank) < total {
      ranks.append(Int(rank))
      rank = max(rank + 1, rank < Double(dense) ? 0 : rank * ratio)
    }
    return ranks + [total]
  }
}
