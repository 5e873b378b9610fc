/// How `report.json` says that a run judged.
struct StoredJudgement: Decodable {
  struct Rate: Decodable { let level: Double }
  struct Calibration: Decodable {}

  let rankedBy: String?
  let discoveries: Rate?
  let calibration: Calibration?

  private enum CodingKeys: String, CodingKey {
    case calibration
    case rankedBy = "ranked_by"
    case discoveries = "false_discoveries"
  }
}

/// What was said about rows, heard under a policy as a verdict hears it.
struct StoredHearing {
  private let scores: StoredScores
  private let gates: [Gates]
  private let holding: Holding
  /// The voices that the policy lets speak.
  private let running: [Int]
  /// The voice whose evidence alone makes the score.
  private let ranking: Int?
  /// Where the baseline stands among the voices, in a run over files: what it rejects is held beside its own threshold.
  private let rejecting: Int?
  /// The false discovery rate of the policy's goal.
  private let level: Double?

  /// Hears what was stored.
  ///
  /// - Parameters:
  ///   - scores: What was said about every row.
  ///   - judged: How the run judged.
  ///   - policy: What holds rows.
  ///   - isStream: Whether a filter judged, by a baseline alone.
  /// - Throws: ``TableError`` where the run does not tell what the policy would hold.
  init(
    _ scores: StoredScores, _ judged: StoredJudgement, by policy: Policy, isStream: Bool
  ) throws {
    let names = scores.detectors
    guard let gates = scores.gates else {
      throw TableError(
        .unsuited,
        "scores.csv of this run has no column 'gates', so it does not tell which rows the detectors hold by themselves: "
          + "an earlier version wrote it; scan again with --scores --force")
    }
    (self.scores, self.gates) = (scores, gates)
    let detectors = Catalog.detectors.map { $0.name }
    if !isStream, let missing = policy.running(detectors).first(where: { !names.contains($0) }) {
      throw TableError(
        .unsuited,
        "the run knows no evidence of \(missing), which the policy lets run; scan again with --scores and "
          + "all detectors")
    }
    // A baseline and a surplus speak whatever a policy says, and so do all voices of a stream.
    running = names.indices.filter {
      isStream || !detectors.contains(names[$0]) || policy.rule(for: names[$0]).runs
    }
    holding = Holding(names, threshold: policy.threshold, rules: policy.detectors)
    let running = running
    ranking = judged.rankedBy.flatMap { names.firstIndex(of: $0) }
      .flatMap { running.contains($0) ? $0 : nil }
    rejecting = isStream ? nil : names.firstIndex(of: BaselineVerdict.name)
    level = policy.goal?.falseDiscoveryRate.flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
    guard policy.threshold == nil else { return }
    if judged.calibration != nil, running.count < names.count {
      throw TableError(
        .unsuited,
        "this run shut gates by what planted poison told (--calibrate), and which ones hangs on the detectors that run; "
          + "scan again with --scores and the policy")
    }
    if isStream, let level, level != judged.discoveries?.level {
      throw TableError(
        .unsuited,
        "the goal of the policy is a false discovery rate of \(level), and what a stream holds at another one than its "
          + "own is not stored; filter again with --scores and the policy")
    }
  }

  /// Whether the policy holds a row, counted from 0.
  func holds(_ i: Int) -> Bool {
    let holders = running.filter {
      holding.holds(scores.evidence[$0][i], by: $0, gate: $0 != rejecting && gates[i].contains($0))
    }
    return holding.threshold == nil && isRejected(i) || holding.holds(score(i), holders: holders)
  }

  private func isRejected(_ i: Int) -> Bool {
    guard let rejecting else { return false }
    return level.map { scores.qValues[i] <= $0 } ?? gates[i].contains(rejecting)
  }

  /// The same to the last bit as a verdict's: the same sum in the same order.
  private func score(_ i: Int) -> Double {
    let nats =
      ranking.map { scores.evidence[$0][i] }
      ?? running.reduce(0) { $0 + holding.weights[$1] * scores.evidence[$1][i] }
    return Score(logOdds: nats - Score.prior).value
  }
}
