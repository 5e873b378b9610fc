import TasterKernels

/// How planted and other rows stand in an order of suspicion: all that thresholds need to know.
///
/// Both lists are sorted once; every count after that is a search.
public struct Ranking: Sendable, Hashable {
  /// The scores of the planted rows, ascending.
  public let planted: [Double]
  /// The scores of the other rows, ascending.
  public let others: [Double]

  /// Sorts the scores of rows.
  ///
  /// - Parameters:
  ///   - planted: The scores of the planted rows, none NaN.
  ///   - others: Those of the other rows.
  /// - Complexity: O(*n*) for every byte in which they differ.
  public init(planted: [Double], others: [Double]) {
    self.planted = ascending(planted)
    self.others = ascending(others)
  }

  /// Sorts the scores of planted rows; the others are sorted already.
  init(planted: [Double], sorted others: [Double]) {
    self.planted = ascending(planted)
    self.others = others
  }

  /// The ranking of all rows of some rankings together.
  package init(pooling rankings: [Ranking]) {
    self.init(planted: rankings.flatMap { $0.planted }, others: rankings.flatMap { $0.others })
  }

  /// How many rows there are.
  public var count: Int { planted.count + others.count }

  /// How many planted and other rows have at least a score.
  ///
  /// - Complexity: O(log *n*).
  public func held(at threshold: Double) -> (planted: Int, others: Int) {
    (
      planted.count - lowerBound(planted, threshold), others.count - lowerBound(others, threshold)
    )
  }

  /// The share of the planted rows with at least a score; NaN where nothing was planted.
  public func recall(at threshold: Double) -> Double {
    Double(held(at: threshold).planted) / Double(planted.count)
  }

  /// The harmonic mean of precision and recall, 0…1; NaN where nothing was planted.
  ///
  ///     F1 = 2 · planted held / (held + planted)
  public func f1(at threshold: Double) -> Double {
    guard !planted.isEmpty else { return .nan }
    let held = held(at: threshold)
    return 2 * Double(held.planted) / Double(held.planted + held.others + planted.count)
  }

  /// Calls a body for every distinct score, highest first, with the rows that have at least that.
  ///
  /// - Complexity: O(*n*).
  package func forEachStep(_ body: (_ score: Double, _ planted: Int, _ others: Int) -> Void) {
    var (p, o) = (planted.count, others.count)
    while p > 0 || o > 0 {
      let score = max(p > 0 ? planted[p - 1] : -.infinity, o > 0 ? others[o - 1] : -.infinity)
      while p > 0, planted[p - 1] == score { p -= 1 }
      while o > 0, others[o - 1] == score { o -= 1 }
      body(score, planted.count - p, others.count - o)
    }
  }
}
