import RealModule

/// What a squared distance says about a row: the share of the sample that lies nearer, and a little more for a far one.
///
///     v(x) = (#{d < x} + #{d ≤ x}) / 2n + 0.15 · S(√x)
///
/// with S the surprise, in nats, by the tail of the sample's own distances. Shares make distances of any kind
/// comparable; the nats keep far rows apart where every share is 1.
struct Vote: Sendable {
  private let sorted: [Double]
  private let tail: Tail?

  /// The weight of a nat of surprise.
  static let perNat = 0.15
  /// Distances closer than this (relative) are tied, whatever the rounding.
  private static let sameness = 1e-9

  /// Learns from the squared distances of the sample, in any order.
  ///
  /// - Complexity: O(*n* log *n*).
  init(_ squared: [Double]) {
    let ascending = squared.sorted()
    sorted = ascending
    tail = Tail(sorted: ascending.map { Double.sqrt($0) }, floor: 0)
  }

  /// The surprise of a squared distance in nats; 0 at or below the middle.
  func surprise(_ squared: Double) -> Double { tail?.surprise(Double.sqrt(squared)) ?? 0 }

  /// The distance, not squared, below which a share of the sample lies.
  func distance(at share: Double) -> Double { Double.sqrt(quantile(ofSorted: sorted, share)) }

  /// The share of the sample that lies farther out.
  func shareBeyond(_ squared: Double) -> Double {
    let below = lowerBound(sorted, (squared * (1 + Self.sameness)).nextUp)
    return Double(sorted.count - below) / Double(max(sorted.count, 1))
  }

  /// The vote on a squared distance: 0…1 for what the sample holds, above 1 for what lies far out.
  ///
  /// - Complexity: O(log *n*).
  func value(_ squared: Double) -> Double {
    let below = lowerBound(sorted, squared * (1 - Self.sameness))
    let notAbove = lowerBound(sorted, (squared * (1 + Self.sameness)).nextUp)
    let share = Double(below + notAbove) / 2 / Double(max(sorted.count, 1))
    return share + Self.perNat * surprise(squared)
  }
}
