import TasterKernels

/// How a table looks before anything is planted in it, and which of its rows stand for poison that it already has.
///
/// Whether a suspicious row is poison or an honest oddity nobody knows. Counted as honest, poison would make every threshold
/// look as if it held too much; with all suspects left out no false alarm would be left. So rows are set aside in the
/// proportion in which they are likely poison: one of them for every whole row to which these shares add up, from the highest
/// score down. A row's share is its score, where it is held or that is above one half; the estimate also knows of rows
/// that are neither, and these stand high: from 1 at the top the share falls to 0 behind twice as many rows as are likely poison.
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
    let reach = max(2 * Contamination.likely(below: heard.highestEstimate), 1e-9)
    var aside: Set<Int> = []
    // Half a row counts as one.
    var sum = 0.5
    for (rank, row) in order.enumerated() {
      let seen = heard.gates[row] != nil || scores[row] > 0.5 ? scores[row] : 0
      // In the middle of its rank, so that the shares add up to what is likely.
      sum += max(seen, 1 - (Double(rank) + 0.5) / reach)
      guard sum >= 1 else { continue }
      aside.insert(row)
      sum -= 1
    }
    self.heard = heard
    self.aside = aside
    suspicious = aside.union(heard.gates.keys).union(order.prefix(Int(heard.highestEstimate)))
  }
}

extension Contamination {
  /// How many rows are likely poisoned, of which the upper end of the interval is made.
  ///
  ///     h = x + 1.645 √x,   x = 5/4 of them
  ///
  /// - Parameter high: The upper end h, at least 0.
  static func likely(below high: Double) -> Double {
    let z = 1.645
    let root = (high + z * z / 4).squareRoot() - z / 2
    return root * root / 1.25
  }
}
