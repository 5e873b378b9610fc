import RealModule

/// Combines what the detectors say about a row into a score and a decision.
///
///     L = Σ evidence in nats,   score = 1 / (1 + exp(3 − L))
///
/// Where a judge ranks alone, as one does in tables without labels, L is its evidence, so the order of scores is its own;
/// the estimated number of poisoned rows then takes a row for as likely as either it or the other judges' sum says.
///
/// A row is held when a detector's own gate holds it, or, with a threshold, when its score reaches that. What ``Holding``
/// says about a detector stands over its gate.
package struct Verdict: Sendable {
  /// What the combination decided about the rows of one batch.
  package struct Part: Sendable {
    package let scores: ScoreStore.Part
    package let findings: [Finding]
    package let contamination: Contamination
  }

  /// The names of the detectors, in the order of ``judges``.
  let detectors: [String]
  let judges: [any Judge]
  /// The detector whose evidence alone makes the scores; nil where the sum of all does.
  var ranking: String? { judges.firstIndex { $0.ranksAlone }.map { detectors[$0] } }
  private let holding: Holding

  package init(
    detectors: [String], judges: [any Judge], threshold: Double?,
    rules: [String: Policy.DetectorRule] = [:]
  ) {
    self.detectors = detectors
    self.judges = judges
    holding = Holding(detectors, threshold: threshold, rules: rules)
  }

  package func judge(_ batch: Batch, profile: Profile) -> Part {
    let n = batch.count
    let evidence = heard(batch)
    let ranking = judges.firstIndex { $0.ranksAlone }
    var scores: [Double] = []
    var flagged: [Bool] = []
    var gates: [Gates] = []
    var findings: [Finding] = []
    var contamination = Contamination()
    for i in 0..<n {
      let sum = judges.indices.reduce(0) {
        $1 == ranking ? $0 : $0 + holding.weights[$1] * evidence[$1][i].nats
      }
      let nats = ranking.map { evidence[$0][i].nats } ?? sum
      let score = Score(logOdds: nats - Score.prior).value
      let likelihood = max(score, Score(logOdds: sum - Score.prior).value)
      let holders = judges.indices.filter {
        holding.holds(evidence[$0][i].nats, by: $0, gate: evidence[$0][i].holds)
      }
      let isHeld = holding.holds(score, holders: holders)
      scores.append(score)
      flagged.append(isHeld)
      gates.append(Gates(judges.indices.lazy.filter { evidence[$0][i].holds }))
      contamination.add(
        score: likelihood, isHeld: isHeld,
        probability: judges.indices.reduce(0) { max($0, evidence[$1][i].probability) },
        possibility: judges.indices.reduce(0) { max($0, evidence[$1][i].possibility) })
      if isHeld {
        findings.append(
          finding(
            i, of: batch, profile: profile, score: score, evidence: evidence.map { $0[i].nats },
            heldBy: holders))
      }
    }
    let part = ScoreStore.Part(
      firstRow: batch.chunk.firstRow, scores: scores, flagged: flagged,
      evidence: evidence.map { list in list.map { $0.nats } }, gates: gates)
    return Part(scores: part, findings: findings, contamination: contamination)
  }

  /// What every judge says; who listens to the label models is told what they said.
  private func heard(_ batch: Batch) -> [[Evidence]] {
    var evidence: [[Evidence]] = []
    for judge in judges {
      let label = detectors.firstIndex(of: LabelFlip.name).flatMap {
        $0 < evidence.count ? evidence[$0] : nil
      }
      if let label, let listener = judge as? any LabelListener {
        evidence.append(listener.evidence(batch, beside: label))
      } else {
        evidence.append(judge.evidence(batch))
      }
    }
    return evidence
  }

  private func finding(
    _ i: Int, of batch: Batch, profile: Profile, score: Double, evidence: [Double], heldBy: [Int]
  ) -> Finding {
    let classes = profile.schema.classes
    let isContradicted = batch.margins[i] > 0
    var spoken: [String: Double] = [:]
    for (k, nats) in evidence.enumerated() where nats != 0 { spoken[detectors[k]] = nats }
    // The detectors that held the row speak first, then the loudest.
    let order = judges.indices.sorted { a, b in
      let (first, second) = (heldBy.contains(a), heldBy.contains(b))
      if first != second { return first }
      return (evidence[b], a) < (evidence[a], b)
    }
    // Two detectors may see the same thing; it is said once.
    var said: Set<String> = []
    let reasons = order.filter { heldBy.contains($0) || evidence[$0] > 1 }
      .flatMap { judges[$0].reasons(i, of: batch) }
      .filter { said.insert($0.text).inserted }
    return Finding(
      row: batch.chunk.firstRow + i + 1,
      label: classes.isEmpty ? nil : classes[batch.label(i)],
      suggestedLabel: isContradicted ? classes[batch.others[i]] : nil, score: score,
      evidence: spoken, heldBy: heldBy.map { detectors[$0] }, reasons: reasons)
  }
}
