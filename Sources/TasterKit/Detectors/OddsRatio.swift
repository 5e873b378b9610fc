import RealModule

/// The odds ratio that several two-by-two tables share.
enum OddsRatio {
  /// One row of a two-by-two table.
  struct Row: Sendable {
    var yes = 0.0
    var no = 0.0
  }

  /// The log of the common odds ratio (Mantel & Haenszel 1959), less two standard errors (Robins, Breslow & Greenland
  /// 1986); half a row in all is added to every cell, so that none is empty.
  ///
  ///     OR = Σ a d / n  ÷  Σ b c / n
  ///
  /// - Parameters:
  ///   - first: Counts, one row a stratum.
  ///   - second: As many.
  /// - Returns: The bound; 0 where no stratum holds both.
  static func leastLog(_ first: [Row], against second: [Row]) -> Double {
    let used = zip(first, second).filter { $0.yes + $0.no > 0 && $1.yes + $1.no > 0 }
    let half = 0.5 / Double(max(used.count, 1))
    var (r, s) = (0.0, 0.0)
    var (pr, mixed, qs) = (0.0, 0.0, 0.0)
    for (top, rest) in used {
      let (a, b) = (top.yes + half, top.no + half)
      let (c, d) = (rest.yes + half, rest.no + half)
      let n = a + b + c + d
      let (p, q) = ((a + d) / n, (b + c) / n)
      r += a * d / n
      s += b * c / n
      pr += p * a * d / n
      mixed += (p * b * c + q * a * d) / n
      qs += q * b * c / n
    }
    guard r > 0, s > 0 else { return 0 }
    let variance = pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s)
    return Double.log(r / s) - 2 * Double.sqrt(variance)
  }
}
