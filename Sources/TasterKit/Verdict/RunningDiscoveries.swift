import RealModule

/// Which rows of an endless stream may be called planted so that, in the mean, at most a given share of them is not.
///
/// Benjamini and Hochberg's procedure over the last *w* rows, asked anew at every row. With R(u) the number of these rows
/// whose p-value is at most *u*, a row with p-value *p* is rejected where
///
///     some u ≥ p has   w u ≤ level · (R(u) − √R(u))
///
/// and its q-value is the least level at which it would be. Before there have been *w* rows, those that are wanting count
/// as ordinary ones. What is decided of a row depends on it and on the rows before it, never on what follows or on how the
/// stream is cut.
///
/// The p-values of a stream share their trusted rows, so they depend on each other positively (PRDS), and for such ones
/// every honest row is rejected with E[1 / R] ≤ level / w, R being the rows rejected beside it in its window: over any *w*
/// rows these shares add up to at most the level. That is the false discovery rate of a window; it does not run dry, as
/// procedures do whose budget is one for all time, when nothing has been rejected for long.
///
/// √R is taken off because of what a stream cannot do: take back. The rows counted in R were not all held when they came, and the
/// *u* at which the most rows are rejected is chosen where chance has put many below it; the next window does not repeat that.
/// One standard deviation of such a count makes up for both: without it the share of false ones among all held rows of a
/// stream was up to 0.13 at a level of 0.1 where few rows are planted.
///
/// - SeeAlso: Benjamini & Yekutieli 2001, doi:10.1214/aos/1013699998 (PRDS); Bates et al. 2023, arXiv:2104.08279
///   (conformal p-values have it); Krönert, Célisse & Hattab 2023, arXiv:2312.01969 (windows over a stream)
package struct RunningDiscoveries: Sendable {
  /// The wanted bound on the false discovery rate, 0…1.
  package let level: Double
  /// How many rows are looked at together: *w*.
  package let window: Int
  /// How many rows came.
  package private(set) var rows = 0
  /// How many of them were rejected.
  package private(set) var rejected = 0
  /// What R − √R has to reach for each of the last rows to be rejected, by their position in the window; 0 for those that
  /// never are.
  private var needs: [Int32]
  /// How many of these need so many.
  private var counts: [Int32]
  /// How many rows of the window may be rejected at all.
  private var candidates = 0

  /// At the start of a stream.
  ///
  /// - Parameters:
  ///   - level: The wanted bound, above 0 and at most 1.
  ///   - window: *w*, at least 1.
  package init(level: Double, window: Int) {
    self.level = level
    self.window = window
    needs = Array(repeating: 0, count: window)
    counts = Array(repeating: 0, count: window + 1)
  }

  /// The window in which fourteen rows as odd as can be are enough.
  ///
  /// - Parameters:
  ///   - level: The wanted bound.
  ///   - leastP: The smallest p-value there is.
  /// - Returns: At least 10 rows, at most a million.
  package static func window(level: Double, leastP: Double) -> Int {
    Int(min(max(10 * level / leastP, 10), 1e6))
  }

  /// The fewest rows of a window that can be rejected: with fewer as odd as can be, none is.
  ///
  /// - Parameter leastP: The smallest p-value there is.
  /// - Returns: At least 1; more than the window where nothing can ever be rejected.
  package func fewestRejectable(leastP: Double) -> Int {
    Self.count(reaching: need(leastP))
  }

  /// How many rows have to be as odd for R − √R to reach a number.
  static func count(reaching need: Int) -> Int {
    let root = (1 + (1 + 4 * Double(max(need, 1))).squareRoot()) / 2
    return Int((root * root - 1e-9).rounded(.up))
  }

  /// Takes the next row in.
  ///
  /// - Parameter p: Its p-value, above 0 and at most 1.
  /// - Returns: Whether the row is rejected, and its q-value, 0…1.
  /// - Complexity: O(1) for most rows, O(level · window) for those of small p-values.
  package mutating func next(_ p: Double) -> (isRejected: Bool, qValue: Double) {
    let place = rows % window
    let gone = needs[place]
    if gone > 0 {
      counts[Int(gone)] -= 1
      candidates -= 1
    }
    let need = need(p)
    let isCandidate = need <= window
    needs[place] = isCandidate ? Int32(need) : 0
    rows += 1
    guard isCandidate else { return (false, 1) }
    counts[need] += 1
    candidates += 1
    let q = qValue(need: need, p: p)
    let isRejected = q <= level
    if isRejected { rejected += 1 }
    return (isRejected, q)
  }

  /// What R − √R has to reach for a row of a p-value to be rejected.
  private func need(_ p: Double) -> Int {
    // Whole numbers that a product misses by rounding alone are meant.
    let exact = p * Double(window) / level
    return exact > Double(window) ? window + 1 : max(1, Int((exact - 1e-9).rounded(.up)))
  }

  /// The least level at which the row that came last is rejected.
  private func qValue(need: Int, p: Double) -> Double {
    var odd = 0
    for k in 1..<need { odd += Int(counts[k]) }
    var best = Double.infinity
    // Rows that need more than there are candidates change nothing.
    var k = need
    while k <= max(candidates, need) {
      odd += Int(counts[k])
      if counts[k] > 0, odd > 1 {
        best = min(best, Double(k) / (Double(odd) - Double(odd).squareRoot()))
      }
      k += 1
    }
    return min(level * best, 1)
  }
}
