import RealModule

/// How likely a row is planted, by its score: what rows planted in copies of its table tell.
///
///     p(s) = π g(s) / (π g(s) + (1 − π) h(s))
///
/// with g the scores of planted rows and h those of the others, in the weighed mean over the copies, and π the mean share that
/// was planted. Scores are counted in steps of their log odds, and p is the best fit that never falls (pool adjacent violators).
///
/// - SeeAlso: Ayer et al. 1955, doi:10.1214/aoms/1177728423; Zadrozny & Elkan 2002, doi:10.1145/775047.775151
package struct Chances: Sendable, Hashable {
  /// The scores of one copy's rows.
  package struct Copy: Sendable {
    /// What was planted.
    let attack: String
    /// Those of the planted rows.
    let planted: [Double]
    /// Those of the others.
    let others: [Double]
    /// The share of the rows that was planted, 0 ..< 1.
    let rate: Double

    package init(_ attack: String, planted: [Double], others: [Double], rate: Double) {
      self.attack = attack
      (self.planted, self.others, self.rate) = (planted, others, rate)
    }
  }

  /// Log odds beyond this, on either side, are one step.
  private static let most = 30.0
  private static let stepsPerNat = 32.0
  private static let steps = Int(2 * most * stepsPerNat) + 1

  /// One for every step.
  private let chances: [Double]

  /// Learns from copies what a table's own rows are likely to be.
  ///
  /// An attack weighs the square of the best F1 that would be expected of a threshold on the table if it alone were in it: the
  /// rows of a table with outliers are not judged by what flips would look like.
  ///
  /// - Parameters:
  ///   - copies: At least one.
  ///   - table: The scores of the table's rows, ascending.
  /// - Complexity: O(rows of all copies + attacks × *n*).
  package init(_ copies: [Copy], for table: [Double]) {
    let weights = Dictionary(grouping: copies) { $0.attack }.mapValues { own in
      let best = OwnPoison(table, Chances(own)).best
      return best * best / Double(own.count)
    }
    let isShown = weights.values.contains { $0 > 0 }
    self.init(copies, weights: copies.map { isShown ? weights[$0.attack] ?? 0 : 1 })
  }

  /// Learns from copies.
  ///
  /// - Parameters:
  ///   - copies: At least one.
  ///   - weights: What each counts, the same for all by default.
  /// - Complexity: O(rows).
  package init(_ copies: [Copy], weights: [Double]? = nil) {
    let weights = weights ?? copies.map { _ in 1 }
    let share =
      zip(copies, weights).reduce(0) { $0 + $1.1 * $1.0.rate } / weights.reduce(0, +)
    var planted = [Double](repeating: 0, count: Self.steps)
    var all = planted
    for (copy, weight) in zip(copies, weights) {
      // Each copy counts as if the mean share had been planted in it.
      let more = weight * share / copy.rate
      let less = weight * (1 - share) / max(1 - copy.rate, 1e-9)
      for score in copy.planted {
        planted[Self.step(score)] += more
        all[Self.step(score)] += more
      }
      for score in copy.others { all[Self.step(score)] += less }
    }
    chances = Self.rising(planted, of: all)
  }

  /// The chance that a row of a score is planted, 0…1.
  package subscript(score: Double) -> Double { chances[Self.step(score)] }

  private static func step(_ score: Double) -> Int {
    let odds = Double.log(score / (1 - score))
    return Int(((min(max(odds, -most), most) + most) * stepsPerNat).rounded(.down))
  }

  /// The shares in each step, neighbours pooled until none falls; a step without rows has the share below it.
  private static func rising(_ counts: [Double], of all: [Double]) -> [Double] {
    var pools: [(count: Double, all: Double, steps: Int)] = []
    for (count, total) in zip(counts, all) {
      guard total > 0 || pools.isEmpty else {
        pools[pools.count - 1].steps += 1
        continue
      }
      pools.append((count, total, 1))
      while pools.count > 1 {
        let (low, high) = (pools[pools.count - 2], pools[pools.count - 1])
        guard low.count * high.all >= high.count * low.all else { break }
        pools.removeLast()
        pools[pools.count - 1] = (
          low.count + high.count, low.all + high.all, low.steps + high.steps
        )
      }
    }
    return pools.flatMap { pool in
      Array(repeating: pool.all > 0 ? pool.count / pool.all : 0, count: pool.steps)
    }
  }
}
