import TasterCSV

/// A whole run: read, learn, judge, split, write.
public struct ScanRun: Sendable {
  /// How the files are read.
  public var table = TableOptions()
  /// How the rows are judged.
  public var scan = Scan()
  /// The file of the trusted baseline; nil lets the data judge itself.
  public var baseline: String?
  /// How often every attack of the catalog is planted in a copy of the rows, to see what would be found; 0 plants nothing.
  public var calibrationDraws = 0
  /// Where the run directory is made; nil writes nothing.
  public var directory: RunDirectory?
  /// Whether a former run in the directory may be overwritten.
  public var overwrites = false
  /// Whether `scores.csv` is written.
  public var writesScores = false
  /// Whether the clean rows go to the standard output, and nothing else does.
  public var pipesClean = false
  /// What people have decided about rows of a former run: where the same bytes come again, they have the last word.
  public var decisions = EarlierDecisions()
  /// How many held rows the policy allows.
  public var allowance = Allowance.rows(0)
  /// Whether a violated policy still exits with 0.
  public var exitsZero = false
  /// What the run calls itself in `run.json`.
  public var facts = RunFacts(version: Taster.version)

  /// A run with default options.
  public init() {}

  /// What has been done so far.
  public struct Progress: Sendable, Hashable {
    /// What is being done, in a word or two.
    public let stage: String
    /// Bytes or rows done.
    public let done: Int
    /// Bytes or rows in all; 0 where nobody knows.
    public let total: Int
  }

  /// Runs.
  ///
  /// - Parameters:
  ///   - paths: CSV files; `-` is the standard input.
  ///   - clock: The time, for the facts; called before and after every stage.
  ///   - progress: Called now and then.
  /// - Returns: What was found; the files are in place.
  /// - Throws: ``TableError`` for what a person can mend; nothing was written then.
  @concurrent public func run(
    _ paths: [String], clock: RunClock, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Report {
    try directory?.checkFree(force: overwrites)
    var facts = facts
    facts.seed = scan.seed
    facts.threads = scan.threads
    facts.started = clock.timestamp()
    var stages = StageTimer(clock: clock)
    var options = self.table
    options.threads = scan.threads
    let trusted = try baseline.map { try ProfileFile.read($0) }
    if let trusted {
      options.read(like: trusted.baseline)
      facts.mode = .baseline
      facts.baseline = trusted.file
    }
    let table = try Table.read(paths, options: options) { done, total in
      progress(Progress(stage: "reading", done: done, total: total))
    }
    stages.end("reading")
    var calibration: Calibration?
    let step: @Sendable (Scan.Progress) -> Void = {
      progress(Progress(stage: $0.stage, done: $0.done, total: $0.total))
    }
    let result =
      try trusted.map {
        try scan.run(table, against: $0.baseline, progress: step)
      }
      ?? scan.run(
        table, progress: step,
        shutting: { profile in
          guard calibrationDraws > 0, profile.labels != nil else { return [] }
          progress(Progress(stage: "calibrating", done: 0, total: 0))
          let found = try Calibration(profile, draws: calibrationDraws, scan: scan)
          calibration = found
          return found.shut
        })
    stages.end("judging")
    facts.describe(table)
    facts.notes += table.departures.map { Judgement.Note(text: $0) }
    facts.allowed = allowance.rows(of: facts.rows)
    count(result.judgement.findings.count, in: &facts)
    do {
      return try write(
        table, result, calibration, facts: facts, stages: &stages, progress: progress)
    } catch let error as CSVError {
      throw TableError(error, writing: directory)
    }
  }

  /// Notes how many rows are held, and what follows from that.
  private func count(_ held: Int, in facts: inout RunFacts) {
    facts.held = held
    facts.kept = facts.rows - held
    facts.exitStatus = held > facts.allowed && !exitsZero ? 1 : 0
  }

  /// Notes what earlier decisions have changed.
  private func count(_ writer: RunWriter, in facts: inout RunFacts) {
    count(writer.held.count, in: &facts)
    guard !decisions.isEmpty else { return }
    facts.review = RunFacts.Review(
      released: writer.released, confirmed: writer.confirmed, decisions: 0, lastHash: "")
    facts.notes.append(
      Judgement.Note(
        text:
          "earlier decisions hold: \(Figures.count(writer.released, "row")) released before and not held "
          + "again, \(Figures.count(writer.confirmed, "row")) confirmed before and held"))
  }

  private func write(
    _ table: Table, _ result: Scan.Result, _ calibration: Calibration?, facts: RunFacts,
    stages: inout StageTimer,
    progress: (Progress) -> Void
  ) throws -> Report {
    var facts = facts
    let statistics = result.tableStatistics ?? result.profile.statistics
    facts.sourceRows = statistics.sourceRows
    guard directory != nil || pipesClean || !decisions.isEmpty else {
      var held = HeldTally()
      try result.judgement.findings.forEach { held.add($0) }
      facts.ended = stages.clock.timestamp()
      facts.stages = stages.stages
      return Report(
        facts: facts, schema: table.schema, statistics: statistics,
        judgement: result.judgement, held: held, calibration: calibration)
    }
    let place = directory?.neighbour ?? table.options.temporaryDirectory ?? temporaryDirectory()
    var writer = try RunWriter(table: table, result: result, in: place, decisions: decisions)
    try writer.split { done in
      progress(Progress(stage: "splitting", done: done, total: facts.rows))
    }
    count(writer, in: &facts)
    if writesScores { try writer.writeScores() }
    stages.end("splitting")
    facts.outputs = writer.outputs
    facts.directory = directory?.path
    facts.ended = stages.clock.timestamp()
    facts.stages = stages.stages
    let report = Report(
      facts: facts, schema: table.schema, statistics: statistics,
      judgement: result.judgement, held: writer.held, calibration: calibration)
    if pipesClean { try writer.pipeClean() }
    if let directory { try writer.publish(report, in: directory) }
    return report
  }
}

/// How many rows a policy lets be held.
public enum Allowance: Sendable, Hashable {
  /// So many rows.
  case rows(Int)
  /// This share of the rows, 0…1.
  case share(Double)

  /// Reads `12` or `0.5%`.
  ///
  /// - Parameter text: What was typed.
  public init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let value = Double(text.dropLast()), (0...100).contains(value) else { return nil }
      self = .share(value / 100)
    } else {
      guard let value = Int(text), value >= 0 else { return nil }
      self = .rows(value)
    }
  }

  /// How many rows of a table that is.
  public func rows(of count: Int) -> Int {
    switch self {
    case .rows(let n): n
    case .share(let share): Int((share * Double(count)).rounded(.down))
    }
  }
}

extension RunFacts {
  /// Takes in what a table says about itself.
  mutating func describe(_ table: Table) {
    inputs = table.inputs.map {
      File(name: $0.name, bytes: $0.bytes, sha256: $0.sha256, records: $0.records)
    }
    dialect = Dialect(
      delimiter: table.delimiter, quote: table.quote, hasHeader: table.options.hasHeader)
    dialect.escape = table.layout.dialect.escape
    dialect.comment = table.layout.dialect.comment
    dialect.encoding = table.layout.encoding.rawValue
    dialect.preambleLines = table.layout.preambleLines
    dialect.headerLines = table.layout.headerLines
    dialect.headBytes = table.headBytes
    dialect.columns = table.schema.columns.count
    rows = table.rowCount
    blankLines = table.blankLines
    rejects = table.rejects.map { RejectCount(reason: $0.reason, count: $0.count) }
    rejectExamples = table.rejectExamples.map {
      Reject(
        record: $0.record, line: $0.line, byteOffset: $0.byteOffset, byteLength: $0.byteLength,
        reason: $0.reason, file: inputs.count > 1 ? $0.file : nil)
    }
    labelColumn = table.schema.columns.first { $0.role == .label }?.name
    guesses = table.remarks
  }
}
