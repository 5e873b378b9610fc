import TasterKernels

/// Reads a table and learns the statistics of its classes, without judging a row.
public struct ProfileRun: Sendable {
  /// How the files are read.
  public var table = TableOptions()
  /// How many tasks work at a time; results do not depend on it.
  public var threads = processorCount()

  /// A run with default options.
  public init() {}

  /// What a run found.
  public struct Result: Sendable {
    /// What was read.
    public let table: Table
    /// What every class looks like.
    public let statistics: ClassStatistics

    /// The tables for a terminal.
    public func text(width: Int, style: Style = .plain) -> [UInt8] {
      var format = ProfileText()
      format.width = width
      format.style = style
      return format.render(schema: table.schema, statistics: statistics)
    }

    /// One compact object with its line end.
    public var json: [UInt8] {
      var facts = RunFacts(version: Taster.version)
      facts.describe(table)
      facts.kept = facts.rows
      return ProfileJSON().render(facts: facts, schema: table.schema, statistics: statistics)
    }
  }

  /// Runs.
  ///
  /// - Parameters:
  ///   - paths: CSV files; `-` is the standard input.
  ///   - progress: Called now and then.
  /// - Returns: What was found.
  /// - Throws: ``TableError`` for what a person can mend.
  @concurrent public func run(
    _ paths: [String], progress: @escaping @Sendable (ScanRun.Progress) -> Void = { _ in }
  ) async throws -> Result {
    var options = self.table
    options.threads = threads
    let table = try Table.read(paths, options: options) {
      progress(ScanRun.Progress(stage: "reading", done: $0, total: $1))
    }
    var scan = Scan()
    scan.threads = threads
    let statistics = try scan.statistics(of: table) {
      progress(ScanRun.Progress(stage: $0.stage, done: $0.done, total: $0.total))
    }
    return Result(table: table, statistics: statistics)
  }
}
