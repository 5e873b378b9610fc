import TasterKernels

/// What thresholds do to a data set: tried on stored scores, nothing is judged again.
///
///     let scores = try StoredScores(contentsOf: "run/scores.csv")
///     let truth = try RowTruth(contentsOf: "truth.csv", rowCount: scores.rowCount)
///     let tuning = try Tuning(scores, truth: truth)
///     let advice = tuning.recommendation(for: TuningGoal(maxFalseRate: 0.001))
///
/// Memory: 16 bytes a row for the score and for each detector while it sorts, half of that for the score alone after.
public struct Tuning: Sendable {
  /// Where the truth comes from.
  public let evidence: TuningEvidence
  /// What is swept: `score`, then the detectors.
  public let names: [String]
  /// What every threshold does on the score and on each detector's evidence, in the order of ``names``.
  public let sweeps: [Sweep]
  /// All rows of which the truth is known, ranked by the score; of a simulation those of all tables together.
  public let combined: Ranking
  /// The tables in which the planted rows are known: one an attack, or one a draw of each.
  public let trials: [Trial]
  /// The scores of all rows of the data at hand, ascending.
  public let table: [Double]
  /// What has to be said with the figures, a sentence each.
  public internal(set) var remarks: [String]
  /// What the attacks do to a model, and what cleaning gives back; empty where it was not measured.
  public internal(set) var damages: [DamageEstimate] = []
  /// The key of the bootstrap.
  public let seed: UInt64
  /// How many tables are looked at together when detectors' thresholds are chosen; nothing depends on it.
  let threads: Int
  /// How much more held rows vary from table to table than by chance alone; see ``ExpectedRate``.
  let halves: [Halves]
  /// What each detector said about the rows of a simulation; nil for other evidence.
  let voices: SimulatedVoices?
  /// What is to be expected of the data at hand as they are; nil for other evidence.
  let own: OwnPoison?

  /// Half of the data, judged by itself.
  struct Half: Sendable, Hashable {
    /// The scores of its rows, ascending.
    let scores: [Double]
    /// What the detectors said.
    let voices: Voices
  }

  /// The data cut in two.
  struct Halves: Sendable, Hashable {
    let first: Half
    let second: Half
  }

  /// Sweeps stored scores by what is known about their rows.
  ///
  /// - Parameters:
  ///   - scores: The score and the evidence of every row.
  ///   - truth: What is known about them; unknown rows take no part but in what is held.
  ///   - evidence: Where that comes from.
  ///   - seed: The key of what is drawn for bands.
  ///   - threads: How many detectors are sorted at a time; nothing depends on it.
  /// - Throws: ``TableError`` where nothing was planted, or all was.
  /// - Complexity: O(rows × detectors).
  public init(
    _ scores: StoredScores, truth: RowTruth, evidence: TuningEvidence = .truth, seed: UInt64 = 0,
    threads: Int = 1
  ) throws {
    precondition(scores.rowCount == truth.rowCount, "the truth about every row")
    let others = truth.codes.indices.filter { truth.codes[$0] == RowTruth.honest }
    let planted = truth.codes.indices.filter { truth.codes[$0] >= 0 }
    guard !planted.isEmpty, !others.isEmpty else {
      throw TableError(
        .unsuited,
        planted.isEmpty
          ? "no row is known to be planted, so no threshold can be judged; plant some with "
            + "--simulate" : "every known row is planted, so false alarms cannot be counted")
    }
    let lists = [scores.scores] + scores.evidence
    let rankings = try parallelMap(lists.count, threads: threads) { k in
      let list = lists[k]
      return Ranking(planted: planted.map { list[$0] }, others: others.map { list[$0] })
    }
    sweeps = rankings.map { Sweep($0) }
    names = ["score"] + scores.detectors
    combined = rankings[0]
    let honest = rankings[0].others
    trials = truth.attacks.indices.compactMap { k in
      let own = planted.filter { truth.codes[$0] == k }.map { scores.scores[$0] }
      guard !own.isEmpty else { return nil }
      return Trial(
        attack: truth.attacks[k], rate: Double(own.count) / Double(own.count + honest.count),
        ranking: Ranking(planted: own, sorted: honest))
    }
    table = ascending(scores.scores)
    halves = []
    voices = nil
    own = nil
    remarks =
      evidence == .decisions
      ? [
        "reviewed rows are no random sample: recall among them is not that of the table, and a threshold "
          + "below what was held for review was not tested"
      ] : []
    self.evidence = evidence
    self.seed = seed
    self.threads = threads
  }

  /// What was planted and judged.
  init(
    simulated trials: [Trial], names: [String], rankings: [Ranking], table: [Double],
    halves: [Halves], voices: SimulatedVoices, own: OwnPoison, remarks: [String],
    seed: UInt64, threads: Int
  ) {
    evidence = .simulation
    self.names = names
    sweeps = rankings.map { Sweep($0) }
    combined = rankings[0]
    self.trials = trials
    self.table = table
    self.halves = halves
    self.voices = voices
    self.own = own
    self.remarks = remarks
    self.seed = seed
    self.threads = threads
  }

  /// The attacks of which something was planted, in their order.
  public var attacks: [String] {
    var seen: Set<String> = []
    return trials.map { $0.attack }.filter { seen.insert($0).inserted }
  }

  /// How much of each attack a threshold holds.
  public func recalls(at threshold: Double) -> [RecallBand] { recalls(by: .score(threshold)) }

  /// How many rows of the data at hand a threshold holds.
  ///
  /// - Complexity: O(log rows).
  public func heldOfTable(at threshold: Double) -> Int {
    table.count - lowerBound(table, threshold)
  }

  /// F1 at a threshold: of a simulation in the mean over the attacks, else that of all planted rows.
  public func f1(at threshold: Double) -> Double { f1(by: .score(threshold)) }

  /// The mean over the attacks of the mean over their tables, by number.
  func meanOverAttacks(_ figure: (Int) -> Double) -> Double {
    var sums: [String: (sum: Double, count: Int)] = [:]
    for (k, trial) in trials.enumerated() {
      let former = sums[trial.attack] ?? (0, 0)
      sums[trial.attack] = (former.sum + figure(k), former.count + 1)
    }
    let names = attacks
    return names.reduce(0) { total, name in
      total + (sums[name].map { $0.sum / Double($0.count) } ?? 0)
    } / Double(names.count)
  }
}
