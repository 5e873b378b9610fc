/// A finished run with the score of every row: what a policy would do to it, without judging anything again.
public struct StoredRun: Sendable {
  /// How scores came from evidence.
  private enum Combination {
    /// From the sum of all evidence.
    case sum
    /// From one detector's alone, at this position.
    case alone(Int)
    /// From a sum under other weights.
    case weighted
  }

  /// What `run.json` says.
  public let facts: RunFacts
  /// The score and the evidence of every row.
  public let scores: StoredScores
  private let reader: RunReader

  /// Reads a run.
  ///
  /// - Parameter path: The run directory, with `scores.csv`.
  /// - Throws: ``TableError`` where something is missing or does not fit.
  /// - Complexity: O(bytes of `scores.csv`).
  public init(_ path: String) throws {
    reader = try RunReader(path)
    facts = reader.facts
    guard reader.has("scores.csv") else {
      throw TableError(
        .unreadable, "\(path) holds no scores.csv; scan again with --scores, or name the data file")
    }
    scores = try StoredScores(contentsOf: reader.directory.file("scores.csv"))
    guard scores.rowCount == facts.rows else {
      throw TableError(
        .unreadable,
        "\(path)/scores.csv has \(Figures.count(scores.rowCount, "row")), the run "
          + "\(Figures.grouped(facts.rows)); scan again with --scores --force")
    }
  }

  /// Which rows a policy would hold.
  ///
  /// - Parameter policy: The policy.
  /// - Returns: One a row, the same as a scan by that policy decides.
  /// - Throws: ``TableError`` where the run does not tell: a detector that did not run, or gates that did not decide.
  /// - Complexity: O(rows × detectors).
  public func held(by policy: Policy) throws -> [Bool] {
    let names = scores.detectors
    let judging = Catalog.detectors.map { $0.name }
    if let missing = policy.running(judging).first(where: { !names.contains($0) }) {
      throw TableError(
        .unsuited,
        "the run knows no evidence of \(missing), which the policy lets run; scan again with --scores and "
          + "all detectors")
    }
    let rules = names.map { policy.rule(for: $0) }
    let gates = try policy.threshold == nil ? gates(rules) : [:]
    let scores = try scores(under: rules)
    return (0..<self.scores.rowCount).map { i in
      if let threshold = policy.threshold, scores[i] >= threshold { return true }
      let reaches = rules.indices.contains { d in
        guard rules[d].runs, let least = rules[d].threshold else { return false }
        return self.scores.evidence[d][i] >= least
      }
      return reaches || gates[i + 1] != nil
    }
  }

  /// The rows, from 1, that the gates of running detectors without thresholds of their own hold.
  private func gates(_ rules: [Policy.DetectorRule]) throws -> [Int: Bool] {
    guard facts.policy == nil, facts.threshold == nil else {
      throw TableError(
        .unsuited,
        "the policy leaves it to the gates, and this run followed a threshold or a policy, so it does not tell what "
          + "all gates hold; scan again with --scores, without --threshold and --policy")
    }
    let silent = Set(
      zip(scores.detectors, rules).filter { !$1.runs || $1.threshold != nil }.map { $0.0 })
    var rows: [Int: Bool] = [:]
    try reader.forEachFinding { finding, _ in
      if finding.heldBy.contains(where: { !silent.contains($0) }) { rows[finding.row] = true }
      return true
    }
    return rows
  }

  /// The scores of all rows under a policy's weights.
  private func scores(under rules: [Policy.DetectorRule]) throws -> [Double] {
    guard rules.contains(where: { $0.weight != 1 || !$0.runs }) || facts.policy != nil else {
      return scores.scores
    }
    let evidence = scores.evidence
    switch combination {
    case .alone(let d) where rules[d].runs: return scores.scores
    case .alone, .sum:
      let weights = rules.map { $0.runs ? $0.weight : 0 }
      return (0..<scores.rowCount).map { Self.score(evidence, weights, $0) }
    case .weighted:
      throw TableError(
        .unsuited,
        "this run was judged under other weights; scan again with --scores and the policy")
    }
  }

  /// What the stored scores follow from, seen from the rows themselves.
  private var combination: Combination {
    let evidence = scores.evidence
    let plain = [Double](repeating: 1, count: evidence.count)
    if (0..<scores.rowCount).allSatisfy({ Self.score(evidence, plain, $0) == scores.scores[$0] }) {
      return .sum
    }
    let alone = evidence.indices.first { d in
      (0..<scores.rowCount).allSatisfy {
        Score(logOdds: evidence[d][$0] - Score.prior).value == scores.scores[$0]
      }
    }
    return alone.map { .alone($0) } ?? .weighted
  }

  private static func score(_ evidence: [[Double]], _ weights: [Double], _ i: Int) -> Double {
    let nats = evidence.indices.reduce(0.0) { sum, d in
      weights[d] == 0 ? sum : sum + weights[d] * evidence[d][i]
    }
    return Score(logOdds: nats - Score.prior).value
  }
}

/// A row on which two policies differ.
public struct SideChange: Sendable, Hashable {
  /// The row's number, from 1.
  public let row: Int
  /// Its stored score.
  public let score: Double
  /// Whether the newer policy holds it; the older one does the other.
  public let isHeld: Bool
}

extension StoredRun {
  /// The rows that change side between two policies, in their order.
  ///
  /// - Parameters:
  ///   - old: The policy so far.
  ///   - new: The one to come.
  /// - Returns: The rows, and how many each policy holds.
  /// - Throws: As ``held(by:)``.
  public func changes(
    from old: Policy, to new: Policy
  ) throws -> (changes: [SideChange], old: Int, new: Int) {
    let (before, after) = (try held(by: old), try held(by: new))
    let changes = before.indices.filter { before[$0] != after[$0] }.map {
      SideChange(row: $0 + 1, score: scores.scores[$0], isHeld: after[$0])
    }
    return (changes, before.count { $0 }, after.count { $0 })
  }
}
