/// What can hold a row: a detector's gate, the trusted baseline or a threshold.
struct ReportRule: Sendable {
  let name: String
  /// One line.
  let summary: String
  /// A few paragraphs.
  let explanation: String

  /// A score that was asked for.
  static let threshold = ReportRule(
    name: "threshold", summary: "rows with at least the score that was asked for",
    explanation: "The row's score reaches the threshold that the run was given.")

  /// The control of the false discovery rate.
  static let baseline = ReportRule(
    name: BaselineVerdict.name, summary: "rows that are unlike the trusted baseline",
    explanation: """
      The row's q-value, from its conformal p-value against the trusted baseline, is at most the false discovery rate \
      that was asked for.
      """)

  /// The rules of a run, in the order of its detectors.
  ///
  /// - Parameter report: What to tell.
  /// - Returns: The detectors that ran, then the baseline and the threshold where they hold a row.
  static func all(_ report: Report) -> [ReportRule] {
    let detectors = report.detectors.map { share in
      let detector = Catalog.detector(named: share.name)
      return ReportRule(
        name: share.name, summary: detector?.summary ?? share.name,
        explanation: detector?.explanation ?? share.name)
    }
    let used = Set(report.suspects.map { $0.rule })
    return detectors
      + [baseline, threshold].filter { rule in
        used.contains(rule.name) && !detectors.contains { $0.name == rule.name }
      }
  }
}
