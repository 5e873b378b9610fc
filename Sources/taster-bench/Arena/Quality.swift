import TasterKit

/// How well scores and flags tell planted rows from the others.
package struct Quality: Sendable, Hashable {
  /// How many rows there are.
  package var rows: Int
  /// How many of them were planted.
  package var planted: Int
  /// How many are held.
  package var held: Int
  /// How many held rows were planted.
  package var found: Int
  /// The average precision of the scores, 0…1; nil where nothing was planted.
  package var averagePrecision: Double?
  /// The area under the receiver operating characteristic, 0…1; nil where all rows are of one kind.
  package var area: Double?

  /// The share of planted rows among the held ones; nil where nothing was planted or is held.
  package var precision: Double? {
    planted > 0 && held > 0 ? Double(found) / Double(held) : nil
  }
  /// The share of the planted rows that is held; nil where nothing was planted.
  package var recall: Double? { planted > 0 ? Double(found) / Double(planted) : nil }
  /// The share of the other rows that is held; nil where all were planted.
  package var cleanHeld: Double? {
    rows > planted ? Double(held - found) / Double(rows - planted) : nil
  }
  /// The average precision of rows in random order.
  package var chance: Double? { planted > 0 ? Double(planted) / Double(rows) : nil }

  /// Measures scores and flags against the truth; the three lists have one length.
  ///
  /// - Complexity: O(*n* log *n*).
  package init(scores: [Double], flagged: [Bool], planted: [Bool]) {
    precondition(scores.count == planted.count && flagged.count == planted.count)
    rows = planted.count
    self.planted = planted.count { $0 }
    held = flagged.count { $0 }
    found = zip(flagged, planted).count { $0 && $1 }
    let steps = Self.steps(scores, planted)
    averagePrecision =
      self.planted > 0 ? TasterKit.averagePrecision(scores, planted) : nil
    area = Self.area(steps, planted: self.planted, rows: rows)
  }

  /// The rows and the planted rows at or above each distinct score, the highest score first.
  private static func steps(
    _ scores: [Double], _ planted: [Bool]
  ) -> [(rows: Int, planted: Int)] {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var steps: [(rows: Int, planted: Int)] = []
    var seen = (rows: 0, planted: 0)
    for (k, i) in order.enumerated() {
      seen = (k + 1, seen.planted + (planted[i] ? 1 : 0))
      if k + 1 == order.count || scores[order[k + 1]] != scores[i] { steps.append(seen) }
    }
    return steps
  }

  /// The probability that a planted row has a higher score than another one; equal scores count half.
  private static func area(
    _ steps: [(rows: Int, planted: Int)], planted: Int, rows: Int
  ) -> Double? {
    guard planted > 0, rows > planted else { return nil }
    var sum = 0.0
    var before = (rows: 0, planted: 0)
    for step in steps {
      let bad = step.planted - before.planted
      let good = step.rows - before.rows - bad
      let goodBelow = rows - planted - (step.rows - step.planted)
      sum += Double(bad) * (Double(goodBelow) + Double(good) / 2)
      before = step
    }
    return sum / (Double(planted) * Double(rows - planted))
  }
}
