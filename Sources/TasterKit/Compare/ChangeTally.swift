/// Sums up changed rows as they are told.
struct ChangeTally {
  /// The most suspects that are kept.
  static let limit = 100
  /// The fewest suspicious rows that make a finding.
  private static let leastRows = 5
  /// The share of relabelled rows that has to be suspicious.
  private static let leastShare = 0.5
  /// The largest probability, and the least excess over the old snapshot's share, of rows that came.
  private static let level = 0.01
  private static let leastLift = 2.0

  private(set) var evidence: ChangeEvidence?
  private(set) var suspects: [ChangedRow] = []
  private var pairs: [[String]: ChangeEvidence.Share] = [:]
  private var attribution: AttributionTally?

  init(evidence: ChangeEvidence?, attribution: AttributionTally? = nil) {
    self.evidence = evidence
    self.attribution = attribution
  }

  mutating func add(_ row: ChangedRow) {
    attribution?.add(row)
    rank(row)
    if row.kind == .came || row.kind == .unmatched {
      if let surprise = row.surprise {
        evidence?.odd.judged += 1
        if surprise >= ChangeEvidence.oddity { evidence?.odd.suspicious += 1 }
      }
      if let suspicion = row.suspicion {
        evidence?.contradicted.judged += 1
        if suspicion >= ChangeEvidence.contradiction { evidence?.contradicted.suspicious += 1 }
      }
    }
    guard let old = row.oldLabel, let new = row.newLabel, old != new,
      let suspicion = row.suspicion
    else { return }
    let isSuspicious = suspicion >= ChangeEvidence.contradiction
    evidence?.relabelled.judged += 1
    pairs[[old, new], default: ChangeEvidence.Share()].judged += 1
    if isSuspicious {
      evidence?.relabelled.suspicious += 1
      pairs[[old, new]]?.suspicious += 1
    }
  }

  /// Keeps the most suspicious rows; of equals the first.
  private mutating func rank(_ row: ChangedRow) {
    // Of rows that are not known to have changed only those that are contradicted are told.
    let least = row.kind == .unmatched ? ChangeEvidence.contradiction : 0
    guard let suspicion = row.suspicion, suspicion > 0, suspicion >= least else { return }
    if suspects.count == Self.limit {
      guard let least = suspects.last?.suspicion, suspicion > least else { return }
      suspects.removeLast()
    }
    var (low, high) = (0, suspects.count)
    while low < high {
      let middle = (low + high) / 2
      if let other = suspects[middle].suspicion, other >= suspicion {
        low = middle + 1
      } else {
        high = middle
      }
    }
    suspects.insert(row, at: low)
  }

  /// The parts of the files in which changed rows gather.
  var parts: [Attribution] { attribution?.found() ?? [] }

  /// What looks planted.
  ///
  /// - Parameters:
  ///   - flow: Which labels became which.
  ///   - rows: What the rows that are not paired are called.
  /// - Returns: A sentence each.
  func findings(_ flow: LabelFlow?, rows: String = "that came") -> [Comparison.Finding] {
    guard let evidence else { return [] }
    var texts: [String] = []
    for pair in flow?.pairs ?? [] where pair.isOneSided {
      guard let share = pairs[[pair.from, pair.to]], Self.isMuch(share) else { continue }
      texts.append(
        "\(Figures.count(pair.count, "row")) went from '\(pair.from)' to '\(pair.to)' and "
          + "\(Figures.grouped(pair.back)) back (q = \(Figures.significant(pair.qValue, digits: 2))); "
          + "\(Figures.grouped(share.suspicious)) of \(Figures.grouped(share.judged)) look like "
          + "'\(pair.from)' to the old snapshot, at least three times as likely")
    }
    let relabelled = evidence.relabelled
    if texts.isEmpty, Self.isMuch(relabelled) {
      texts.append(
        "\(Figures.grouped(relabelled.suspicious)) of \(Figures.count(relabelled.judged, "row")) with "
          + "another label look like their old class to the old snapshot, at least three times as likely"
      )
    }
    let came = [
      (
        evidence.contradicted, evidence.oldContradicted,
        "carry a label that the old snapshot contradicts"
      ),
      (evidence.odd, evidence.oldOdd, "hold numbers that are odd in the old snapshot"),
    ]
    for (share, old, what) in came {
      let excess = ChangeEvidence.excess(share, over: old)
      guard share.suspicious >= Self.leastRows, excess.pValue <= Self.level,
        excess.lift >= Self.leastLift
      else { continue }
      texts.append(
        "\(Figures.grouped(share.suspicious)) of \(Figures.count(share.judged, "row")) \(rows) "
          + "\(what); of its own rows \(Figures.percent(old.suspicious, of: old.judged)) do "
          + "(p = \(Figures.significant(excess.pValue, digits: 2)))")
    }
    return texts.map { Comparison.Finding(code: Taxonomy.ingestPoisoning.code, text: $0) }
  }

  private static func isMuch(_ share: ChangeEvidence.Share) -> Bool {
    share.suspicious >= leastRows
      && Double(share.suspicious) >= leastShare * Double(share.judged)
  }
}
