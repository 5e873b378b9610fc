import RealModule
import TasterKernels

/// Combines what a trusted baseline says about a row with what the table itself shows.
///
/// The baseline's label models know no poison, and those that were fitted to the table beside it know more rows; both
/// speak, each at half its voice. How far values do not go together (``JointOutlier``) the baseline says as well: no planted
/// row is in its tail. All other detectors speak as they do without a baseline:
///
///     L = Σ other evidence + ½ label-flip + 0.4 ln ((1 − p + 0.02) / (p + 0.02)) + 3 max (ln r, −½),
///     score = 1 / (1 + exp(3 − L))
///
/// with p the probability of the row's label by the baseline alone, and r how many times as frequent rows of its class are
/// where it lies as trusted rows lead one to expect (``Surplus``); that there are fewer says little for a row. A row is held when its p-value is rejected, or when a
/// detector of structures holds it by its own gate: floods, triggers, sources and units are things of the whole table, and
/// no p-value of a single row shows them.
package struct BaselineVerdict: Sendable {
  /// The name under which the baseline's evidence stands beside the detectors'.
  package static let name = "baseline"
  /// The name under which the surplus of rows like it stands beside them.
  package static let surplusName = "surplus"
  /// The detectors whose own gates hold rows beside a baseline; what the others look for has a p-value.
  package static let structures: Set<String> = [
    SourceShift.name, UnitError.name, Flood.name, Trigger.name,
  ]

  /// The names of the voices: the detectors', the baseline's, the surplus.
  let voices: [String]
  /// The detector whose evidence alone makes the scores; nil where the sum of all does.
  var ranking: String? { judges.firstIndex { $0.ranksAlone }.map { voices[$0] } }
  private let judges: [any Judge]
  private let holds: [Bool]
  private let weights: [Double]
  private let holding: Holding
  private let words: BaselineWords
  private let surplus: Surplus
  /// The positions of the voices about labels and about values that do not go together; nil where they are not asked.
  private let label: Int?
  private let joint: Int?
  private let rise: Double

  private static let labelWeight = 0.5
  private static let trustedWeight = 0.4
  private static let surplusWeight = 3.0
  /// Where there are fewer rows than expected, no more than this speaks for one.
  private static let leastSurplus = -0.5
  /// From so many nats on the surplus is told as a reason.
  private static let surplusToTell = 1.0

  /// - Parameters:
  ///   - detectors: The names of the detectors.
  ///   - judges: What they learned, in the same order.
  ///   - trusted: The baseline's models.
  ///   - surplus: Where the table holds more rows than the baseline.
  ///   - rise: What the number of rows far out by the baseline adds to everyone's evidence.
  ///   - threshold: Rows with at least this score are held, whatever else says; nil leaves it to p-values and gates.
  ///   - rules: What a policy says about detectors.
  package init(
    detectors: [String], judges: [any Judge], trusted: TrustedModels, surplus: Surplus,
    rise: Double, threshold: Double?, rules: [String: Policy.DetectorRule] = [:]
  ) {
    self.surplus = surplus
    self.rise = rise
    label = detectors.firstIndex(of: LabelFlip.name)
    joint = detectors.firstIndex(of: JointOutlier.name)
    voices = detectors + [Self.name, Self.surplusName]
    self.judges = judges
    holds = detectors.map { Self.structures.contains($0) }
    weights = detectors.map { $0 == LabelFlip.name ? Self.labelWeight : 1 }
    holding = Holding(voices, threshold: threshold, rules: rules)
    words = BaselineWords(trusted)
  }

  /// Judges the rows of a batch.
  ///
  /// - Parameters:
  ///   - own: The rows as the table's own profile sees them.
  ///   - standing: Where the rows stand by the baseline's models.
  ///   - discoveries: Which p-values are rejected.
  ///   - schema: The classes of both profiles.
  ///   - trusted: What the baseline's models say about some of the rows, by their positions.
  /// - Returns: Scores, held rows, and what is added to the estimate.
  package func judge(
    _ own: Batch, standing: TrustedStanding, discoveries: Discoveries, schema: Schema,
    trusted: ([Int]) -> Batch
  ) -> Verdict.Part {
    let n = own.count
    let pValues = standing.pValues
    let said = judges.map { $0.evidence(own) }
    let ranking = judges.firstIndex { $0.ranksAlone }
    var evidence = zip(said, weights).map { list, weight in list.map { weight * $0.nats } }
    evidence.append(
      standing.shares.map { share in
        share.isNaN ? 0 : Self.trustedWeight * LabelFlip.logOdds(againstShare: share)
      })
    if let joint {
      for i in 0..<n where !standing.shares[i].isNaN {
        let against = evidence[judges.count][i] + (label.map { evidence[$0][i] } ?? 0)
        evidence[joint][i] = max(
          evidence[joint][i],
          JointOutlierJudge.nats(standing.joints[i], rise: rise, label: against))
      }
    }
    let excess = surplus.values(own)
    evidence.append(excess.map { Self.nats(ofSurplus: $0) })
    var scores: [Double] = []
    var held: [(row: Int, gates: [Int])] = []
    var open: [Gates] = []
    var contamination = Contamination()
    for i in 0..<n {
      let nats =
        ranking.map { evidence[$0][i] }
        ?? evidence.indices.reduce(0) { $0 + holding.weights[$1] * evidence[$1][i] }
      let score = Score(logOdds: nats - Score.prior).value
      let isRejected = discoveries.rejects(pValues[i])
      var gate = Gates(judges.indices.lazy.filter { holds[$0] && said[$0][i].holds })
      if isRejected { gate.insert(judges.count) }
      // What is rejected is held beside what gates and thresholds of detectors hold.
      let gates = voices.indices.filter {
        holding.holds(evidence[$0][i], by: $0, gate: $0 < judges.count && gate.contains($0))
      }
      open.append(gate)
      let isHeld =
        isRejected && holding.threshold == nil || holding.holds(score, holders: gates)
      scores.append(score)
      contamination.add(
        score: score, isHeld: isHeld, probability: said.reduce(0) { max($0, $1[i].probability) },
        possibility: said.reduce(0) { max($0, $1[i].possibility) })
      if isHeld { held.append((i, gates)) }
    }
    var flagged = [Bool](repeating: false, count: n)
    for (i, _) in held { flagged[i] = true }
    let seen = held.isEmpty ? nil : trusted(held.map { $0.row })
    let findings = zip(held, held.indices).compactMap { one, k -> Finding? in
      guard let seen else { return nil }
      let (i, gates) = one
      let isRejected = discoveries.rejects(pValues[i])
      var finding = finding(
        i, of: own, trusted: (k, seen), schema: schema, score: scores[i],
        evidence: evidence.map { $0[i] }, isRejected: isRejected, gates: gates)
      finding.pValue = pValues[i]
      finding.qValue = discoveries.qValue(pValues[i])
      if isRejected {
        finding.reasons.insert(
          .asOdd(
            pValue: pValues[i], qValue: discoveries.qValue(pValues[i]),
            of: discoveries.calibrationRows), at: 0)
      }
      if Self.nats(ofSurplus: excess[i]) > Self.surplusToTell {
        finding.reasons.append(.surplus(excess[i]))
      }
      return finding
    }
    return Verdict.Part(
      scores: ScoreStore.Part(
        firstRow: own.chunk.firstRow, scores: scores, flagged: flagged, evidence: evidence,
        gates: open, pValues: pValues),
      findings: findings, contamination: contamination)
  }

  private static func nats(ofSurplus excess: Double) -> Double {
    surplusWeight * max(Double.log((1 + excess) / (1 - excess)), leastSurplus)
  }

  private func finding(
    _ i: Int, of own: Batch, trusted: (row: Int, batch: Batch), schema: Schema, score: Double,
    evidence: [Double], isRejected: Bool, gates: [Int]
  ) -> Finding {
    let margin = trusted.batch.margins[trusted.row]
    var spoken: [String: Double] = [:]
    for (k, nats) in evidence.enumerated() where nats != 0 { spoken[voices[k]] = nats }
    let order = judges.indices.sorted { a, b in
      let (first, second) = (gates.contains(a), gates.contains(b))
      if first != second { return first }
      return (evidence[b], a) < (evidence[a], b)
    }
    var said: Set<String> = []
    let reasons =
      (isRejected ? words.reasons(trusted.row, of: trusted.batch) : [])
      + order.filter { gates.contains($0) || evidence[$0] > 1 }
      .flatMap {
        $0 == joint
          ? words.joint(trusted.row, of: trusted.batch) : judges[$0].reasons(i, of: own)
      }
    return Finding(
      row: own.chunk.firstRow + i + 1,
      label: schema.classes.isEmpty ? nil : schema.classes[own.label(i)],
      suggestedLabel: margin > 0 && !schema.classes.isEmpty
        ? schema.classes[trusted.batch.others[trusted.row]] : nil,
      score: score, evidence: spoken,
      heldBy: (isRejected ? [Self.name] : []) + gates.map { voices[$0] },
      reasons: reasons.filter { said.insert($0.text).inserted })
  }
}

/// Where rows stand by the models of a baseline: a list for each, one number a row.
package struct TrustedStanding: Sendable {
  /// The share of trusted rows that are as odd.
  package let pValues: [Double]
  /// P(its label) by the plain models; NaN where labels cannot be judged.
  package let shares: [Double]
  /// How far the values do not go together, in nats.
  package let joints: [Double]
}

extension Reason {
  /// How much more frequent rows like it are than in the baseline.
  fileprivate static func surplus(_ excess: Double) -> Reason {
    Reason(
      detector: BaselineVerdict.surplusName,
      text:
        "rows like it are \(Figures.significant((1 + excess) / (1 - excess), digits: 2)) "
        + "times as frequent in its class here as in the baseline")
  }

  /// How few trusted rows are as odd as a row that is rejected.
  static func asOdd(pValue: Double, qValue: Double, of rows: Int) -> Reason {
    Reason(
      detector: BaselineVerdict.name,
      text: "of \(Figures.grouped(rows)) trusted rows, \(percent(pValue)) are as odd as this one "
        + "(q = \(Figures.significant(qValue, digits: 2)))")
  }
}

/// Says in words what a trusted baseline finds odd about a row.
struct BaselineWords: Sendable {
  private let classes: [String]
  private let words: SurpriseWords
  private let gaussian: Conditionals?

  init(_ trusted: TrustedModels) {
    classes = trusted.schema.classes
    gaussian = trusted.solved.surprise.gaussian
    words = SurpriseWords(trusted)
  }

  func reasons(_ row: Int, of batch: Batch, isLabelKnown: Bool = true) -> [Reason] {
    var reasons: [Reason] = []
    if isLabelKnown, let posterior = batch.standing.posteriors?.plain, batch.margins[row] > 0 {
      let (given, other) = (batch.label(row), batch.others[row])
      reasons.append(
        Reason(
          detector: BaselineVerdict.name,
          text: "by the baseline its features say '\(classes[other])' with "
            + "\(percent(posterior[row, other])) and its label '\(classes[given])' with "
            + percent(posterior[row, given])))
    }
    if batch.standing.surprises[row].value > 3 {
      reasons += words.reasons(row, of: batch, detector: BaselineVerdict.name)
    }
    return reasons + apart(row, of: batch, detector: BaselineVerdict.name)
  }

  /// What is said where many values are each a little off.
  func joint(_ row: Int, of batch: Batch) -> [Reason] {
    words.reasons(row, of: batch, detector: JointOutlier.name)
      + apart(row, of: batch, detector: JointOutlier.name)
  }

  private func apart(_ row: Int, of batch: Batch, detector: String) -> [Reason] {
    guard let gaussian, batch.standing.surprises[row].joint > JointContext.bound else { return [] }
    let residuals = gaussian.residuals(batch.q.rows(row..<row + 1)).elements
    return [words.together(row, of: batch, residuals: residuals, detector: detector)]
  }
}
