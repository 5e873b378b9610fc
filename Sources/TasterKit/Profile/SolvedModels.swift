import RealModule
import TasterKernels

/// What was solved from the rows of a baseline, as far as other rows are judged by it: what a profile keeps.
package struct SolvedModels: Sendable {
  /// The columns of both views: p.
  let width: Int
  /// What features say about labels; nil where labels cannot be judged.
  let labels: LabelScorer?
  /// What is ordinary in the numeric columns.
  let surprise: SurpriseModel
  /// What these models say about the drawn rows, each without itself.
  package let leftOut: LeftOut

  /// Models of more columns are not kept: the square of them would be the larger part of a file.
  static let mostWidth = 2_000

  /// What models that have not seen a row say about it: a list of the drawn rows, in their order, for each.
  package struct LeftOut: Sendable, Hashable {
    /// P(its label) by the plain models, 0…1; 1 where labels cannot be judged.
    package let shares: [Double]
    /// log P(likeliest other class) − log P(its label) by the combined models, in nats; 0 where labels cannot be judged.
    package let suspicions: [Double]
    /// How surprising its numbers are, in nats.
    package let surprises: [Double]

    /// Probabilities below this are not told apart.
    static let leastShare = 1e-5
    /// No surprise is larger: more is no different.
    static let mostNats = 1e9
  }

  /// Keeps what a profile has learned.
  ///
  /// - Parameters:
  ///   - profile: The profile of the drawn rows.
  ///   - drawn: The drawn rows.
  /// - Complexity: O(*n* (log *n* + C)).
  init(_ profile: Profile, of drawn: DrawnRows) {
    width = profile.encoder.width
    labels = profile.labels?.scorer
    surprise = profile.surprise
    let (sample, standing) = (profile.sample, profile.standing)
    let combined = standing.posteriors?.combined
    var place: [Int: Int] = [:]
    for (i, row) in sample.rows.enumerated() { place[row] = i }
    let order = drawn.rows.map { place[$0] ?? 0 }
    leftOut = LeftOut(
      shares: order.map { i in
        standing.posteriors.map { min(max($0.plain[i, sample.labels[i]], 0), 1) } ?? 1
      },
      suspicions: order.map { i in
        combined.map { suspicion($0, row: i, label: sample.labels[i]) } ?? 0
      },
      surprises: order.map { min(standing.surprises[$0].value, LeftOut.mostNats) })
  }

  init(width: Int, labels: LabelScorer?, surprise: SurpriseModel, leftOut: LeftOut) {
    self.width = width
    self.labels = labels
    self.surprise = surprise
    self.leftOut = leftOut
  }
}

/// How much likelier the likeliest other class of a row is than the one it carries, in nats.
///
/// - Parameters:
///   - posterior: Class probabilities, *n* × C, C ≥ 2.
///   - row: Which row.
///   - label: The class it carries.
/// - Returns: log P(other) − log P(label), probabilities cut at 10⁻⁵.
func suspicion(_ posterior: Numbers, row: Int, label: Int) -> Double {
  let other = posterior[row, margin(posterior, row: row, label: label).other]
  let least = SolvedModels.LeftOut.leastShare
  return Double.log(max(other, least)) - Double.log(max(posterior[row, label], least))
}
