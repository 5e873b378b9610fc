import TasterCSV
import TasterKernels

/// Compares two snapshots of a data set and writes down what changed.
public struct ComparisonRun: Sendable {
  /// How both files are read.
  public var table = TableOptions()
  /// The columns that a row goes by; none to match rows by their content.
  public var keys: [String] = []
  /// The SHA-256 that the old snapshot has to have, in hexadecimal; of the text or of the compressed file.
  public var expectedOld: String?
  /// The SHA-256 that the new snapshot has to have.
  public var expectedNew: String?
  /// Whether only rows are compared: nothing is learned, no distribution is tested.
  public var isRowsOnly = false
  /// When a difference in distribution is an alarm.
  public var drift = DriftTest.Policy()
  /// What makes the exit status 1.
  public var failsOn: Set<Comparison.Alarm> = [.planted, .hash, .drift]
  /// How many changed rows may look wrong before ``Comparison/Alarm/planted`` counts; nil allows none.
  public var allowance: Allowance?
  /// The key of every random choice.
  public var seed: UInt64 = 0
  /// How many tasks work at a time; results do not depend on it.
  public var threads = processorCount()
  /// Where the run directory is made; nil writes nothing.
  public var directory: RunDirectory?
  /// Whether a former run in the directory, and reports, may be overwritten.
  public var overwrites = false
  /// Reports that are written beside the run directory, or without one, in a format that tells of comparisons.
  public var reports: [ReportFile] = []
  /// The time, for reports that tell it.
  public var clock = RunClock.system

  /// A run with default options.
  public init() {}

  /// What a run found.
  public struct Result: Sendable {
    /// What changed.
    public let comparison: Comparison
    /// What the policy minds.
    public let violations: [Comparison.Alarm]
    /// 0 where the policy minds nothing, else 1.
    public var exitStatus: Int { violations.isEmpty ? 0 : 1 }
  }

  /// Runs.
  ///
  /// - Parameters:
  ///   - old: The old snapshot, a CSV file, plain or gzip, or a profile; one of the two may be `-`, the standard input.
  ///     With a profile rows are not matched; columns, classes and distributions are compared, and new rows judged by the old.
  ///   - new: The new snapshot.
  ///   - progress: Called now and then.
  /// - Returns: What was found; the files are in place.
  /// - Throws: ``TableError`` for what a person can mend; nothing was written then.
  @concurrent public func run(
    _ old: String, _ new: String,
    progress: @escaping @Sendable (ScanRun.Progress) -> Void = { _ in }
  ) async throws -> Result {
    try directory?.checkFree(force: overwrites)
    try NewFiles.checkFree(reports.map { $0.path }, overwrites: overwrites)
    let start = clock.seconds()
    do {
      let changes = try directory.map { try OutputFile(in: $0.neighbour) }
      let comparison = try compare(
        old, new,
        progress: { progress(ScanRun.Progress(stage: $0, done: $1, total: $2)) },
        onChange: { try changes?.write(ChangesJSONL.line($0)) })
      var alarms = comparison.alarms
      if let allowance, let evidence = comparison.evidence {
        let suspicious =
          evidence.relabelled.suspicious + evidence.contradicted.suspicious
          + evidence.odd.suspicious
        if suspicious <= allowance.rows(of: comparison.new.rows) { alarms.remove(.planted) }
      }
      let violations = Comparison.Alarm.allCases.filter {
        failsOn.contains($0) && alarms.contains($0)
      }
      let result = Result(comparison: comparison, violations: violations)
      if let directory, let changes { try write(result, changes, in: directory) }
      if !reports.isEmpty {
        var report = ComparisonReport(
          comparison, violations: violations, version: Taster.version)
        report.ended = clock.timestamp()
        report.seconds = ((clock.seconds() - start) * 1_000).rounded() / 1_000
        report.countLines(in: new)
        try ReportFile.write(reports, of: report)
      }
      return result
    } catch let error as CSVError {
      throw TableError(error, writing: directory)
    }
  }

  private func compare(
    _ old: String, _ new: String,
    progress: @escaping @Sendable (String, Int, Int) -> Void,
    onChange: (ChangedRow) throws -> Void
  ) throws -> Comparison {
    var options = ComparerOptions()
    options.table = table
    (options.expectedOld, options.expectedNew) = (expectedOld, expectedNew)
    options.driftPolicy = drift
    (options.seed, options.threads) = (seed, threads)
    let profiles = [old, new].filter { ProfileFile.isProfile($0) }
    guard let profile = profiles.first else {
      var comparer = Comparer()
      comparer.options = options
      comparer.keys = keys
      comparer.isRowsOnly = isRowsOnly
      return try comparer.compare(old, new, progress: progress, onChange: onChange)
    }
    let name = printable(profile, limit: 200)
    guard keys.isEmpty else {
      throw TableError(
        .unsuited,
        "\(name) is a profile and keeps no keys: rows cannot be matched by "
          + keys.map { "'\(printable($0, limit: 60))'" }.joined(separator: ", ")
          + "; compare the CSV files, or leave --key out to compare columns, classes and distributions"
      )
    }
    guard !isRowsOnly else {
      throw TableError(
        .unsuited,
        "\(name) is a profile: its rows cannot be matched, so nothing is left to compare with --rows-only"
      )
    }
    func given(_ path: String) throws -> ProfileComparer.Given {
      guard ProfileFile.isProfile(path) else { return .table(path) }
      let (baseline, file) = try ProfileFile.read(path)
      return .profile(baseline, file)
    }
    return try ProfileComparer(options).compare(
      given(old), given(new), progress: progress, onChange: onChange)
  }

  private func write(
    _ result: Result, _ changes: OutputFile, in directory: RunDirectory
  ) throws {
    let drift = try OutputFile(in: directory.neighbour)
    try drift.write(DriftCSV.render(result.comparison))
    let page = try OutputFile(in: directory.neighbour)
    try page.write(ComparisonPage().render(result.comparison, violations: result.violations))
    let all = try OutputFile(in: directory.neighbour)
    try all.write(
      ComparisonJSON().render(
        result.comparison, violations: result.violations, version: Taster.version, layout: .pretty))
    // The whole comes last: where it is, the rest is too.
    try directory.publish([
      (name: "changes.jsonl", file: changes), (name: "drift.csv", file: drift),
      (name: "report.html", file: page), (name: "comparison.json", file: all),
    ])
  }
}
