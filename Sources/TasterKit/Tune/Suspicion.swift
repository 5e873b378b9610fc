import TasterKernels

/// How a table looks before anything is planted in it, and which of its rows stand for poison that it already has.
///
/// Whether a suspicious row is poison or an honest oddity nobody knows. Counted as honest, poison would make every threshold
/// look as if it held too much; with all suspects left out no false alarm would be left. So rows are set aside in the
/// proportion in which they are likely poison. Those that are held are. Of the others one is for every whole row to which
/// their shares add up, from the highest score down: the score where that is above one half; and since the estimate
/// also knows of rows that are neither, a share that falls from 1 at the next one to 0 behind twice as many rows as are still
/// likely.
package struct Suspicion: Sendable {
  /// What is said about every row.
  let heard: HeardTable
  /// Rows, from 0, that are not attacked: those that are held, as high as the upper end of the estimate, or set aside.
  package let suspicious: Set<Int>
  /// Those of them that are not counted, as neither right nor wrong to hold.
  package let aside: Set<Int>

  /// Looks at a table.
  ///
  /// - Parameter heard: What a scan without a threshold said about it.
  /// - Complexity: O(*n*) and a sort.
  package init(_ heard: HeardTable) {
    let scores = heard.stored.scores
    let order = ascendingOrder(scores.map { -$0 })
    let rest = order.filter { heard.gates[$0] == nil }
    let loud = rest.prefix { scores[$0] > 0.5 }
    let counted = loud.reduce(Double(heard.gates.count)) { $0 + scores[$1] }
    let likely = Contamination.likely(below: heard.highestEstimate) - counted
    var aside = Set(heard.gates.keys)
    // Half a row counts as one.
    var sum = 0.5
    for (k, row) in rest.enumerated() {
      // In the middle of a rank, so that the shares add up to what is likely.
      let rank = Double(k - loud.count) + 0.5
      let share = k < loud.count ? scores[row] : likely > 0 ? 1 - rank / (2 * likely) : 0
      guard share > 0 else { break }
      sum += share
      guard sum >= 1 else { continue }
      aside.insert(row)
      sum -= 1
    }
    self.heard = heard
    self.aside = aside
    suspicious = aside.union(order.prefix(Int(heard.highestEstimate)))
  }
}

extension Contamination {
  /// How many rows are likely poisoned, of which the upper end of the interval is made.
  ///
  ///     h = x + 1.645 √x,   x = 5/4 of them
  ///
  /// - Parameter high: The upper end h, at least 0.
  /// - Returns: At least 0.
  static func likely(below high: Double) -> Double {
    let z = 1.645
    let root = (high + z * z / 4).squareRoot() - z / 2
    return root * root / 1.25
  }
}
