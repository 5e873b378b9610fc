/// What can hold a row, or be minded: a detector's gate, the trusted baseline, a threshold, an alarm.
struct ReportRule: Sendable {
  let name: String
  /// One line.
  let summary: String
  /// A few paragraphs.
  let explanation: String
  /// The command that says more.
  let help: String
  /// What it speaks for in the security taxonomy; nil where for nothing by itself.
  let code: Taxonomy.Category?

  init(
    name: String, summary: String, explanation: String, help: String? = nil,
    code: Taxonomy.Category? = Taxonomy.ingestPoisoning
  ) {
    (self.name, self.summary, self.explanation) = (name, summary, explanation)
    self.help = help ?? "taster explain \(name)"
    self.code = code
  }

  /// A detector of the catalog, or what is called like one.
  init(detector name: String) {
    let detector = Catalog.detector(named: name)
    self.init(
      name: name, summary: detector?.summary ?? name, explanation: detector?.explanation ?? name)
  }

  /// A score that was asked for.
  static let threshold = ReportRule(
    name: "threshold", summary: "rows with at least the score that was asked for",
    explanation: "The row's score reaches the threshold that the run was given.",
    help: "taster help scan")

  /// The control of the false discovery rate.
  static let baseline = ReportRule(
    name: BaselineVerdict.name, summary: "rows that are unlike the trusted baseline",
    explanation: """
      The row's q-value, from its conformal p-value against the trusted baseline, is at most the false discovery rate \
      that was asked for.
      """, help: "taster help scan")

  /// The alarm of a stream.
  static let alarm = ReportRule(
    name: "drip-alarm", summary: "odd rows that are too frequent for chance over a stream",
    explanation: """
      A martingale over the p-values of all rows so far has reached one over the level of the alarm: rows are odd more often \
      than trusted ones are, though no single one of them need be held.
      """, help: "taster help filter")

  /// The rules of a run, in the order of its detectors.
  ///
  /// - Parameter report: What to tell.
  /// - Returns: The detectors that ran, then the baseline and the threshold where they hold a row, and the alarm of a stream.
  static func all(_ report: Report) -> [ReportRule] {
    let detectors = report.detectors.map {
      $0.name == baseline.name ? baseline : ReportRule(detector: $0.name)
    }
    let used = Set(report.suspects.map { $0.rule })
    return detectors
      + [baseline, threshold].filter { rule in
        used.contains(rule.name) && !detectors.contains { $0.name == rule.name }
      } + (report.facts.stream == nil ? [] : [alarm])
  }
}
