import TasterKernels

/// Votes averaged over the nearest of some drawn rows: rows that are odd in company.
struct NearVotes: Sendable {
  /// The drawn rows, m × p.
  let landmarks: Numbers
  /// A vote on each of them.
  let votes: [Double]

  /// How many rows are drawn.
  static let landmarkCount = 500
  private static let nearest = 10
  /// A squared distance below this is none.
  private static let nothing = 1e-9

  /// The mean vote of the ten nearest landmarks and of all that are as near as the tenth.
  ///
  /// At most one landmark at distance 0 is left out: the row itself.
  ///
  /// - Parameter z: *n* × p.
  /// - Returns: *n* means.
  /// - Complexity: O(*n* m p).
  func means(_ z: Numbers) -> [Double] {
    let m = votes.count
    let count = min(Self.nearest, max(1, m - 2))
    var result: [Double] = []
    result.reserveCapacity(z.rows)
    for start in stride(from: 0, to: z.rows, by: blockRows) {
      let block = start..<min(start + blockRows, z.rows)
      let distances = squaredDistances(z.rows(block), landmarks).elements
      for i in 0..<block.count {
        result.append(mean(distances[i * m..<(i + 1) * m], count: count))
      }
    }
    return result
  }

  private func mean(_ distances: ArraySlice<Double>, count: Int) -> Double {
    let first = distances.startIndex
    // The count + 1 smallest, ascending: one of them may be the row itself.
    var smallest = [Double](repeating: .infinity, count: count + 1)
    var own = first
    for l in distances.indices {
      let x = distances[l]
      if x < distances[own] { own = l }
      guard x < smallest[count] else { continue }
      var k = count
      while k > 0, smallest[k - 1] > x {
        smallest[k] = smallest[k - 1]
        k -= 1
      }
      smallest[k] = x
    }
    let isDrawn = distances[own] < Self.nothing
    let last = smallest[isDrawn ? count : count - 1]
    let bound = last * (1 + Self.nothing) + Self.nothing
    var sum = 0.0
    var size = 0.0
    for l in distances.indices where distances[l] <= bound && !(isDrawn && l == own) {
      sum += votes[l - first]
      size += 1
    }
    return size > 0 ? sum / size : 0
  }
}
