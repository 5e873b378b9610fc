import TasterKernels

/// The table that is to be poisoned, as an attacker sees it: every row, every label, what is ordinary.
///
/// Memory: 8 bytes a row for labels and sources, and what an attack asks for; rows stay where the table keeps them.
public struct Victim: Sendable {
  /// The features of one row.
  public struct Row: Sendable, Hashable {
    /// The row's number, counted from 0.
    public let row: Int
    /// The numeric features in the order of ``Schema/numeric``; NaN where a value is missing.
    public var numbers: [Double]
    /// The codes of the categorical features in the order of ``Schema/categorical``; −1 where a value is missing.
    public var levels: [Int32]
    /// The class code.
    public let label: Int32
    /// The source code.
    public let source: Int32
  }

  /// One numeric feature over all classes.
  public struct Range: Sendable, Hashable {
    public let mean: Double
    public let deviation: Double
    public let minimum: Double
    public let maximum: Double
    /// The smallest value that the column could hold: 0 where no value is below.
    public var floor: Double { minimum >= 0 ? 0 : -.infinity }
  }

  /// What the columns are.
  public let schema: Schema
  /// How many rows there are.
  public let rowCount: Int
  /// The class code of every row.
  public let labels: [Int32]
  /// The source code of every row.
  public let sources: [Int32]
  /// The statistics of every class.
  public let statistics: ClassStatistics
  /// Every numeric feature over all classes.
  public let ranges: [Range]
  /// Rows that no attack may touch, by number from 0: those that are poisoned already.
  public var reserved: Set<Int> = []
  /// The key of the models' random choices.
  public var seed: UInt64 = 0
  /// How many models are fitted at a time; nothing depends on it.
  public var threads = processorCount()

  /// The margins, where they were kept.
  private var kept: Margins?

  package let table: any RowTable
  /// The first row of every chunk, and the number of rows at the end.
  let starts: [Int]
  let styles: TableStyle
  /// Whether more than 15 % of the values of a numeric feature are 0.
  let manyZeros: [Bool]
  /// The position among the features, by column.
  let numericSlots: [Int: Int]
  let levelSlots: [Int: Int]

  /// Looks at a table: one pass for its statistics, one for its labels.
  ///
  /// - Parameters:
  ///   - table: The clean rows.
  ///   - styles: How its columns write; learned from the numbers themselves where nothing is given.
  ///   - statistics: The statistics of the rows, where they are known.
  /// - Throws: What the table throws.
  package init(
    _ table: any RowTable, styles: TableStyle? = nil, statistics: ClassStatistics? = nil
  ) throws {
    let schema = table.schema
    var labels: [Int32] = []
    var sources: [Int32] = []
    var starts: [Int] = []
    var moments = [Moments](repeating: Moments(), count: schema.numeric.count)
    var zeros = [Int](repeating: 0, count: schema.numeric.count)
    var learned = TableStyle(schema)
    let every = TableStyle.stride(rows: table.rowCount, columns: schema.columns.count)
    for c in 0..<table.chunkCount {
      let chunk = try table.chunk(c)
      starts.append(chunk.firstRow)
      labels += chunk.labels
      sources += chunk.sources
      for j in schema.numeric.indices {
        for i in 0..<chunk.count {
          let x = chunk.numeric[j * chunk.count + i]
          guard !x.isNaN else { continue }
          moments[j].add(x)
          if x == 0 { zeros[j] += 1 }
          if styles == nil, (chunk.firstRow + i).isMultiple(of: every) {
            learned.add("\(x)", numeric: j)
          }
        }
      }
    }
    self.schema = schema
    self.table = table
    self.labels = labels
    self.sources = sources
    self.starts = starts + [table.rowCount]
    self.styles = styles ?? learned
    manyZeros = zeros.indices.map { 20 * zeros[$0] > 3 * moments[$0].count }
    rowCount = table.rowCount
    ranges = moments.map {
      Range(
        mean: $0.mean, deviation: $0.standardDeviation, minimum: $0.minimum, maximum: $0.maximum)
    }
    self.statistics = try statistics ?? Scan().statistics(of: table)
    numericSlots = Dictionary(
      uniqueKeysWithValues: schema.numeric.enumerated().map { ($1, $0) })
    levelSlots = Dictionary(
      uniqueKeysWithValues: schema.categorical.enumerated().map { ($1, $0) })
  }

  /// Looks at a table that was read.
  ///
  /// - Parameter table: The clean rows.
  /// - Throws: What the table throws.
  /// - Complexity: O(rows × features²) for the covariances that statistics hold, one more pass over the file's bytes for
  ///   how it writes its numbers.
  public init(_ table: Table) throws { try self.init(table, styles: TableStyle(reading: table)) }

  // MARK: Rows

  /// The features of some rows.
  ///
  /// - Parameter wanted: Rows by number from 0, in any order, also twice.
  /// - Returns: The rows in the order asked for.
  /// - Throws: What the table throws.
  /// - Complexity: O(chunks that hold one of them).
  public func rows(_ wanted: [Int]) throws -> [Row] {
    var byChunk: [Int: [Int]] = [:]
    for (k, row) in wanted.enumerated() {
      byChunk[starts.upperBound(row) - 1, default: []].append(k)
    }
    var result = [Row?](repeating: nil, count: wanted.count)
    for (c, list) in byChunk {
      let chunk = try table.chunk(c)
      for k in list { result[k] = row(wanted[k] - chunk.firstRow, of: chunk) }
    }
    return result.compactMap { $0 }
  }

  /// Calls a body for every row, in order.
  ///
  /// - Parameter body: What to do with a row.
  /// - Throws: What the table or the body throws.
  /// - Complexity: O(rows × features).
  public func forEachRow(_ body: (Row) throws -> Void) throws {
    for c in 0..<table.chunkCount {
      let chunk = try table.chunk(c)
      for i in 0..<chunk.count { try body(row(i, of: chunk)) }
    }
  }

  private func row(_ i: Int, of chunk: Chunk) -> Row {
    Row(
      row: chunk.firstRow + i,
      numbers: schema.numeric.indices.map { chunk.numeric[$0 * chunk.count + i] },
      levels: schema.categorical.indices.map { chunk.codes[$0 * chunk.count + i] },
      label: chunk.labels[i], source: chunk.sources[i])
  }

  /// The values of one numeric feature, row by row; NaN where a value is missing.
  ///
  /// - Parameter j: A position in ``Schema/numeric``.
  /// - Returns: A number a row.
  /// - Throws: What the table throws.
  public func numbers(_ j: Int) throws -> [Double] {
    var result: [Double] = []
    for c in 0..<table.chunkCount {
      let chunk = try table.chunk(c)
      result += chunk.numeric[j * chunk.count..<(j + 1) * chunk.count]
    }
    return result
  }

  /// How much likelier another class is than the given one, and which, for every row: by models that have not seen it.
  ///
  /// Rows of the sample get their leave-one-out margin, others that of models that were not fitted to them; see
  /// ``Profile``.
  ///
  /// - Returns: A margin −1…1 and a class code a row; nil where labels cannot be modelled.
  /// - Throws: What the table or LAPACK throws.
  /// - Complexity: That of a ``Profile`` and one pass.
  public func margins() throws -> [(value: Double, other: Int32)]? {
    if let kept { return kept.list }
    let profile = try Profile(table, statistics: statistics, seed: seed, threads: threads)
    guard profile.labels != nil else { return nil }
    var result: [(value: Double, other: Int32)] = []
    for c in 0..<table.chunkCount {
      let batch = profile.batch(try table.chunk(c))
      for i in 0..<batch.count { result.append((batch.margins[i], Int32(batch.others[i]))) }
    }
    return result
  }

  /// Learns the margins now, so that they are not learned anew for every attack.
  ///
  /// - Throws: As ``margins()``.
  package mutating func keepMargins() throws { kept = Margins(list: try margins()) }

  /// Margins that were learned; nil in it where labels cannot be modelled.
  private struct Margins: Sendable {
    let list: [(value: Double, other: Int32)]?
  }
}
