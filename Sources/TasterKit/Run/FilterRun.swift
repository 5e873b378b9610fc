import TasterCSV
import TasterKernels

/// A whole run over a stream: read, judge, hand on, put aside.
///
/// Good rows go out as soon as their batch is judged; what is held or rejected stands in the run directory at the end,
/// whole or not at all.
public struct FilterRun: Sendable {
  /// What is known about the stream's layout.
  public var table = TableOptions()
  /// The file of the trusted baseline.
  public var baseline: String
  /// How the stream is taken in.
  public var stream = StreamOptions()
  /// The bound on the false discovery rate.
  public var falseDiscoveryRate = 0.1
  /// How many rows are looked at together; nil for ``Filter/defaultWindow``.
  public var window: Int?
  /// The bound on the probability that the alarm is ever a false one.
  public var alarmLevel = 0.01
  /// Rows with at least this score are held as well; nil leaves it to p-values.
  public var threshold: Double?
  /// What is followed in place of defaults; nil follows none.
  ///
  /// Its file is to be told in ``facts``; its allowance is not looked at here, and ``falseDiscoveryRate`` stands over its goal.
  public var policy: Policy?
  /// How many tasks work at a time; no verdict depends on it.
  public var threads = processorCount()
  /// Where the run directory is made.
  public var directory: RunDirectory
  /// Whether a former run in the directory may be overwritten.
  public var overwrites = false
  /// Whether the good rows go to `clean.csv` in the directory instead of the standard output.
  public var keepsClean = false
  /// Reports that are written beside the run directory.
  public var reports: [ReportFile] = []
  /// Whether `scores.csv` is written.
  public var writesScores = false
  /// What is put aside goes there too, batch by batch.
  public var copies: [LiveCopy] = []
  /// How many held rows the policy allows.
  public var allowance = Allowance.rows(0)
  /// Whether a violated policy still exits with 0.
  public var exitsZero = false
  /// What the run calls itself in `run.json`.
  public var facts = RunFacts(version: Taster.version)

  /// A run with default options.
  public init(baseline: String, directory: RunDirectory) {
    self.baseline = baseline
    self.directory = directory
  }

  /// Something to be said while the stream goes on.
  public enum News: Sendable {
    /// A sentence, such as in what the columns are not the baseline's.
    case remark(String)
    /// A batch was judged.
    case progress(FilterProgress)
    /// The alarm was raised at a row.
    case alarm(Int)
  }

  /// Runs until the stream ends.
  ///
  /// - Parameters:
  ///   - path: A CSV file or a named pipe; `-` is the standard input.
  ///   - clock: The time, for the facts.
  ///   - news: Called as there is something to say, from one task at a time.
  /// - Returns: What was found; the files are in place.
  /// - Throws: ``TableError`` for what a person can mend; the run directory is as it was then.
  @concurrent public func run(
    _ path: String, clock: RunClock, news: @escaping @Sendable (News) -> Void = { _ in }
  ) async throws -> Report {
    try directory.checkFree(force: overwrites)
    try NewFiles.checkFree(reports.map { $0.path }, overwrites: overwrites)
    var facts = facts
    facts.started = clock.timestamp()
    var stages = StageTimer(clock: clock)
    let (trusted, file) = try ProfileFile.read(baseline)
    var filter = try Filter(trusted, threads: threads)
    filter.threshold = threshold
    if let policy { filter.follow(policy) }
    filter.falseDiscoveryRate = falseDiscoveryRate
    filter.window = window
    filter.alarmLevel = alarmLevel
    stages.end("learning")
    (facts.mode, facts.baseline) = (.baseline, file)
    (facts.seed, facts.threads) = (trusted.seed, threads)
    do {
      let before = filter.notes + (policy.map { Filter.unheard($0) } ?? [])
      for note in before { news(.remark(note)) }
      var writer = try FilterWriter(
        in: directory, keepsClean: keepsClean, writesScores: writesScores,
        tally: HeldTally(reports: reports), picture: StreamScatter(filter),
        copies: LiveCopies(copies))
      var batches = filter.batches(path, table: table, stream: stream).makeAsyncIterator()
      var isFirst = true
      while !writer.isReaderGone, let batch = try await batches.next() {
        if isFirst, let head = batch.progress.head {
          for remark in head.remarks + head.departures { news(.remark(remark)) }
          if !head.lacking.isEmpty { writer.picture = StreamScatter(batches.filter) }
          isFirst = false
        }
        try writer.write(batch)
        for notice in batch.notices { news(.remark(notice)) }
        // One is as good as many; the report counts them.
        if let row = batch.alarms.first { news(.alarm(row)) }
        news(.progress(batch.progress))
      }
      stages.end("filtering")
      facts.describe(batches.progress, path: path, digest: batches.digest)
      var stream = writer.facts(batches)
      stream.hasManyRejects =
        Double(facts.rejected) > table.maxRejectShare * Double(facts.rows + facts.rejected)
      facts.stream = stream
      facts.notes += (before + [Filter.limits]).map { Judgement.Note(text: $0) }
      facts.notes += batches.notes.map { Judgement.Note(text: $0) }
      facts.allowed = allowance.rows(of: facts.rows)
      facts.threshold = filter.threshold
      if let policy {
        let said = facts.notes.count
        facts.compare(with: policy, isViolated: facts.isViolated)
        for note in facts.notes.dropFirst(said) { news(.remark(note.text)) }
      }
      facts.exitStatus = facts.isViolated && !exitsZero ? 1 : 0
      facts.outputs = writer.outputs(facts)
      facts.directory = directory.path
      facts.ended = clock.timestamp()
      facts.stages = stages.stages
      var report = batches.report(facts, held: writer.held)
      report.scatter = writer.scatter
      try writer.publish(report, in: directory)
      try ReportFile.write(reports, of: report, temporary: directory.neighbour)
      return report
    } catch let error as CSVError {
      throw TableError(error, writing: directory)
    }
  }
}

/// Writes what a stream leaves behind.
private struct FilterWriter {
  private let pipe: PipeOutput?
  private let clean: OutputFile?
  private let scores: OutputFile?
  private let quarantine: OutputFile
  private let rejects: OutputFile
  private let findings: OutputFile
  private let rejectLines: OutputFile
  private let place: String
  private let copies: LiveCopies
  private(set) var held: HeldTally
  /// Where held rows lie, by the baseline that judges them.
  var picture: StreamScatter
  private var rejected = 0

  init(
    in directory: RunDirectory, keepsClean: Bool, writesScores: Bool, tally: HeldTally,
    picture: StreamScatter, copies: LiveCopies
  ) throws {
    held = tally
    self.picture = picture
    self.copies = copies
    place = directory.neighbour
    pipe = keepsClean ? nil : PipeOutput()
    clean = keepsClean ? try OutputFile(in: place) : nil
    quarantine = try OutputFile(in: place)
    rejects = try OutputFile(in: place)
    findings = try OutputFile(in: place)
    rejectLines = try OutputFile(in: place)
    scores = writesScores ? try OutputFile(in: place) : nil
    try scores?.write(Self.scoreLines.header)
  }

  private static let scoreLines = ScoresCSV(streamOf: [BaselineVerdict.name])

  /// Whether nobody takes the good rows any more.
  var isReaderGone: Bool { pipe?.isClosed ?? false }

  mutating func write(_ batch: FilteredBatch) throws {
    try quarantine.write(batch.head)
    for row in batch.held {
      try quarantine.write(row.bytes)
      try findings.write(FindingsJSONL.line(row.finding, at: row.location))
      held.add(row.finding, at: row.location)
      picture.add(row)
    }
    for one in batch.rejected {
      try rejects.write(one.bytes)
      try rejectLines.write(RejectsJSONL.line(one.reject))
      rejected += 1
    }
    try scores?.write(Self.scoreLines.lines(batch.rows))
    try copies.write(batch)
    // Last: who takes the good rows may act on them at once.
    try clean?.write(batch.kept)
    do { try pipe?.write(batch.kept) } catch { throw TableError(error) }
  }

  /// Where the held rows lie.
  var scatter: Scatter { picture.scatter(held) }

  func facts(_ batches: FilteredBatches.Iterator) -> StreamFacts {
    var facts = batches.facts
    if isReaderGone { facts.ending = .readerGone }
    if let pipe {
      facts.output = RunFacts.File(
        name: "standard output", bytes: pipe.count, sha256: pipe.digest,
        records: batches.progress.rows - batches.progress.held)
      facts.delivered = pipe.delivered
    }
    return facts
  }

  private var files: [(name: String, file: OutputFile)] {
    (clean.map { [(name: "clean.csv", file: $0)] } ?? []) + [
      (name: "quarantine.csv", file: quarantine), (name: "rejects.csv", file: rejects),
      (name: "findings.jsonl", file: findings), (name: "rejects.jsonl", file: rejectLines),
    ] + (scores.map { [(name: "scores.csv", file: $0)] } ?? [])
  }

  func outputs(_ facts: RunFacts) -> [RunFacts.File] {
    let records = [
      "clean.csv": facts.kept, "quarantine.csv": facts.held, "findings.jsonl": facts.held,
      "rejects.csv": rejected, "rejects.jsonl": rejected, "scores.csv": facts.rows,
    ]
    return files.map {
      RunFacts.File(
        name: $0.name, bytes: $0.file.count, sha256: $0.file.digest, records: records[$0.name])
    }
  }

  func publish(_ report: Report, in directory: RunDirectory) throws {
    try directory.publish(files, with: report, in: place)
  }
}

extension ScoresCSV {
  /// The lines of some rows of a stream.
  fileprivate func lines(_ rows: [FilteredBatch.Row]) -> [UInt8] {
    guard let first = rows.first else { return [] }
    return lines(
      firstRow: first.number - 1, scores: rows.map { $0.score.value },
      flagged: rows.map { $0.isHeld }, gates: rows.map { $0.isRejected ? Gates([0]) : .none },
      evidence: [rows.map { $0.nats }, rows.map { $0.pValue }, rows.map { $0.qValue }])
  }
}
