import RealModule

/// The log odds of several causes, less those by the label alone.
///
///     nats = ln(1 + Σ exp(xₖ − (0.8 a − 3)))
///
/// with xₖ the log odds of each cause and a the evidence against the label: who plants rows need not flip labels, so odds
/// add up, and only rows that the label says little about rise.
func rivals(_ causes: [Double], of label: Double) -> Double {
  let against = 0.8 * label - Score.prior
  return Double.log(onePlus: causes.reduce(0) { $0 + Double.exp($1 - against) })
}

/// A judge that weighs what it sees against what the label models say about the same rows.
protocol LabelListener: Judge {
  /// One piece of evidence a row.
  ///
  /// - Parameters:
  ///   - batch: The rows.
  ///   - label: What ``LabelFlip`` says about them.
  /// - Returns: In the batch's order.
  func evidence(_ batch: Batch, beside label: [Evidence]) -> [Evidence]
  /// The label models' judge, for where nobody has asked it yet.
  var label: any Judge { get }
}

extension LabelListener {
  func evidence(_ batch: Batch) -> [Evidence] { evidence(batch, beside: label.evidence(batch)) }
}
