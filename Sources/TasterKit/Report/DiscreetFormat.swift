/// A format for places where values of cells have no business unless somebody asks for them: build logs, code hosts,
/// dashboards.
///
/// Without values it tells numbers of rows, lines and bytes, names of detectors and fingerprints. Names of files are
/// told: whoever runs a scan chose them.
public protocol DiscreetFormat: Format {
  /// Whether labels, names of columns and the words of reasons are told; false by default.
  var showsValues: Bool { get set }
}

extension Report.Suspect {
  /// What is wrong with the row, in a sentence without an end.
  ///
  /// - Parameter showsValues: Whether values of cells may be told.
  /// - Returns: The reasons, or which detectors held the row.
  func sentence(showsValues: Bool) -> String {
    let start = "row \(finding.row) is held"
    if showsValues, !finding.reasons.isEmpty {
      return "\(start): " + finding.reasons.map { $0.text }.joined(separator: "; ")
    }
    let score = "score \(Figures.significant(finding.score))"
    guard !finding.heldBy.isEmpty else { return "\(start) by the threshold, \(score)" }
    return "\(start) by \(finding.heldBy.joined(separator: ", ")), \(score)"
  }

  /// The same without the row: the reasons, or the names of those that held it.
  func why(showsValues: Bool) -> String {
    showsValues
      ? finding.reasons.map { $0.text }.joined(separator: "; ")
      : finding.heldBy.joined(separator: ", ")
  }

  /// The rule that speaks for the row: the loudest of those that hold it.
  var rule: String {
    let voices = finding.heldBy.filter { finding.evidence[$0] != nil }
    let names = voices.isEmpty ? finding.heldBy : voices
    let loudest = names.max {
      (finding.evidence[$0] ?? 0, $1) < (finding.evidence[$1] ?? 0, $0)
    }
    return loudest ?? ReportRule.threshold.name
  }
}
