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
  /// Reports that are written beside the run directory, or without one.
  public var reports: [ReportFile] = []
  /// Whether the clean rows go to the standard output, and nothing else does.
  public var pipesClean = false
  /// What is followed in place of defaults; nil follows none.
  ///
  /// Its file is to be told in ``facts``; its allowance is not looked at here.
  public var policy: Policy?
  /// The file of the policy, as it was named.
  package var policyPath: String?
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
    try NewFiles.checkFree(reports.map { $0.path }, overwrites: overwrites)
    var scan = scan
    if let policy { scan.follow(policy) }
    let judging = scan
    var facts = facts
    facts.seed = scan.seed
    facts.threshold = scan.threshold
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
        try judging.run(table, against: $0.baseline, progress: step)
      }
      ?? judging.run(
        table, progress: step,
        shutting: { profile in
          guard calibrationDraws > 0, profile.labels != nil else { return [] }
          progress(Progress(stage: "calibrating", done: 0, total: 0))
          let found = try Calibration(profile, draws: calibrationDraws, scan: judging)
          calibration = found
          return found.shut
        })
    stages.end("judging")
    facts.describe(table)
    facts.notes += table.departures.map { Judgement.Note(text: $0) }
    facts.allowed = allowance.rows(of: facts.rows)
    count(result.judgement.findings.count, in: &facts)
    var seen: any RowTable = table
    if trusted != nil { seen = ConformedTable(table, like: result.profile.schema) }
    do {
      return try write(
        table, result, calibration, facts: facts, stages: &stages,
        seen: seen,
        progress: progress)
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
    stages: inout StageTimer, seen: any RowTable, progress: (Progress) -> Void
  ) throws -> Report {
    var facts = facts
    let statistics = result.tableStatistics ?? result.profile.statistics
    facts.sourceRows = statistics.sourceRows
    var held = HeldTally(
      reports: reports, watching: Set(result.profile.sample.rows.map { $0 + 1 }))
    guard directory != nil || pipesClean || !reports.isEmpty || !decisions.isEmpty else {
      try result.judgement.findings.forEach { held.add($0) }
      if let policy { facts.compare(with: policy, isViolated: facts.held > facts.allowed) }
      facts.ended = stages.clock.timestamp()
      facts.stages = stages.stages
      return Report(
        facts: facts, schema: table.schema, statistics: statistics,
        judgement: result.judgement, held: held, calibration: calibration)
    }
    let place = directory?.neighbour ?? table.options.temporaryDirectory ?? temporaryDirectory()
    var writer = try RunWriter(
      table: table, result: result, in: place, tally: held, decisions: decisions)
    try writer.split { done in
      progress(Progress(stage: "splitting", done: done, total: facts.rows))
    }
    count(writer, in: &facts)
    if let policy { facts.compare(with: policy, isViolated: facts.held > facts.allowed) }
    if writesScores { try writer.writeScores() }
    stages.end("splitting")
    facts.outputs = writer.outputs
    facts.directory = directory?.path
    facts.ended = stages.clock.timestamp()
    facts.stages = stages.stages
    var report = Report(
      facts: facts, schema: table.schema, statistics: statistics,
      judgement: result.judgement, held: writer.held, calibration: calibration)
    if directory != nil || !reports.isEmpty {
      report.scatter = try Scatter(result.profile, table: seen, held: writer.held)
    }
    if pipesClean { try writer.pipeClean() }
    if let directory { try writer.publish(report, in: directory) }
    try ReportFile.write(reports, of: report, temporary: place)
    return report
  }
}

extension RunFacts {
  /// Says what a policy makes of the outcome.
  mutating func compare(with policy: Policy, isViolated: Bool) {
    status = isViolated ? .violated : .met
    guard let expected = policy.expected, !expected.holds(held, of: rows) else { return }
    if !isViolated { status = .warned }
    let interval = expected.interval(rows: rows)
    notes.append(
      Judgement.Note(
        text: "\(Figures.percent(held, of: rows)) of the rows are held, where the policy expects "
          + "\(percent(interval.lowerBound)) to \(percent(interval.upperBound)): the data changed, or someone "
          + "changed it"))
  }

  /// Takes in what a table says about itself.
  mutating func describe(_ table: Table) {
    inputs = table.inputs.map {
      File(name: $0.name, bytes: $0.bytes, sha256: $0.sha256, records: $0.records)
    }
    describe(table.layout)
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

  /// Takes in how fields and records are told apart.
  mutating func describe(_ layout: Layout) {
    dialect = Dialect(
      delimiter: layout.dialect.delimiter, quote: layout.dialect.quote,
      hasHeader: layout.headerLines != 0)
    dialect.escape = layout.dialect.escape
    dialect.comment = layout.dialect.comment
    dialect.encoding = layout.encoding.rawValue
    dialect.preambleLines = layout.preambleLines
    dialect.headerLines = layout.headerLines
    dialect.types = layout.types
  }
}
