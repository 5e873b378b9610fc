import TasterKernels

/// What was folded from data that people trust: all that a profile is solved from.
///
/// Everything follows from its rows and options, so parts merge: statistics add up, and the smallest keys of a union are among
/// the smallest keys of its parts. The models that were solved from the rows may be kept beside them (``solved(threads:)``),
/// so that judging begins at once; ``departure(threads:)`` tells whether they are those of the rows.
public struct Baseline: Sendable {
  /// One file that was learned from.
  public struct Origin: Sendable, Hashable {
    /// The bytes of its CSV text, decompressed.
    public let bytes: Int
    /// The SHA-256 of its CSV text, in hexadecimal.
    public let sha256: String
    /// How many of the rows came from it.
    public let rows: Int

    /// Makes an origin.
    public init(bytes: Int, sha256: String, rows: Int) {
      self.bytes = bytes
      self.sha256 = sha256
      self.rows = rows
    }
  }

  /// The version of the program that learned it.
  public let version: String
  /// The key of the draw.
  public let seed: UInt64
  /// What was learned from, in the order of rows.
  public let origins: [Origin]
  /// Whether the first record of a file names the columns.
  public let hasHeader: Bool
  /// The texts that mean "no value".
  public let missing: [String]
  /// What the columns are.
  public let schema: Schema
  /// The statistics of every class.
  public let statistics: ClassStatistics
  /// The rows that were drawn.
  package let drawn: DrawnRows
  /// What was solved from the drawn rows; nil where that is done when it is used.
  package var kept: SolvedModels?

  /// How many rows were folded.
  public var rowCount: Int { origins.reduce(0) { $0 + $1.rows } }
  /// How many rows are kept: all of them while they fit.
  public var drawnCount: Int { drawn.count }
  /// Whether the models are kept beside the rows.
  public var isSolved: Bool { kept != nil }
  /// How many rows a draw keeps at most.
  var capacity: Int { RowSample.capacity(features: schema.featureCount) }

  package init(
    version: String, seed: UInt64, origins: [Origin], hasHeader: Bool, missing: [String],
    schema: Schema, statistics: ClassStatistics, drawn: DrawnRows, kept: SolvedModels? = nil
  ) {
    self.version = version
    self.seed = seed
    self.origins = origins
    self.hasHeader = hasHeader
    self.missing = missing
    self.schema = schema
    self.statistics = statistics
    self.drawn = drawn
    self.kept = kept
  }

  /// Folds a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - statistics: Their statistics.
  ///   - origins: Where they came from; their rows add up to the table's.
  ///   - options: How the table was read.
  ///   - seed: The key of the draw.
  ///   - version: The version of the program.
  /// - Throws: What the table throws.
  /// - Complexity: O(rows × features), two passes.
  package init(
    _ table: some RowTable, statistics: ClassStatistics, origins: [Origin],
    options: TableOptions = TableOptions(), seed: UInt64, version: String
  ) throws {
    let schema = table.schema
    self.init(
      version: version, seed: seed, origins: origins, hasHeader: options.hasHeader,
      missing: options.missing, schema: schema, statistics: statistics,
      drawn: try DrawnRows(
        table, seed: seed, capacity: RowSample.capacity(features: schema.featureCount),
        vocabulary: Vocabulary(schema)))
  }

  /// Solves the models.
  ///
  /// - Parameters:
  ///   - wider: A schema of the same columns that holds every level and class of this one in its place, and perhaps more
  ///     behind them; nil for this one.
  ///   - threads: How many models are fitted at a time; nothing depends on it.
  /// - Returns: The profile that a scan of the same rows learns.
  /// - Throws: What LAPACK throws.
  /// - Complexity: O(*n* m² + m³).
  package func profile(_ wider: Schema? = nil, threads: Int = 1) throws -> Profile {
    let schema = wider ?? self.schema
    return try Profile(
      RowSample(drawn, seed: seed, vocabulary: Vocabulary(schema)), schema: schema,
      statistics: statistics.widened(classes: max(schema.classes.count, 1)), seed: seed,
      threads: threads)
  }
}
