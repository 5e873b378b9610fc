/// What people have decided about rows of a former run, for rows of the same bytes that come again.
public struct EarlierDecisions: Sendable, Hashable {
  /// What was decided about a row.
  public enum Verdict: Sendable, Hashable {
    /// It was let go: it is not held again.
    case released
    /// It was confirmed as planted: it is held, whatever its score. With the sentence that says who confirmed it and why.
    case confirmed(String)
  }

  /// What speaks for holding a confirmed row, in ``Finding/heldBy`` and ``Reason/detector``.
  public static let name = "decision"

  private var verdicts: [String: Verdict] = [:]
  /// The lengths of confirmed rows: a row of another length is none of them.
  private var lengths: Set<Int> = []

  /// No decisions.
  public init() {}

  /// Whether there is none.
  public var isEmpty: Bool { verdicts.isEmpty }

  /// Takes a decision in; a later one about the same bytes stands.
  ///
  /// - Parameters:
  ///   - verdict: What was decided.
  ///   - fingerprint: The fingerprint of the row's bytes.
  ///   - length: How many bytes the row has, its line end included.
  public mutating func add(_ verdict: Verdict, fingerprint: String, length: Int) {
    verdicts[fingerprint] = verdict
    if case .confirmed = verdict { lengths.insert(length) }
  }

  /// Whether a row of a length may be one that was confirmed.
  func mayConfirm(length: Int) -> Bool { lengths.contains(length) }

  /// What was decided about a row; nil where nothing was.
  func verdict(on fingerprint: String) -> Verdict? { verdicts[fingerprint] }
}
