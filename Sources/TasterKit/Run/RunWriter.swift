import TasterCSV

/// Writes the files of a run; they get their names all together at the end.
struct RunWriter {
  private let table: Table
  private let result: Scan.Result
  private let place: String
  private let split: Split.Outputs
  private let findings: OutputFile
  private let rejects: OutputFile
  private let releases: OutputFile
  private var scores: OutputFile?
  /// The held rows that were split off, summed up.
  private(set) var held: HeldTally
  private var rejected = 0
  /// Rows that are not held because they were let go before.
  private(set) var released = 0
  /// Rows that are held and were confirmed before.
  private(set) var confirmed = 0
  private let decisions: EarlierDecisions

  /// Opens the files, nameless, in a folder that exists; the tally keeps as many suspects as the reports tell.
  init(
    table: Table, result: Scan.Result, in place: String, tally: HeldTally,
    decisions: EarlierDecisions = EarlierDecisions()
  ) throws {
    held = tally
    self.decisions = decisions
    self.table = table
    self.result = result
    self.place = place
    split = try Split.Outputs(in: place)
    findings = try OutputFile(in: place)
    rejects = try OutputFile(in: place)
    releases = try OutputFile(in: place)
  }

  /// Splits the input and writes a line for every held row and for every record that is no row.
  mutating func split(progress: (Int) -> Void) throws {
    var split = try Split(
      table, scores: result.judgement.scores, into: split, decisions: decisions)
    var found = FindingCursor(result.judgement.findings)
    var held = held
    var (rejected, released, confirmed) = (0, 0, 0)
    let (findings, rejects, releases, decisions) = (findings, rejects, releases, decisions)
    func hold(_ finding: Finding, _ location: RowLocation) throws {
      try findings.write(FindingsJSONL.line(finding, at: location))
      held.add(finding, at: location)
      if case .confirmed = decisions.verdict(on: location.fingerprint) { confirmed += 1 }
      if held.count % 1_000 == 0 { progress(location.row) }
    }
    func next() throws -> Finding {
      guard let finding = try found.next() else {
        preconditionFailure("there is a finding for every held row")
      }
      return finding
    }
    try split.run(
      onHeld: { try hold(try next(), $0) },
      onReleased: {
        try releases.write(FindingsJSONL.line(try next(), at: $0))
        released += 1
      },
      onConfirmed: { try hold(Finding($0), $0.location) },
      onReject: {
        try rejects.write(RejectsJSONL.line($0))
        rejected += 1
      })
    self.held = held
    (self.rejected, self.released, self.confirmed) = (rejected, released, confirmed)
  }

  /// Writes the score of every row.
  mutating func writeScores() throws {
    let file = try OutputFile(in: place)
    let format = ScoresCSV(
      detectors: result.judgement.detectors, discoveries: result.judgement.discoveries)
    try file.write(format.header)
    for k in 0..<result.judgement.scores.partCount {
      try file.write(format.lines(try result.judgement.scores.part(k)))
    }
    scores = file
  }

  private var files: [(name: String, file: OutputFile, records: Int?)] {
    var list: [(String, OutputFile, Int?)] = [
      ("clean.csv", split.clean, table.rowCount - held.count),
      ("quarantine.csv", split.quarantine, held.count),
      ("rejects.csv", split.rejects, rejected),
      ("findings.jsonl", findings, held.count),
      ("rejects.jsonl", rejects, rejected),
    ]
    if released > 0 { list.insert(("released.jsonl", releases, released), at: 4) }
    if let scores { list.append(("scores.csv", scores, table.rowCount)) }
    return list
  }

  /// The files' sizes and hashes.
  var outputs: [RunFacts.File] {
    files.map {
      RunFacts.File(
        name: $0.name, bytes: $0.file.count, sha256: $0.file.digest, records: $0.records)
    }
  }

  /// Copies the clean rows to the standard output.
  func pipeClean() throws { try split.clean.copyToStandardOutput() }

  /// Adds the reports and gives all files their names.
  func publish(_ report: Report, in directory: RunDirectory) throws {
    try directory.publish(files.map { (name: $0.name, file: $0.file) }, with: report, in: place)
  }
}

extension Finding {
  /// What there is to say about a row that no detector holds.
  fileprivate init(_ row: Split.Confirmed) {
    self.init(
      row: row.location.row, label: row.label, suggestedLabel: nil, score: row.score, evidence: [:],
      heldBy: [EarlierDecisions.name],
      reasons: [Reason(detector: EarlierDecisions.name, text: row.sentence)])
  }
}

extension TableError {
  /// What stopped a run; what could not be written is said with the run directory.
  init(_ error: CSVError, writing directory: RunDirectory?) {
    self.init(error)
    guard code == .unwritable, let directory else { return }
    self = TableError(
      .unwritable, "cannot write the run directory \(directory.path): \(description)")
  }
}
