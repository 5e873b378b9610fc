import RealModule
import TasterKernels

/// How odd rows are beside the rows of a trusted baseline, as p-values.
///
/// A row's oddness is how little the baseline's label models expect its label and how surprising one of its numbers is, or, where
/// that is more, how far its numbers do not go together:
///
///     s = max(20 (1 − P(label)) + surprise, 1.5 · joint surprise) in nats,     p = (1 + #{trusted rows with s as large}) / (n + 1)
///
/// The trusted rows are scored without themselves, so all of them calibrate (cross-conformal); a row to be judged is
/// scored by the models of all of them. Rows of large classes are compared with their own class, where all that remains
/// is large enough too; else all classes are pooled. Were the rows to be judged drawn like the trusted ones, p would be
/// uniform or larger.
///
/// - SeeAlso: Bates, Candès, Lei, Romano & Sesia 2023, arXiv:2104.08279; Vovk 2015 (cross-conformal),
///   doi:10.1007/s10472-013-9368-4
package struct Conformal: Sendable {
  /// The oddness of the trusted rows, ascending: a list for each group of classes.
  private let calibration: [[Double]]
  /// The group of every class; classes that the baseline does not know are in the last.
  private let groupOfClass: [Int]

  /// What a label that is not expected at all counts, in nats of surprise.
  private static let perLabel = 20.0
  /// What a nat of joint surprise counts: many values that are each a little off beside one that is far off.
  private static let perJoint = 1.5
  /// A group of classes has at least so many trusted rows, else all are pooled.
  private static let fewestRows = 2_000

  /// How many trusted rows calibrate.
  package var count: Int { calibration.reduce(0) { $0 + $1.count } }
  /// How many groups of classes are compared apart.
  package var groupCount: Int { calibration.count }
  /// The smallest p-value that there is.
  package var least: Double { 1 / Double((calibration.map { $0.count }.max() ?? 0) + 1) }

  /// Calibrates on the rows of a baseline.
  ///
  /// - Parameter trusted: The baseline's models.
  /// - Complexity: O(*n* log *n*).
  package init(_ trusted: TrustedModels) {
    let labels = trusted.labels
    let odd = labels.indices.map {
      Self.oddness(
        share: trusted.leftOut.shares[$0], surprise: trusted.leftOut.surprises[$0],
        joint: trusted.joints[$0])
    }
    var sizes = [Int](repeating: 0, count: trusted.classCount)
    for label in labels { sizes[label] += 1 }
    let large = sizes.indices.filter { sizes[$0] >= Self.fewestRows }
    let rest = labels.count - large.reduce(0) { $0 + sizes[$1] }
    var groups = [Int](repeating: 0, count: sizes.count)
    var count = 1
    if !large.isEmpty, rest == 0 || rest >= Self.fewestRows {
      for (g, c) in large.enumerated() { groups[c] = g }
      for c in sizes.indices where sizes[c] < Self.fewestRows {
        groups[c] = rest == 0 ? large.count - 1 : large.count
      }
      count = large.count + (rest == 0 ? 0 : 1)
    }
    var lists = [[Double]](repeating: [], count: count)
    for (i, label) in labels.enumerated() { lists[groups[label]].append(odd[i]) }
    calibration = lists.map { $0.sorted() }
    groupOfClass = groups
  }

  /// Where a row stands among the trusted rows of its group.
  package struct Place: Sendable, Hashable {
    /// The group of its class.
    package let group: Int
    /// How many trusted rows of the group are as odd.
    package let rank: Int
    /// How many trusted rows the group has.
    package let of: Int
    /// By how much it is odder than all of them; 0 where it is not.
    package let excess: Double

    /// (1 + ``rank``) / (``of`` + 1), above 0 and at most 1.
    package var pValue: Double { Double(1 + rank) / Double(of + 1) }
  }

  /// How many trusted rows each group has.
  package var groupSizes: [Int] { calibration.map { $0.count } }

  /// Where rows stand among the trusted rows.
  ///
  /// - Parameters:
  ///   - batch: The rows as the baseline's profile sees them.
  ///   - strangers: The positions of rows whose class the baseline does not know: nothing speaks for their labels, and
  ///     they are compared with the last group.
  /// - Returns: One a row.
  /// - Complexity: O(rows · log *n*).
  package func places(_ batch: Batch, strangers: Set<Int> = []) -> [Place] {
    let labels = batch.chunk.labels.map { Int($0) }
    let odd = Self.oddness(batch.standing, labels: labels, strangers: strangers)
    let last = calibration.count - 1
    return labels.indices.map { i in
      let isKnown = groupOfClass.indices.contains(labels[i]) && !strangers.contains(i)
      let group = isKnown ? groupOfClass[labels[i]] : last
      let list = calibration[group]
      // Whatever differs by rounding alone is as odd.
      let below = lowerBound(list, odd[i] - 1e-9 * max(1, odd[i].magnitude))
      return Place(
        group: group, rank: list.count - below, of: list.count,
        excess: max(odd[i] - (list.last ?? 0), 0))
    }
  }

  /// The p-values of rows.
  ///
  /// - Parameter batch: The rows as the baseline's profile sees them.
  /// - Returns: One a row, above 0 and at most 1.
  /// - Complexity: O(rows · log *n*).
  package func pValues(_ batch: Batch) -> [Double] { places(batch).map { $0.pValue } }

  private static func oddness(
    _ standing: Standing, labels: [Int], strangers: Set<Int> = []
  ) -> [Double] {
    labels.indices.map { i in
      let expected =
        strangers.contains(i) ? 0 : standing.posteriors.map { $0.plain[i, labels[i]] } ?? 1
      let surprise = standing.surprises[i]
      return oddness(share: expected, surprise: surprise.value, joint: surprise.joint)
    }
  }

  private static func oddness(share: Double, surprise: Double, joint: Double) -> Double {
    max(perLabel * (1 - share) + surprise, perJoint * joint)
  }
}
