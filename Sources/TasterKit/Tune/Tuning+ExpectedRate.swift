import TasterKernels

extension Tuning {
  /// How many rows such data will have held at a threshold, with an interval.
  ///
  /// - Parameter threshold: Rows with at least this score are held.
  /// - Returns: As ``expectedRate(by:)``.
  public func expectedRate(at threshold: Double) -> ExpectedRate {
    expectedRate(by: .score(threshold))
  }

  /// How many rows such data will have held, with an interval: of another table from the same source, poisoned as the data at
  /// hand is.
  ///
  /// On the scale of square roots two counts of one mean differ by a deviation of √2 whatever the mean (Anscombe); halves of the
  /// data, each judged by itself, tell how much more they do.
  ///
  /// - Parameter point: What holds rows.
  /// - Returns: The share held of the data at hand, and where that of a table of the same size lies nine times in ten.
  /// - SeeAlso: Anscombe 1948, doi:10.1093/biomet/35.3-4.246
  public func expectedRate(by point: OperatingPoint) -> ExpectedRate {
    let n = Double(table.count)
    let held = Double(heldOfTable(by: point))
    let half = quantile * (2 * dispersion(by: point)).squareRoot()
    func count(_ root: Double) -> Double { max(root * root / 4 - 0.375, 0) }
    let middle = Self.root(held)
    return ExpectedRate(
      rate: held / n, low: min(count(max(middle - half, 0)), held) / n,
      high: min(count(middle + half), n) / n, rows: table.count)
  }

  /// What leaves one time in twenty above: of a normal law, or of Student's where halves tell the variance.
  ///
  /// The first term of the expansion z + (z³ + z) / 4ν. Pairs of halves are cut from one table, so two count as one: ν is half of
  /// their number.
  private var quantile: Double {
    let z = 1.645
    return halves.isEmpty ? z : z + (z * z * z + z) / (2 * Double(halves.count))
  }

  /// By how much the variance of held rows exceeds that of chance, at least 1.
  func dispersion(by point: OperatingPoint) -> Double {
    // As much as one pair of halves says 1 before any is looked at.
    let prior = 1.0
    let squares = halves.map { pair -> Double in
      let a = Self.root(Double(held(of: pair.first, by: point)))
      let b = Self.root(Double(held(of: pair.second, by: point)))
      return (a - b) * (a - b) / 2
    }
    return max((squares.reduce(0, +) + prior) / (Double(squares.count) + prior), 1)
  }

  private static func root(_ count: Double) -> Double { 2 * (count + 0.375).squareRoot() }
}
