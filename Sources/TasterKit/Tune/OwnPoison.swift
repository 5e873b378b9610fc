import TasterKernels

/// What holding rows of the data at hand is worth, if each is planted with the chance that its score gives it.
///
/// Nobody knows which rows are planted, but F1 can be expected:
///
///     F1 = 2 Σ p of the held rows / (held rows + Σ p of all)
///
/// The table is believed about itself as far as it shows something, and what was planted in copies the rest. With E the best F1
/// that a threshold on its n scores is expected to have, and m the sum of those above one half, the poison among the rows that are
/// more likely planted than not, the table weighs
///
///     w = min(¾, 1 − (1 − E) / (1 + m / (1 + n / 500)))
///
/// A table with nothing conspicuous in it is left to the copies; a row of it, and one more in five hundred, may be odd by nature.
/// A quarter is left to the copies always: what hides behind the rows that stand out is in them alone.
struct OwnPoison: Sendable, Hashable {
  /// How many of the first *k* rows in the order of suspicion are planted, in expectation; from none to all of them.
  private let sums: [Double]
  /// The best F1 that a threshold on the scores is expected to have, 0…1.
  let best: Double
  /// What the table's own figure weighs beside the mean of the copies, 0…1.
  let weight: Double

  /// Looks at the scores of a table.
  ///
  /// - Parameters:
  ///   - table: The scores of all rows, ascending.
  ///   - chances: How likely each is planted.
  /// - Complexity: O(*n*).
  init(_ table: [Double], _ chances: Chances) {
    var sums = [0.0]
    sums.reserveCapacity(table.count + 1)
    for score in table.reversed() { sums.append(sums[sums.count - 1] + chances[score]) }
    self.sums = sums
    let planted = sums[table.count]
    var best = 0.0
    for held in table.indices.dropFirst() {
      let (last, next) = (table[table.count - held], table[table.count - held - 1])
      guard last > next else { continue }
      best = max(best, Tuning.f1(planted: sums[held], held: held, of: planted))
    }
    self.best = best
    weight = Self.weight(best, table)
  }

  /// What a table's own figure weighs.
  private static func weight(_ best: Double, _ table: [Double]) -> Double {
    let conspicuous = table.reversed().prefix { $0 > 0.5 }.reduce(0, +)
    let natural = 1 + Double(table.count) / 500
    return min(0.75, 1 - (1 - best) / (1 + conspicuous / natural))
  }

  /// The expected F1 where so many rows of the highest scores are held, 0…1.
  func f1(held: Int) -> Double {
    Tuning.f1(planted: sums[held], held: held, of: sums[sums.count - 1])
  }
}

extension Tuning {
  /// What an operating point is worth where nothing but the best F1 is asked for, 0…1: F1 in the mean over the attacks and, as far
  /// as the data at hand are believed about themselves, what is to be expected of them as they are.
  package func worth(of point: OperatingPoint) -> Double {
    let planted = f1(by: point)
    guard let own, let voices else { return planted }
    let expected =
      switch point {
      case .score(let threshold): own.f1(held: heldOfTable(at: threshold))
      case .detectors: voices.table.f1(by: steps(of: point))
      }
    return (1 - own.weight) * planted + own.weight * expected
  }
}
