/// What formats for other machines tell of a run, of whatever kind it was: what was tested, what came of it, which rows speak.
///
/// SARIF, JUnit, annotations and summaries are made of it, so that they say the same of a scan, a stream and a comparison.
/// Where values are not to be told, none is in it.
struct Account: Sendable {
  /// One thing that was looked for.
  struct Test: Sendable {
    let rule: ReportRule
    /// For how many rows, or differences, it speaks.
    let count: Int
    /// What came of it, in a sentence without an end.
    let said: String
    /// Whether the policy is violated by it.
    let fails: Bool
    /// Whether `said` is to be told apart from the rows; a detector's is not.
    var isNotice = false
  }

  /// One row.
  struct Row: Sendable {
    /// Its number in its file.
    let number: Int
    /// What is wrong with it, in a sentence without an end.
    let sentence: String
    /// The same without the row's number, for a table.
    let why: String
    /// The name of the rule that speaks for it.
    let rule: String
    /// How suspicious it is, 0…1.
    let score: Double
    /// Where it stands; nil where nobody knows.
    var spot: Spot?
  }

  /// Where a row stands.
  struct Spot: Sendable {
    /// Which of the files.
    let file: Int
    /// Its physical line, from 1; nil where lines were not counted.
    let line: Int?
    let byteOffset: Int
    let byteLength: Int
    /// What tells it again in a later run; nil where nothing does.
    let fingerprint: String?
  }

  /// What was run: `taster scan a.csv`.
  let title: String
  /// The counts in a sentence without an end.
  let outcome: String
  let isViolated: Bool
  /// What was read.
  let files: [RunFacts.File]
  /// What rows can be held or told by.
  let rules: [ReportRule]
  let tests: [Test]
  /// The most suspicious rows, most suspicious first.
  let rows: [Row]
  /// How many rows there are to be told.
  let rowCount: Int
  /// What a row that is told is said to be: `held`.
  let rowWord: String
  /// The file of the run directory that has them all.
  let rowFile: String
  /// What can and cannot be promised, a sentence each without an end.
  let promises: [String]
  /// What else is known, for formats that take anything.
  let properties: JSON

  /// The tests that the policy is violated by.
  var failing: [Test] { tests.filter { $0.fails } }

  /// `12 more rows held`; nil where all were told.
  func rest(after told: Int) -> String? {
    rowCount > told ? "\(Figures.count(rowCount - told, "more row")) \(rowWord)" : nil
  }
}

extension Account {
  /// What a scan or a filter found.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - showsValues: Whether values of cells may be told.
  init(_ report: Report, showsValues: Bool) {
    let facts = report.facts
    let isViolated = facts.isViolated
    title =
      "taster \(facts.stream == nil ? "scan" : "filter") "
      + facts.inputs.map { $0.name }.joined(separator: " ")
    outcome = facts.outcome
    self.isViolated = isViolated
    files = facts.inputs
    rules = ReportRule.all(report)
    var tests = report.detectors.map { share in
      Test(
        rule: ReportRule(detector: share.name), count: share.held,
        said: "\(Figures.count(share.held, "row")) held", fails: isViolated && share.held > 0)
    }
    if let stream = facts.stream {
      let told = stream.alarms.prefix(5).map { "\($0)" }.joined(separator: ", ")
      tests.append(
        Test(
          rule: .alarm, count: stream.alarmCount,
          said: stream.alarmCount == 0
            ? "no alarm"
            : "odd rows are too frequent: \(Figures.count(stream.alarmCount, "alarm")), seen at row \(told)",
          fails: stream.alarmCount > 0, isNotice: stream.alarmCount > 0))
    }
    self.tests = tests
    rows = report.suspects.map { suspect in
      Row(
        number: suspect.finding.row, sentence: suspect.sentence(showsValues: showsValues),
        why: suspect.why(showsValues: showsValues), rule: suspect.rule,
        score: suspect.finding.score, spot: suspect.location.map { Spot($0, in: facts.inputs) })
    }
    rowCount = report.heldCount
    (rowWord, rowFile) = ("held", "findings.jsonl")
    let estimate = report.estimatedPoison
    promises =
      (estimate.value.isNaN
        ? []
        : [
          "estimated poison \(Figures.significant(estimate.value, digits: 3)) rows "
            + "(\(Figures.significant(estimate.low, digits: 3)) to "
            + "\(Figures.significant(estimate.high, digits: 3)))"
        ]) + [facts.mode.promise]
    properties = [
      "rows": .integer(facts.rows), "held": .integer(report.heldCount),
      "mode": .string(facts.mode.rawValue), "promise": .string(facts.mode.promise),
      "estimatedPoison": report.estimatedPoison.json,
    ]
  }
}

extension Account.Spot {
  /// Where a scan found a row.
  fileprivate init(_ location: RowLocation, in files: [RunFacts.File]) {
    self.init(
      file: location.file.flatMap { name in files.firstIndex { $0.name == name } } ?? 0,
      line: location.line, byteOffset: location.byteOffset, byteLength: location.byteLength,
      fingerprint: location.fingerprint.isEmpty ? nil : location.fingerprint)
  }
}
