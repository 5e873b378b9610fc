import Algorithms
import RealModule
import TasterKernels

/// A change of unit that a column of few values shows: 10, 20 and 30 beyond 1, 2 and 3.
///
/// Values that a factor makes of a column's other values stand beyond them, every one of them, and as often among each
/// other as those do. For the farthest values B, of n rows, with the values A below them,
///
///     Λ = Σ n_b ln p(b / f) − ln P₀(n) + |B| ln(places / multiples)
///
/// with p the shares of the values of A whose multiple lies beyond A, P₀ what any shares would give on average (a flat
/// Dirichlet law), places how many steps of the column's own values lie from the least to the greatest of B, and
/// multiples how many of those f makes of A. What the rows' labels say about which rows they are is taken off.
struct UnitLevels: UnitHypothesis {
  let feature: Int
  let factor: UnitFactor
  /// The log odds of every row of the multiples.
  let odds: Double
  /// The largest ordinary magnitude, or the smallest where the factor makes values smaller.
  let edge: Double
  /// The ordinary values, ascending, and how many sampled rows have each.
  let levels: [(value: Double, count: Int)]
  let rows: [Int]

  /// More values are no levels.
  private static let mostLevels = 200
  private static let fewestRows = 3
  private static let largestShare = 0.45
  /// How many nats better than any other shares a factor must explain the multiples.
  private static let clearance = 2.5
  private static let mostNats = 12.0

  /// The factor that explains the farthest values of each column best, in the order of columns.
  ///
  /// - Parameter profile: What the rows were learned as.
  /// - Returns: At most one a column and factor.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n* log *n*) a column.
  static func all(_ profile: Profile) throws -> [UnitLevels] {
    try parallelMap(profile.sample.numeric.columns, threads: profile.threads) {
      (feature) -> [UnitLevels] in
      let column = profile.sample.numeric.column(feature)
      let levels = ascendingLevels(column)
      guard levels.count > 2 else { return [] }
      return UnitFactor.all.compactMap { fit(profile, feature, column, levels, $0) }
    }.flatMap { $0 }
  }

  func logOdds(_ x: Double, in row: ArraySlice<Double>) -> Double? {
    guard Self.isBeyond(x, edge, factor), level(of: factor.original(x)) != nil else { return nil }
    return odds
  }

  func words(_ x: Double, in row: ArraySlice<Double>) -> String {
    let count = level(of: factor.original(x)).map { levels[$0].count } ?? 0
    return "\(count) rows have it, and the column's values beyond "
      + "\(Figures.significant(edge)) are to each other as those they would have been"
  }

  private static func isBeyond(_ x: Double, _ edge: Double, _ factor: UnitFactor) -> Bool {
    !x.isNaN && x != 0 && (factor.slope > 1 ? x.magnitude > edge : x.magnitude < edge)
  }

  private func level(of x: Double) -> Int? { Self.position(of: x, in: levels) }

  private static func position(of x: Double, in levels: [(value: Double, count: Int)]) -> Int? {
    let room = 1e-9 * x.magnitude
    let k = levels.partitioningIndex { $0.value >= x - room }
    return k < levels.count && levels[k].value <= x + room ? k : nil
  }

  /// The values that are not 0, with their counts; none where there are too many.
  private static func ascendingLevels(_ column: [Double]) -> [(value: Double, count: Int)] {
    var counts: [Double: Int] = [:]
    for x in column where !x.isNaN && x != 0 {
      counts[x, default: 0] += 1
      if counts.count > mostLevels { return [] }
    }
    return counts.map { (value: $0.key, count: $0.value) }.sorted { $0.value < $1.value }
  }

  private static func fit(
    _ profile: Profile, _ feature: Int, _ column: [Double],
    _ levels: [(value: Double, count: Int)], _ factor: UnitFactor
  ) -> UnitLevels? {
    guard factor.power != nil else { return nil }
    // From the values that the factor would move least to those that it would have made.
    let order = levels.indices.sorted {
      let (a, b) = (levels[$0].value.magnitude, levels[$1].value.magnitude)
      return a == b ? $0 < $1 : (a < b) == (factor.slope > 1)
    }
    var best: (nats: Double, cut: Int)?
    var count = 0
    for cut in order.indices.dropFirst().reversed() {
      let x = levels[order[cut]]
      count += x.count
      guard position(of: factor.original(x.value), in: levels) != nil,
        Double(count) <= largestShare * Double(column.count)
      else { break }
      let beyond = order[cut...].map { levels[$0] }
      let within = order[..<cut].map { levels[$0] }
      guard beyond.count > 1, count >= fewestRows, let edge = within.last?.value.magnitude,
        edge != x.value.magnitude,
        let nats = support(of: beyond, from: within, edge: edge, factor: factor)
      else { continue }
      if nats > best?.nats ?? clearance { best = (nats, cut) }
    }
    guard let best else { return nil }
    let within = order[..<best.cut].map { levels[$0] }
    let edge = within.last?.value.magnitude ?? 0
    let own = column.indices.filter { isBeyond(column[$0], edge, factor) }
    let odds = best.nats - UnitFit.savedByLabels(own, of: profile)
    guard odds > clearance else { return nil }
    return UnitLevels(
      feature: feature, factor: factor, odds: min(odds, mostNats), edge: edge,
      levels: within.sorted { $0.value < $1.value },
      rows: own.map { profile.sample.rows[$0] }.filter { $0 < profile.ownRows }.sorted())
  }

  /// Λ of some values; nil where one of them is no multiple.
  ///
  /// - Parameters:
  ///   - beyond: The values and how many rows have each.
  ///   - within: The others, ordered towards the edge.
  ///   - edge: The magnitude where they end.
  ///   - factor: The change of unit; a power of ten.
  /// - Returns: Nats; above 0 where the factor explains the values better than any shares do.
  static func support(
    of beyond: [(value: Double, count: Int)], from within: [(value: Double, count: Int)],
    edge: Double, factor: UnitFactor
  ) -> Double? {
    let able = within.filter {
      let x = ($0.value * factor.slope).magnitude
      return factor.slope > 1 ? x > edge : x < edge
    }.sorted { $0.value < $1.value }
    let total = Double(able.reduce(0) { $0 + $1.count })
    let count = Double(beyond.reduce(0) { $0 + $1.count })
    var nats = Double.logGamma(count + Double(beyond.count)) - Double.logGamma(Double(beyond.count))
    for (value, n) in beyond {
      guard let k = position(of: factor.original(value), in: able) else { return nil }
      nats += Double(n) * Double.log(Double(able[k].count) / total)
      nats -= Double.logGamma(Double(n) + 1)
    }
    let magnitudes = beyond.map { $0.value.magnitude }
    guard let low = magnitudes.min(), let high = magnitudes.max() else { return nil }
    let places =
      ((high - low) / step((within + (factor.slope > 1 ? [] : beyond)).map { $0.value })).rounded()
      + 1
    let multiples = able.count {
      let x = ($0.value * factor.slope).magnitude
      return x >= low * (1 - 1e-9) && x <= high * (1 + 1e-9)
    }
    return nats + Double(beyond.count)
      * max(Double.log(places / Double(max(multiples, 1))), 0)
  }

  /// How far values lie apart where they lie close: the lower quartile of the steps from 0 on.
  private static func step(_ values: [Double]) -> Double {
    let sorted = Set(values.map { $0.magnitude } + [0]).sorted()
    let steps = zip(sorted.dropFirst(), sorted).map { $0 - $1 }.sorted()
    return steps[steps.count / 4]
  }
}
