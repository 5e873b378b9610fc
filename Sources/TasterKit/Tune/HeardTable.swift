/// What a scan said about a table: the score and the evidence of every row, and which gates hold it.
package struct HeardTable: Sendable {
  /// The score and the evidence.
  package let stored: StoredScores
  /// A bit a detector whose gate holds the row, for held rows alone, from 0.
  let gates: [Int: UInt64]
  /// The upper end of the estimated number of poisoned rows.
  let highestEstimate: Double

  /// Reads what was decided.
  ///
  /// - Parameter judgement: What a scan without a threshold decided.
  /// - Throws: Where the disk fails.
  package init(_ judgement: Judgement) throws {
    stored = try StoredScores(judgement)
    var gates: [Int: UInt64] = [:]
    try judgement.findings.forEach {
      gates[$0.row - 1] = Voices.bits($0.heldBy, of: judgement.detectors)
    }
    self.gates = gates
    highestEstimate = judgement.estimatedPoison.high
  }

  /// What was said, in memory.
  package init(_ stored: StoredScores, gates: [Int: UInt64], highestEstimate: Double = 0) {
    (self.stored, self.gates, self.highestEstimate) = (stored, gates, highestEstimate)
  }

  /// All rows, none known to be planted.
  package var voices: Voices { Voices(self, rows: 0..<stored.rowCount) }

  /// All rows, each planted with the chance that its score gives it.
  func voices(_ chances: Chances) -> Voices {
    Voices(self, rows: 0..<stored.rowCount) { chances[stored.scores[$0]] }
  }

  /// The rows that an operating point holds, from 0.
  ///
  /// - Parameter point: What holds rows.
  /// - Returns: Their numbers.
  package func held(by point: OperatingPoint) -> Set<Int> {
    switch point {
    case .score(let threshold):
      return Set(stored.scores.indices.filter { stored.scores[$0] >= threshold })
    case .detectors(let thresholds):
      let own = stored.detectors.map { thresholds[$0] }
      let silenced = own.indices.reduce(UInt64(0)) { own[$1] == nil ? $0 : $0 | 1 << UInt64($1) }
      return Set(
        stored.scores.indices.filter { row in
          (gates[row] ?? 0) & ~silenced != 0
            || own.indices.contains { d in own[d].map { stored.evidence[d][row] >= $0 } ?? false }
        })
    }
  }
}
