import TasterKernels

/// What every class looks like: counts, moments, quantiles, covariances and levels, folded over all rows.
///
/// Chunks fold into statistics, statistics merge in the order of chunks, so the last bit does not depend on the number
/// of threads. A table without labels has one class.
public struct ClassStatistics: Sendable {
  /// One numeric column in one class.
  public struct Summary: Sendable, Hashable {
    /// Rows with a value.
    public let count: Int
    /// Rows without one.
    public let missing: Int
    public let mean: Double
    public let standardDeviation: Double
    public let minimum: Double
    public let maximum: Double
    /// The quantiles at ``ClassStatistics/shares``.
    public let quantiles: [Double]
    /// The median.
    public var centre: Double { quantiles[2] }
    /// The interquartile range as the standard deviation of a normal law; the plain deviation where that is 0.
    public var spread: Double {
      let range = (quantiles[3] - quantiles[1]) / ClassStatistics.deviationsPerRange
      return range > 0 ? range : standardDeviation
    }
  }

  /// The shares at which quantiles are told.
  public static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
  /// The interquartile range of a normal law in standard deviations: 2 · Φ⁻¹(0.75).
  static let deviationsPerRange = 1.3489795
  /// Covariances of more numbers than this (128 MB) are left out, and said to be.
  static let covarianceLimit = 16_000_000
  /// All histograms together have about so many cells (32 MB).
  private static let histogramBudget = 1_333_333

  /// Rows of each class.
  public private(set) var rows: [Int]
  /// Rows of each source, by code; shorter than the sources where the last ones have none.
  public private(set) var sourceRows: [Int] = []
  /// Whether covariances were folded; else columns × columns × classes would have passed the memory limit.
  public let hasCovariance: Bool
  private(set) var moments: [[Moments]]
  private(set) var histograms: [[ValueHistogram]]
  private(set) var missing: [[Int]]
  private(set) var products: [PairProducts]
  private(set) var levels: [[[Int32: Int]]]

  /// Statistics of no rows.
  ///
  /// - Parameters:
  ///   - classes: C, at least 1.
  ///   - d: How many numeric columns.
  ///   - categorical: How many categorical columns.
  ///   - shift: A value near each column's mean, so that products stay exact.
  package init(classes: Int, numeric d: Int, categorical: Int, shift: [Double]) {
    rows = Array(repeating: 0, count: classes)
    hasCovariance = d > 0 && classes * d * d <= Self.covarianceLimit
    let capacity = min(512, max(16, Self.histogramBudget / max(classes * d, 1)))
    moments = Array(repeating: Array(repeating: Moments(), count: d), count: classes)
    histograms = Array(
      repeating: Array(repeating: ValueHistogram(capacity: capacity), count: d), count: classes)
    missing = Array(repeating: Array(repeating: 0, count: d), count: classes)
    products = hasCovariance ? Array(repeating: PairProducts(shift: shift), count: classes) : []
    levels = Array(repeating: Array(repeating: [:], count: categorical), count: classes)
  }

  /// Takes in the rows of a chunk.
  ///
  /// - Complexity: O(*n* d²).
  package mutating func fold(_ chunk: Chunk) {
    let n = chunk.count
    guard n > 0 else { return }
    let d = chunk.numeric.count / n
    for label in chunk.labels { rows[Int(label)] += 1 }
    for source in chunk.sources where source >= 0 {
      while sourceRows.count <= Int(source) { sourceRows.append(0) }
      sourceRows[Int(source)] += 1
    }
    var values = [[Double]](repeating: [], count: rows.count)
    for j in 0..<d {
      for i in 0..<n {
        let x = chunk.numeric[j * n + i]
        let c = Int(chunk.labels[i])
        if x.isNaN {
          missing[c][j] += 1
        } else {
          moments[c][j].add(x)
          values[c].append(x)
        }
      }
      for c in rows.indices {
        histograms[c][j].add(values[c])
        values[c].removeAll(keepingCapacity: true)
      }
    }
    for j in 0..<chunk.codes.count / n {
      for i in 0..<n {
        levels[Int(chunk.labels[i])][j][chunk.codes[j * n + i], default: 0] += 1
      }
    }
    guard hasCovariance else { return }
    for c in rows.indices {
      products[c].fold(chunk, rows: (0..<n).filter { Int(chunk.labels[$0]) == c }, columns: d)
    }
  }

  /// Takes in everything other statistics of the same shape saw.
  ///
  /// Products that were taken round other shifts are moved first.
  package mutating func merge(_ other: ClassStatistics) {
    while sourceRows.count < other.sourceRows.count { sourceRows.append(0) }
    for (s, count) in other.sourceRows.enumerated() { sourceRows[s] += count }
    for c in rows.indices {
      rows[c] += other.rows[c]
      for j in moments[c].indices {
        moments[c][j].merge(other.moments[c][j])
        histograms[c][j].merge(other.histograms[c][j])
        missing[c][j] += other.missing[c][j]
      }
      for j in levels[c].indices { levels[c][j].merge(other.levels[c][j], uniquingKeysWith: +) }
      if hasCovariance { products[c].merge(other.products[c]) }
    }
  }

  /// Statistics that were folded before; all lists have the shape of the schema they belong to.
  init(
    rows: [Int], sourceRows: [Int], moments: [[Moments]], histograms: [[ValueHistogram]],
    missing: [[Int]], products: [PairProducts], levels: [[[Int32: Int]]]
  ) {
    self.rows = rows
    self.sourceRows = sourceRows
    hasCovariance = !products.isEmpty
    self.moments = moments
    self.histograms = histograms
    self.missing = missing
    self.products = products
    self.levels = levels
  }

  /// The same of some of the columns, in another order perhaps.
  func keeping(numeric: [Int], categorical: [Int]) -> ClassStatistics {
    func kept<Element>(_ lists: [[Element]], _ columns: [Int]) -> [[Element]] {
      lists.map { list in columns.map { list[$0] } }
    }
    return ClassStatistics(
      rows: rows, sourceRows: sourceRows, moments: kept(moments, numeric),
      histograms: kept(histograms, numeric), missing: kept(missing, numeric),
      products: products.map { $0.keeping(numeric) },
      levels: kept(levels, categorical))
  }

  /// One numeric column in one class.
  public func summary(ofClass c: Int, numeric j: Int) -> Summary {
    let m = moments[c][j]
    return Summary(
      count: m.count, missing: missing[c][j], mean: m.count > 0 ? m.mean : .nan,
      standardDeviation: m.standardDeviation, minimum: m.count > 0 ? m.minimum : .nan,
      maximum: m.count > 0 ? m.maximum : .nan, quantiles: histograms[c][j].quantiles(Self.shares))
  }

  /// The covariance of two numeric columns in one class over the rows that have both; nil where it is not known.
  public func covariance(ofClass c: Int, _ i: Int, _ j: Int) -> Double? {
    hasCovariance ? products[c].covariance(i, j) : nil
  }

  /// How often each level of a categorical column stands in one class; −1 counts missing values.
  public func counts(ofClass c: Int, categorical j: Int) -> [Int32: Int] { levels[c][j] }
}

extension Numbers {
  mutating func add(_ other: Numbers) {
    for k in elements.indices { elements[k] += other.elements[k] }
  }
}
