import TasterCSV
import TasterKernels

/// Tries thresholds on a data set or a finished run, and writes down the choice.
public struct TuneRun: Sendable {
  /// Where the truth about rows comes from.
  public enum Evidence: Sendable {
    /// A file says which rows were planted.
    case truth(String)
    /// Known poison is planted in the data.
    case simulation(Simulation)
    /// Reviewers decided about some rows: JSON lines, or CSV with the columns row and verdict.
    case decisions(String)
  }

  /// Where the truth comes from.
  public var evidence: Evidence
  /// What thresholds are chosen for.
  public var goal = TuningGoal()
  /// How the data is read.
  public var table = TableOptions()
  /// How its rows are judged.
  public var scan = Scan()
  /// The file of the trusted baseline; nil lets the data judge itself.
  public var baseline: String?
  /// Where the policy goes; `-` is the standard output, nil writes none.
  public var output: String?
  /// Where the page goes; nil writes none.
  public var page: String?
  /// Whether files that are there may be overwritten.
  public var overwrites = false

  /// A run with default options.
  public init(evidence: Evidence) { self.evidence = evidence }

  /// What was found.
  public struct Result: Sendable {
    /// What thresholds do.
    public let tuning: Tuning
    /// The threshold for the goal.
    public let recommendation: Recommendation
    /// The choice; nil where no threshold meets the goal.
    public let policy: Policy?
    /// What was guessed about the data.
    public let remarks: [String]
    /// 0 where the goal is met, else 1.
    public var exitStatus: Int { policy == nil ? 1 : 0 }
  }

  /// Runs.
  ///
  /// - Parameters:
  ///   - path: A CSV file, or the folder of a run that wrote `scores.csv`.
  ///   - progress: Called now and then.
  /// - Returns: What thresholds do and which one is chosen; the files are in place.
  /// - Throws: ``TableError`` for what a person can mend; nothing was written then.
  @concurrent public func run(
    _ path: String, progress: @escaping @Sendable (ScanRun.Progress) -> Void = { _ in }
  ) async throws -> Result {
    try NewFiles.checkFree([output, page].compactMap { $0 }, overwrites: overwrites)
    do {
      let found =
        Folder.isFolder(path)
        ? try stored(path) : try judged(path, progress: progress)
      let advice = found.advice
      let policy = advice.point.map { point in
        var policy = Policy(
          detectors: rules, goal: goal, grounds: found.grounds,
          expected: found.tuning.expectedRate(by: point))
        policy.hold(by: point)
        return policy
      }
      let result = Result(
        tuning: found.tuning, recommendation: advice, policy: policy, remarks: found.remarks)
      try write(result)
      return result
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  private typealias Found = (
    tuning: Tuning, advice: Recommendation, grounds: Policy.Grounds, remarks: [String]
  )

  /// What the scan was told about detectors, that a scan by the policy is told again.
  private var rules: [String: Policy.DetectorRule] {
    var rules = scan.rules
    for name in Catalog.detectors.map({ $0.name }) where !scan.detectors.contains(name) {
      rules[name, default: Policy.DetectorRule()].runs = false
    }
    return rules
  }

  /// Sweeps the scores of a finished run.
  private func stored(_ path: String) throws -> Found {
    let run = try StoredRun(path)
    var known = run.facts
    known.seed = scan.seed
    let tuning = try tuning(run.scores)
    return (tuning, try tuning.recommendation(for: goal), grounds(known), [])
  }

  /// Judges the data and sweeps what comes of it, or plants poison in it.
  private func judged(
    _ path: String, progress: @escaping @Sendable (ScanRun.Progress) -> Void
  ) throws -> Found {
    var options = self.table
    options.threads = scan.threads
    let trusted = try baseline.map { try ProfileFile.read($0) }
    if let trusted { options.read(like: trusted.baseline) }
    let table = try Table.read([path], options: options) { done, total in
      progress(ScanRun.Progress(stage: "reading", done: done, total: total))
    }
    var facts = RunFacts(version: Taster.version)
    facts.describe(table)
    facts.seed = scan.seed
    facts.baseline = trusted?.file
    let tuning: Tuning
    let advice: Recommendation
    if case .simulation(var simulation) = evidence {
      simulation.scan = scan
      simulation.baseline = trusted?.baseline
      (tuning, advice) = try simulate(simulation, table, progress: progress)
    } else {
      let step: @Sendable (Scan.Progress) -> Void = {
        progress(ScanRun.Progress(stage: $0.stage, done: $0.done, total: $0.total))
      }
      let result =
        try trusted.map { try scan.run(table, against: $0.baseline, progress: step) }
        ?? scan.run(table, progress: step)
      tuning = try self.tuning(StoredScores(result.judgement))
      advice = try tuning.recommendation(for: goal)
    }
    return (tuning, advice, grounds(facts), facts.guesses)
  }

  private func simulate(
    _ simulation: Simulation, _ table: Table,
    progress: @escaping @Sendable (ScanRun.Progress) -> Void
  ) throws -> (Tuning, Recommendation) {
    let ground = try simulation.ground(table)
    let rows = min(table.rowCount, simulation.rows)
    var tuning = try simulation.run(table, on: ground) { done, total in
      progress(
        ScanRun.Progress(stage: "simulating", done: done * rows, total: total * rows))
    }
    progress(ScanRun.Progress(stage: "choosing", done: 0, total: 0))
    let advice = try tuning.recommendation(for: goal)
    if let point = advice.point {
      progress(ScanRun.Progress(stage: "testing", done: 0, total: 0))
      tuning.damages = try simulation.damages(on: ground, by: point)
    }
    return (tuning, advice)
  }

  private func tuning(_ scores: StoredScores) throws -> Tuning {
    switch evidence {
    case .truth(let path):
      let truth = try RowTruth(contentsOf: path, rowCount: scores.rowCount)
      return try Tuning(scores, truth: truth, seed: scan.seed, threads: scan.threads)
    case .decisions(let path):
      let truth = try RowTruth(decisions: path, rowCount: scores.rowCount)
      return try Tuning(
        scores, truth: truth, evidence: .decisions, seed: scan.seed, threads: scan.threads)
    case .simulation:
      throw TableError(
        .unsuited,
        "poison is planted in data, and a run directory holds scores alone; name the data file with "
          + "--simulate, or give --truth or --decisions")
    }
  }

  private func grounds(_ facts: RunFacts) -> Policy.Grounds {
    Policy.Grounds(
      kind: evidence.kind, version: Taster.version, seed: facts.seed, rows: facts.rows,
      data: facts.inputs.map { Policy.Grounds.File(name: $0.name, sha256: $0.sha256) },
      profile: facts.baseline.map { Policy.Grounds.File(name: $0.name, sha256: $0.sha256) })
  }

  private func write(_ result: Result) throws {
    var files = NewFiles()
    if let output, let policy = result.policy {
      try files.open(output).write(PolicyText().render(policy))
    }
    if let page {
      try files.open(page).write(TuningPage().render(result.tuning, result.recommendation))
    }
    try files.publish()
  }
}

extension TuneRun.Evidence {
  /// The kind of evidence.
  var kind: TuningEvidence {
    switch self {
    case .truth: .truth
    case .simulation: .simulation
    case .decisions: .decisions
    }
  }
}
