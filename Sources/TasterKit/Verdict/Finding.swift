/// One held row: what was found, how loudly, and why.
public struct Finding: Sendable, Hashable {
  /// The row's number in the data set, counted from 1; rejected records have none and do not count.
  public var row: Int
  /// The class the row carries; nil in a table without labels.
  public var label: String?
  /// The class the row looks like, where that is another one.
  public var suggestedLabel: String?
  /// How suspicious the row is.
  public var score: Double
  /// The conformal p-value; nil without a trusted baseline.
  public var pValue: Double?
  /// The Benjamini–Hochberg q-value; nil without a trusted baseline.
  public var qValue: Double?
  /// The evidence of every detector that spoke, in nats (natural log-odds), by detector name.
  public var evidence: [String: Double]
  /// The detectors whose own gate held the row.
  public var heldBy: [String]
  /// The reasons, loudest first.
  public var reasons: [Reason]
  /// The fingerprint of the row's bytes: SHA-256, first 16 bytes, hexadecimal.
  ///
  /// Filled in by the split.
  public var fingerprint = ""

  /// Makes a finding.
  public init(
    row: Int, label: String?, suggestedLabel: String?, score: Double, evidence: [String: Double],
    heldBy: [String], reasons: [Reason]
  ) {
    self.row = row
    self.label = label
    self.suggestedLabel = suggestedLabel
    self.score = score
    self.evidence = evidence
    self.heldBy = heldBy
    self.reasons = reasons
  }
}
