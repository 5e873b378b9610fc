import TasterKernels

/// The p-values of a stream's rows among the trusted rows and the rows of the stream before them.
///
/// A row that falls among *n* trusted rows and *t* rows of the stream, with *a* of them odder and *b* in the same gap between
/// trusted rows, has
///
///     p = (a + U (b + 1)) / (n + t + 1)
///
/// with U from the row's content, its number and the seed. Were the stream's rows drawn like the trusted ones, these numbers
/// would be independent and uniform, however long the stream is: exactly what a martingale has to bet against. (Those of
/// ``Conformal`` are not: they share a draw of trusted rows, and an endless stream finds out every accident of it.) Where
/// oddness is tied they are larger.
///
/// Classes that are compared apart have gaps of their own, so shares of classes may change. Memory: a number a trusted row.
///
/// - SeeAlso: Vovk, Nouretdinov & Gammerman 2003, "Testing exchangeability on-line"; Vovk, Gammerman & Shafer 2022,
///   "Algorithmic Learning in a Random World", doi:10.1007/978-3-031-06649-8
package struct RunningRanks: Sendable {
  /// Binary indexed sums over the gaps of each group, the odd end first.
  private var sums: [[Int]]
  /// How many rows each group holds, and one.
  private var totals: [Int]

  /// Before the first row of a stream.
  ///
  /// - Parameter conformal: The trusted rows.
  /// - Complexity: O(*n*).
  package init(_ conformal: Conformal) {
    totals = conformal.groupSizes.map { $0 + 1 }
    sums = totals.map { count in
      // Every gap counts one: a new row may fall into any.
      (0...count).map { $0 & -$0 }
    }
  }

  /// Takes the next row in.
  ///
  /// - Parameters:
  ///   - place: Where it stands among the trusted rows.
  ///   - draw: U, 0 ..< 1.
  /// - Returns: p, above 0 where U is, at most 1.
  /// - Complexity: O(log *n*).
  package mutating func next(_ place: Conformal.Place, draw: Double) -> Double {
    let g = place.group
    let odder = sum(g, place.rank)
    let same = sum(g, place.rank + 1) - odder
    let p = (Double(odder) + draw * Double(same)) / Double(totals[g])
    totals[g] += 1
    var k = place.rank + 1
    while k < sums[g].count {
      sums[g][k] += 1
      k += k & -k
    }
    return p
  }

  /// How much the first gaps of a group hold.
  private func sum(_ g: Int, _ gaps: Int) -> Int {
    var (k, total) = (gaps, 0)
    while k > 0 {
      total += sums[g][k]
      k -= k & -k
    }
    return total
  }

  /// A number from 0 up to 1 that follows from a row's content, its number and a seed.
  ///
  /// - Parameters:
  ///   - key: The row's content and the seed.
  ///   - row: Its number: equal rows draw anew.
  /// - Returns: The same for the same stream and seed.
  package static func draw(_ key: RowKey, row: Int) -> Double {
    Double(mix(key.draw &+ mix(UInt64(row) &+ 0xD1F7)) >> 11) * 0x1p-53
  }
}
