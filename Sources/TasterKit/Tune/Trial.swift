/// One table in which the planted rows are known, as the score ranks it.
public struct Trial: Sendable, Hashable {
  /// What was planted.
  public let attack: String
  /// The share of the rows that was planted, 0…1.
  public let rate: Double
  /// How the score ranks the planted rows among the others.
  public let ranking: Ranking

  /// A table that was judged.
  public init(attack: String, rate: Double, ranking: Ranking) {
    self.attack = attack
    self.rate = rate
    self.ranking = ranking
  }
}

/// How much of what an attack planted is held, with a band meant to hold nine times in ten.
public struct RecallBand: Sendable, Hashable {
  /// The attack.
  public let attack: String
  /// How many rows it planted, over all draws.
  public let planted: Int
  /// In how many tables.
  public let draws: Int
  /// The share of planted rows that is held, in the mean over the tables, 0…1.
  public let recall: Double
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  private static let resamples = 1_000

  /// Counts what a threshold holds.
  ///
  /// With several tables the band is that of the mean over tables drawn anew with repetition (the bootstrap's percentiles);
  /// with one it is Wilson's for a share.
  ///
  /// - Parameters:
  ///   - attack: The attack.
  ///   - planted: How many rows it planted, in all tables together.
  ///   - recalls: The share held of each table, at least one.
  ///   - seed: The key of the bootstrap.
  /// - SeeAlso: Efron 1979, doi:10.1214/aos/1176344552; Wilson 1927, doi:10.1080/01621459.1927.10502953
  package init(_ attack: String, planted: Int, recalls: [Double], seed: UInt64) {
    self.attack = attack
    self.planted = planted
    draws = recalls.count
    let n = Double(recalls.count)
    recall = recalls.reduce(0, +) / n
    if recalls.count > 1 {
      var dice = AttackDice(seed: seed, for: attack)
      let means = (0..<Self.resamples).map { _ in
        recalls.indices.reduce(0.0) { sum, _ in sum + recalls[dice.below(recalls.count)] } / n
      }.sorted()
      low = means[Self.resamples / 20]
      high = means[Self.resamples - 1 - Self.resamples / 20]
    } else {
      // 1.645 standard deviations on either side leave one time in ten outside.
      let (z, m) = (1.645, Double(max(planted, 1)))
      let middle = (recall + z * z / (2 * m)) / (1 + z * z / m)
      let half =
        z / (1 + z * z / m) * (recall * (1 - recall) / m + z * z / (4 * m * m)).squareRoot()
      low = max(middle - half, 0)
      high = min(middle + half, 1)
    }
  }
}
