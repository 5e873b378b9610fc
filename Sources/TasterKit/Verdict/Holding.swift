/// What holds a row: a threshold on the score, thresholds of detectors, or the detectors' gates.
package struct Holding: Sendable, Hashable {
  /// Rows with at least this score are held; nil leaves it to the detectors.
  package let threshold: Double?
  /// What the evidence of each counts in the score.
  package let weights: [Double]
  /// From which evidence on each holds by itself; nil leaves it to its gate.
  private let own: [Double?]

  /// What holds rows by default, or by a threshold alone.
  ///
  /// - Parameters:
  ///   - names: The detectors and other voices.
  ///   - threshold: The threshold on the score.
  ///   - rules: What a policy says about them.
  package init(
    _ names: [String], threshold: Double?, rules: [String: Policy.DetectorRule] = [:]
  ) {
    self.threshold = threshold
    weights = names.map { rules[$0]?.weight ?? 1 }
    own = names.map { rules[$0]?.threshold }
  }

  /// Whether a detector would hold a row by itself: by its own threshold, where it has one, else by its gate.
  package func holds(_ nats: Double, by k: Int, gate: Bool) -> Bool {
    own[k].map { nats >= $0 } ?? gate
  }

  /// Whether a row is held.
  ///
  /// - Parameters:
  ///   - score: Its score.
  ///   - holders: Those that would hold it by themselves.
  /// - Returns: With a threshold, gates count for nothing; the detectors' own thresholds do.
  package func holds(_ score: Double, holders: [Int]) -> Bool {
    guard let threshold else { return !holders.isEmpty }
    return score >= threshold || holders.contains { own[$0] != nil }
  }
}
