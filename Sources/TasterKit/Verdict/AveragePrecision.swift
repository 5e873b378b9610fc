/// How well scores put some rows before all others: the mean precision at the rows of interest.
///
///     AP = Σ (Rₖ − Rₖ₋₁) Pₖ   over the distinct scores, highest first
///
/// Equal scores are one step, so the order of ties does not matter.
///
/// - Parameters:
///   - scores: One a row, none NaN; any scale.
///   - isWanted: Whether the row is one of interest; as many.
/// - Returns: 0…1; that of a random order is the share of rows of interest. NaN where there is none.
/// - Complexity: O(*n* log *n*).
public func averagePrecision(_ scores: [Double], _ isWanted: [Bool]) -> Double {
  precondition(scores.count == isWanted.count, "every score belongs to a row")
  let total = isWanted.count { $0 }
  guard total > 0 else { return .nan }
  let order = scores.indices.sorted { scores[$0] > scores[$1] }
  var (sum, hits, start) = (0.0, 0, 0)
  while start < order.count {
    var stop = start
    var new = 0
    while stop < order.count, scores[order[stop]] == scores[order[start]] {
      if isWanted[order[stop]] { new += 1 }
      stop += 1
    }
    hits += new
    sum += Double(new) * Double(hits) / Double(stop)
    start = stop
  }
  return sum / Double(total)
}
