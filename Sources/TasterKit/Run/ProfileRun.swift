import TasterKernels

/// Reads a table and learns the statistics of its classes, without judging a row; keeps them as a baseline.
public struct ProfileRun: Sendable {
  /// How the files are read.
  public var table = TableOptions()
  /// A profile whose columns tell what those of the files are; nil where the files tell themselves.
  public var like: Baseline?
  /// The key of every random choice.
  public var seed: UInt64 = 0
  /// Where the baseline is written; nil writes none.
  public var output: String?
  /// Whether a file that is there may be overwritten.
  public var overwrites = false
  /// How many tasks work at a time; results do not depend on it.
  public var threads = processorCount()

  /// A run with default options.
  public init() {}

  /// What a run found.
  public struct Result: Sendable {
    /// What was learned.
    public let baseline: Baseline
    /// The file that was read or written; nil where there is none.
    public let file: RunFacts.File?
    /// What was guessed and what is remarkable about the data, in sentences.
    public let remarks: [String]
    /// What was read; nil where a profile was.
    let table: Table?

    /// The tables for a terminal.
    public func text(width: Int, style: Style = .plain) -> [UInt8] {
      var format = ProfileText()
      format.width = width
      format.style = style
      return format.render(schema: baseline.schema, statistics: baseline.statistics)
    }

    /// One compact object with its line end.
    public var json: [UInt8] {
      var facts = RunFacts(version: baseline.version)
      facts.seed = baseline.seed
      if let table {
        facts.describe(table)
      } else {
        facts.rows = baseline.rowCount
        facts.inputs = baseline.origins.map {
          RunFacts.File(name: "", bytes: $0.bytes, sha256: $0.sha256, records: $0.rows)
        }
        facts.labelColumn = baseline.schema.columns.first { $0.role == .label }?.name
        facts.dialect.hasHeader = baseline.hasHeader
      }
      facts.baseline = file
      facts.kept = facts.rows
      return ProfileJSON().render(
        facts: facts, schema: baseline.schema, statistics: baseline.statistics,
        sampled: baseline.drawnCount)
    }

    /// What the profile is, in a few sentences.
    public var summary: [String] { baseline.summary(file) }
  }

  /// Runs.
  ///
  /// - Parameters:
  ///   - paths: CSV files; `-` is the standard input.
  ///   - progress: Called now and then.
  /// - Returns: What was found; the file is in place.
  /// - Throws: ``TableError`` for what a person can mend; nothing was written then.
  @concurrent public func run(
    _ paths: [String], progress: @escaping @Sendable (ScanRun.Progress) -> Void = { _ in }
  ) async throws -> Result {
    if let output { try ProfileFile.checkFree(output, overwrites: overwrites) }
    var options = self.table
    options.threads = threads
    if let like { options.read(like: like) }
    options.keepsKinds = true
    let table = try Table.read(paths, options: options) {
      progress(ScanRun.Progress(stage: "reading", done: $0, total: $1))
    }
    var scan = Scan()
    scan.threads = threads
    var remarks = table.remarks + table.departures
    func learned(_ rows: some RowTable) throws -> Baseline {
      try Baseline(
        rows, of: table,
        statistics: try scan.statistics(of: rows) {
          progress(ScanRun.Progress(stage: $0.stage, done: $0.done, total: $0.total))
        }, seed: seed)
    }
    func kept(_ baseline: Baseline) throws -> Baseline {
      guard output != nil else { return baseline }
      progress(ScanRun.Progress(stage: "solving", done: 0, total: 0))
      return try baseline.solved(threads: threads)
    }
    let baseline: Baseline
    if let like {
      let seen = ConformedTable(table, like: like.schema, isSorted: true)
      remarks += seen.departures
      baseline = try kept(learned(seen))
    } else {
      baseline = try kept(learned(table))
    }
    let file = try output.map {
      try ProfileFile.write(baseline, as: $0, overwrites: overwrites)
    }
    return Result(baseline: baseline, file: file, remarks: remarks, table: table)
  }

  /// Reads a profile back.
  ///
  /// - Parameter path: The file.
  /// - Returns: What is in it.
  /// - Throws: ``TableError`` that says why it cannot be used.
  public static func read(_ path: String) throws -> Result {
    let (baseline, file) = try ProfileFile.read(path)
    return Result(baseline: baseline, file: file, remarks: [], table: nil)
  }

  /// Merges profiles into one.
  ///
  /// - Parameters:
  ///   - paths: Two profiles or more.
  ///   - output: Where the whole is written.
  ///   - overwrites: Whether a file that is there may be overwritten.
  /// - Returns: The whole; the file is in place.
  /// - Throws: ``TableError`` where they do not fit together.
  public static func merge(_ paths: [String], as output: String, overwrites: Bool) throws -> Result
  {
    guard paths.count > 1 else {
      throw TableError(.unsuited, "merging takes two profiles or more")
    }
    try ProfileFile.checkFree(output, overwrites: overwrites)
    // What each row looks like without itself depends on all rows: models and calibration are solved anew.
    let whole = try Baseline.merged(paths.map { try ProfileFile.read($0).baseline })
      .solved(threads: processorCount())
    let file = try ProfileFile.write(whole, as: output, overwrites: overwrites)
    return Result(baseline: whole, file: file, remarks: [], table: nil)
  }
}

extension TableOptions {
  /// Reads further rows of the data that a baseline was learned from.
  mutating func read(like baseline: Baseline) {
    like = baseline.schema
    missing = baseline.missing
  }
}
