import RealModule
import TasterKernels

/// One run over a table: learn, judge, decide.
public struct Scan: Sendable {
  /// How many tasks work at a time; results do not depend on it.
  public var threads = processorCount()
  /// The key of every random choice.
  public var seed: UInt64 = 0
  /// Rows with at least this score are held; nil leaves it to the detectors' own gates.
  public var threshold: Double?
  /// What holds for detectors beside their gates, by name.
  public var rules: [String: Policy.DetectorRule] = [:]
  /// Where temporary files live; nil means `TMPDIR`, else `/var/tmp`.
  public var temporaryDirectory: String?
  /// The bound on the false discovery rate of rows that are held by a trusted baseline.
  public var falseDiscoveryRate = 0.1
  /// The names of the detectors to run; all of the catalog by default.
  public var detectors: [String] = Catalog.detectors.map { $0.name }

  /// A scan with default options.
  public init() {}

  /// Takes over what a policy says about holding rows.
  ///
  /// - Parameter policy: Its threshold, and what it says about detectors.
  public mutating func follow(_ policy: Policy) {
    threshold = policy.threshold
    rules = policy.detectors
    detectors = policy.running(detectors)
  }

  /// How far a run has come.
  public struct Progress: Sendable, Hashable {
    /// What is being done, in a word or two.
    public let stage: String
    /// Rows done in this stage.
    public let done: Int
    /// Rows in this stage.
    public let total: Int
  }

  /// What a run leaves behind.
  public struct Result: Sendable {
    /// What was learned.
    public let profile: Profile
    /// What was decided.
    public let judgement: Judgement
    /// The statistics of the table as it was read; nil where they are the profile's.
    var tableStatistics: ClassStatistics?
  }

  /// Learns from a table and judges its rows (self mode).
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - progress: Called now and then, from one task at a time.
  ///   - shutting: The names of the detectors that shall hold nothing, by what was learned.
  /// - Returns: What was learned and what was decided.
  /// - Throws: What the table, the disk or LAPACK throws.
  /// - Complexity: O(rows × features) and one fit to a sample; memory does not grow with the rows.
  package func run(
    _ table: some RowTable, progress: @escaping @Sendable (Progress) -> Void = { _ in },
    shutting: (Profile) throws -> Set<String> = { _ in [] }
  ) throws -> Result {
    let chosen = Catalog.detectors.filter { detectors.contains($0.name) }
    var (profile, judges) = try learn(table, detectors: chosen, progress: progress)
    let shut = try shutting(profile)
    judges = zip(judges, chosen).map { shut.contains($1.name) ? ShutJudge(judge: $0) : $0 }
    let verdict = Verdict(
      detectors: chosen.map { $0.name }, judges: judges, threshold: threshold, rules: rules)
    let learned = profile
    let run = Judging(scan: self, rowCount: table.rowCount, profile: learned)
    var judgement = try run.judge(table, voices: verdict.detectors, progress: progress) {
      verdict.judge(learned.batch($1), profile: learned)
    }
    judgement.ranking = verdict.ranking
    return Result(profile: learned, judgement: judgement)
  }

  /// Learns from a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - chosen: The detectors.
  ///   - progress: Called now and then.
  /// - Returns: The profile, and a judge a detector.
  /// - Throws: What the table, the disk or LAPACK throws.
  /// - Complexity: O(rows × features) and one fit to a sample.
  func learn(
    _ table: some RowTable, detectors chosen: [any Detector.Type],
    progress: @Sendable (Progress) -> Void = { _ in }
  ) throws -> (Profile, [any Judge]) {
    let statistics = try statistics(of: table, progress: progress)
    progress(Progress(stage: "learning", done: 0, total: table.rowCount))
    let profile = try Profile(table, statistics: statistics, seed: seed, threads: threads)
    let judges = try parallelMap(chosen.count, threads: threads) { k in
      try chosen[k].init().learn(profile)
    }
    return (profile, judges)
  }

  /// Folds the statistics of every class over a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - progress: Called now and then.
  /// - Returns: The same to the last bit, whatever the number of threads.
  /// - Throws: What the table throws.
  /// - Complexity: O(rows × features²).
  package func statistics(
    of table: some RowTable, progress: @Sendable (Progress) -> Void = { _ in }
  ) throws -> ClassStatistics {
    let schema = table.schema
    let d = schema.numeric.count
    var shift = [Double](repeating: 0, count: d)
    if table.chunkCount > 0 {
      let chunk = try table.chunk(0)
      for j in 0..<d {
        var moments = Moments()
        for i in 0..<chunk.count {
          let x = chunk.numeric[j * chunk.count + i]
          if !x.isNaN { moments.add(x) }
        }
        shift[j] = moments.mean
      }
    }
    let empty = ClassStatistics(
      classes: max(schema.classes.count, 1), numeric: d, categorical: schema.categorical.count,
      shift: shift)
    var total = empty
    let window = max(threads, 1)
    for start in stride(from: 0, to: table.chunkCount, by: window) {
      let count = min(window, table.chunkCount - start)
      let parts = try parallelMap(count, threads: threads) { k in
        var part = empty
        part.fold(try table.chunk(start + k))
        return part
      }
      for part in parts { total.merge(part) }
      progress(
        Progress(stage: "statistics", done: total.rows.reduce(0, +), total: table.rowCount))
    }
    return total
  }
}
