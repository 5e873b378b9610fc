import TasterKernels

/// What the four distances are learned as.
///
/// The covariance of `[R, H]` gives three of them, that of the rank view `[Q, H]` the major one: ranks bound the major
/// directions, where the table's own tails lie.
struct RowDistanceModel: Sendable {
  /// Where a row stands.
  struct Standing: Sendable {
    /// The mean of the four votes: about 0…1 for ordinary rows, above 1 for far ones.
    let score: Double
    /// The surprise of the squared distance over all directions, in nats.
    let surprise: Double
    /// That squared distance.
    let squared: Double
  }

  /// The split of the robust view.
  let robust: VarianceSplit
  /// The vote on the distance over all directions.
  let all: Vote
  private let minor: Vote
  private let most: Vote
  private let near: NearVotes
  private let encoder: Encoder
  /// The columns of the views that vary in the sample; nil where all do.
  private let varying: [Int]?

  /// Where the robust view is clipped: beyond `Zr`'s bound of 4, so that a far row stays far.
  private static let bound = 10.0
  private static let robustKept = 0.7
  private static let robustShrinkage = 0.01
  private static let rankKept = 0.75
  private static let rankShrinkage = 0.1

  /// Learns from the profile's sample; nil where no column varies.
  ///
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* p² + p³ + 500 *n* p), p² left out beyond 1,000 columns.
  init?(_ profile: Profile) throws {
    let encoder = profile.encoder
    let d = encoder.numericCount
    let columns =
      Array(0..<d)
      + encoder.indicators.indices.filter { encoder.indicators[$0].share < 1 }.map { d + $0 }
    guard !columns.isEmpty else { return nil }
    self.encoder = encoder
    varying = columns.count < encoder.width ? columns : nil
    let sample = profile.sample
    let r = Self.selected(
      encoder.widened(profile.r, bound: Self.bound) { sample.numeric[$0, $1] }, varying)
    let q = Self.selected(profile.q, varying)
    robust = try VarianceSplit(r, kept: Self.robustKept, shrinkage: Self.robustShrinkage)
    let ranks = try VarianceSplit(q, kept: Self.rankKept, shrinkage: Self.rankShrinkage)
    let far = robust.distances(r)
    let along = ranks.distances(q).map { $0.major }
    minor = Vote(far.map { $0.minor })
    most = Vote(far.map { $0.most })
    all = Vote(far.map { $0.all })
    let major = Vote(along)
    // The sample stands in an order drawn by content: its first rows are as good as any.
    let drawn = 0..<min(NearVotes.landmarkCount, sample.count)
    near = NearVotes(landmarks: profile.r.rows(drawn), votes: along[drawn].map { major.value($0) })
  }

  /// Where the rows of a batch stand.
  ///
  /// - Complexity: O(*n* (p² + 500 p)).
  func standings(_ batch: Batch) -> [Standing] {
    let far = robust.distances(view(batch))
    let company = near.means(batch.r)
    return far.indices.map { i in
      let votes = minor.value(far[i].minor) + most.value(far[i].most) + all.value(far[i].all)
      return Standing(
        score: (votes + company[i]) / 4, surprise: all.surprise(far[i].all), squared: far[i].all)
    }
  }

  /// The robust view of a batch as the distances see it.
  func view(_ batch: Batch) -> Numbers {
    let n = batch.count
    return Self.selected(
      encoder.widened(batch.r, bound: Self.bound) { batch.chunk.numeric[$1 * n + $0] }, varying)
  }

  private static func selected(_ z: Numbers, _ columns: [Int]?) -> Numbers {
    columns.map { z.select(rows: Array(0..<z.rows), columns: $0) } ?? z
  }
}

extension Numbers {
  /// Some rows, some columns.
  fileprivate func select(rows: [Int], columns kept: [Int]) -> Numbers {
    var result = Numbers(rows: rows.count, columns: kept.count)
    for (a, i) in rows.enumerated() {
      for (b, j) in kept.enumerated() { result[a, b] = self[i, j] }
    }
    return result
  }
}
