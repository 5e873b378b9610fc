import RealModule
import TasterKernels

/// Counts held rows by the values of every feature, one column at a time.
///
/// Numeric columns are cut at the quartiles of the profile's sample, categorical ones at their levels; a missing value
/// is a part of its own. Counts are whole numbers, so rows may be added in any order.
package struct SliceTally: Sendable {
  /// Where the columns of a profile are cut.
  private struct Cut: Sendable {
    let column: Column
    /// Ascending and distinct, empty for levels.
    ///
    /// The part of a number is how many of them lie below it.
    let edges: [Double]
    /// The share of the sample in every part; the last part holds the missing values.
    let shares: [Double]

    func part(_ x: Double) -> Int {
      x.isNaN ? shares.count - 1 : edges.count { $0 < x }
    }

    func part(_ code: Int32) -> Int {
      (0..<Int32(shares.count - 1)).contains(code) ? Int(code) : shares.count - 1
    }

    func name(_ part: Int) -> String {
      if part == shares.count - 1 { return "missing" }
      if edges.isEmpty { return part < column.levels.count ? "'\(column.levels[part])'" : "other" }
      if part == 0 { return "≤ \(Figures.significant(edges[0]))" }
      let low = Figures.significant(edges[part - 1])
      return part == edges.count ? "> \(low)" : "\(low) to \(Figures.significant(edges[part]))"
    }
  }

  private let cuts: [Cut]
  private let numericCount: Int
  private var counts: [[Int]]
  private var held = 0

  /// A slice is told where it holds this many held rows and they are this much more frequent than elsewhere.
  private static let fewestRows = 5
  private static let leastLift = 1.5
  private static let leastDeviations = 5.0

  /// A tally of no rows.
  ///
  /// - Complexity: O(*n* log *n*) a column for *n* sampled rows.
  package init(_ profile: Profile) {
    let schema = profile.schema
    let sample = profile.sample
    numericCount = schema.numeric.count
    let numeric = schema.numeric.enumerated().map { j, position in
      let known = sample.numeric.column(j).filter { !$0.isNaN }
      let sorted = ascending(known)
      var edges: [Double] = []
      for p in [0.25, 0.5, 0.75] where !sorted.isEmpty {
        let edge = quantile(ofSorted: sorted, p)
        if edges.last.map({ $0 < edge }) ?? true, edge < sorted[sorted.count - 1] {
          edges.append(edge)
        }
      }
      if edges.isEmpty { edges = [sorted.last ?? 0] }
      var sizes = [Int](repeating: 0, count: edges.count + 2)
      for x in sorted { sizes[edges.count { $0 < x }] += 1 }
      sizes[edges.count + 1] = sample.count - sorted.count
      return Cut(
        column: schema.columns[position], edges: edges,
        shares: sizes.map { Self.share($0, of: sample.count) })
    }
    let categorical = schema.categorical.enumerated().map { j, position in
      let column = schema.columns[position]
      var sizes = [Int](repeating: 0, count: column.levels.count + 1)
      for code in sample.codes[j] {
        sizes[code < 0 ? column.levels.count : min(Int(code), column.levels.count)] += 1
      }
      return Cut(column: column, edges: [], shares: sizes.map { Self.share($0, of: sample.count) })
    }
    cuts = numeric + categorical
    counts = cuts.map { [Int](repeating: 0, count: $0.shares.count) }
  }

  private static func share(_ count: Int, of n: Int) -> Double {
    (Double(count) + 0.5) / Double(n + 1)
  }

  /// Takes the held rows of a chunk in.
  ///
  /// - Parameters:
  ///   - chunk: The rows.
  ///   - rows: The positions of the held ones.
  /// - Complexity: O(held rows × features).
  package mutating func add(_ chunk: Chunk, rows: [Int]) {
    held += rows.count
    for f in cuts.indices {
      for i in rows {
        let part =
          f < numericCount
          ? cuts[f].part(chunk.numeric[f * chunk.count + i])
          : cuts[f].part(chunk.codes[(f - numericCount) * chunk.count + i])
        counts[f][part] += 1
      }
    }
  }

  /// Takes another tally of the same profile in.
  package mutating func merge(_ other: SliceTally) {
    held += other.held
    for f in counts.indices { for k in counts[f].indices { counts[f][k] += other.counts[f][k] } }
  }

  /// The slices in which held rows gather, the most significant first.
  ///
  /// A slice counts from five held rows on whose share is half as large again as the slice's, by five standard
  /// deviations of a binomial law; one column tells its best slice alone.
  ///
  /// - Parameter limit: The most slices.
  /// - Returns: None where no row is held.
  package func slices(limit: Int = 10) -> [Slice] {
    guard held > 0 else { return [] }
    let n = Double(held)
    var found: [(z: Double, slice: Slice)] = []
    for (cut, counts) in zip(cuts, counts) {
      var best: (z: Double, part: Int)?
      for (part, count) in counts.enumerated() where count >= Self.fewestRows {
        let share = cut.shares[part]
        guard Double(count) >= Self.leastLift * share * n else { continue }
        let z = (Double(count) - share * n) / Double.sqrt(share * (1 - share) * n + 0.5)
        if z >= Self.leastDeviations, best.map({ z > $0.z }) ?? true { best = (z, part) }
      }
      guard let best else { continue }
      let count = counts[best.part]
      found.append(
        (
          best.z,
          Slice(
            column: cut.column.name, values: cut.name(best.part), held: count,
            heldShare: Double(count) / n, rowShare: cut.shares[best.part])
        ))
    }
    let order = found.indices.sorted { (found[$1].z, $0) < (found[$0].z, $1) }
    return order.prefix(limit).map { found[$0].slice }
  }
}
