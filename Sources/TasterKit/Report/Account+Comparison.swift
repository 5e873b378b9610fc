import RealModule

extension Account {
  /// What a comparison found; the rows are those whose change the old snapshot contradicts.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - showsValues: Whether labels, names of columns and cells may be told.
  init(_ report: ComparisonReport, showsValues: Bool) {
    let comparison = report.comparison
    let names = [comparison.old, comparison.new].map { $0.file.name }
    title = "taster compare " + names.joined(separator: " ")
    isViolated = !report.violations.isEmpty
    files = [comparison.old.file, comparison.new.file]
    tests = Comparison.Alarm.allCases.map { alarm in
      let said = comparison.words(on: alarm, showsValues: showsValues)
      return Test(
        rule: ReportRule(alarm), count: said.count, said: said.text,
        fails: report.violations.contains(alarm), isNotice: comparison.alarms.contains(alarm))
    }
    rules = tests.map { $0.rule }
    let failing = report.violations.map { $0.rawValue }.joined(separator: ", ")
    outcome =
      comparison.rows.words(isMatched: comparison.unmatched == nil)
      + (isViolated ? "; violated: \(failing)" : "")
    rows = comparison.suspects.filter { $0.isContradicted }.map { row in
      Row(
        number: row.new?.row ?? row.old?.row ?? 0,
        sentence: row.words(showsValues: showsValues, withNumber: true),
        why: row.words(showsValues: showsValues, withNumber: false),
        rule: Comparison.Alarm.planted.rawValue,
        score: 1 / (1 + Double.exp(-(row.suspicion ?? 0))), spot: report.spot(of: row))
    }
    let evidence = comparison.evidence
    rowCount = max(
      (evidence?.relabelled.suspicious ?? 0) + (evidence?.contradicted.suspicious ?? 0), rows.count)
    (rowWord, rowFile) = ("contradicted by the old snapshot", "changes.jsonl")
    promises = [
      "the old snapshot is taken at its word: what it contradicts is suspicious, not proven to be planted"
    ]
    properties = [
      "oldRows": .integer(comparison.rows.old), "newRows": .integer(comparison.rows.new),
      "contradicted": .integer(rowCount),
      "alarms": JSON(
        Comparison.Alarm.allCases.filter { comparison.alarms.contains($0) }.map { $0.rawValue }),
      "violations": JSON(report.violations.map { $0.rawValue }),
    ]
  }
}

extension ReportRule {
  /// Something that a comparison may mind.
  init(_ alarm: Comparison.Alarm) {
    let summary =
      switch alarm {
      case .planted: "changed rows that look planted to the old snapshot"
      case .hash: "a pinned hash that does not match"
      case .drift: "a class or a column that is distributed otherwise"
      case .columns: "a column that came, went, or holds something else"
      case .rows: "any row that is another one"
      }
    let code: Taxonomy.Category? =
      switch alarm {
      case .planted: Taxonomy.ingestPoisoning
      case .hash: Taxonomy.supplyChainCompromise
      case .drift, .columns, .rows: nil
      }
    self.init(
      name: alarm.rawValue, summary: summary,
      explanation: "A comparison of two snapshots tells \(summary); --fail-on says what is minded.",
      help: "taster help compare", code: code)
  }
}

extension Comparison {
  /// What there is of something that a policy may mind: how much, and in words.
  func words(on alarm: Alarm, showsValues: Bool) -> (count: Int, text: String) {
    switch alarm {
    case .planted:
      let found = findings.filter { $0.code == Taxonomy.ingestPoisoning.code }
      let count = "\(Figures.count(found.count, "sign")) of planted rows"
      let told = found.map { $0.text }.joined(separator: "; ")
      return (found.count, showsValues && !found.isEmpty ? told : count)
    case .hash:
      // What is said names a file and no value.
      let found = findings.filter { $0.code == Taxonomy.supplyChainCompromise.code }
      let told = found.map { $0.text }.joined(separator: "; ")
      return (found.count, found.isEmpty ? "no pinned hash is another one" : told)
    case .drift:
      let found = drift?.alarms(driftPolicy) ?? []
      let count =
        "\(Figures.count(found.count, "difference")) in distribution, both certain and large"
      guard showsValues, !found.isEmpty else { return (found.count, count) }
      return (
        found.count,
        "\(count): "
          + found.prefix(5).map { test in
            "'\(test.column)'" + (test.className.map { " in '\($0)'" } ?? "")
          }.joined(separator: ", ")
      )
    case .columns:
      let retyped = drift?.retyped ?? []
      let parts = [(columns.came, "came"), (columns.went, "went"), (retyped, "of another kind")]
      let told = parts.filter { !$0.0.isEmpty }.map { names, what in
        "\(Figures.count(names.count, "column")) \(what)"
          + (showsValues ? ": " + names.prefix(5).map { "'\($0)'" }.joined(separator: ", ") : "")
      }
      return (
        parts.reduce(0) { $0 + $1.0.count },
        told.isEmpty ? "the same columns" : told.joined(separator: "; ")
      )
    case .rows:
      let rows = rows
      return (rows.changed + rows.went + rows.came, rows.words(isMatched: unmatched == nil))
    }
  }
}

extension RowCounts {
  /// `1,000 rows and 1,003: 5 changed, 0 went, 3 came`.
  fileprivate func words(isMatched: Bool) -> String {
    let sizes = "\(Figures.count(old, "row")) before, \(Figures.grouped(new)) now"
    guard isMatched else { return "\(sizes), not matched" }
    return "\(sizes): \(Figures.grouped(relabelled + rewritten)) with another label, "
      + "\(Figures.grouped(edited)) with other cells, \(Figures.grouped(went)) went, "
      + "\(Figures.grouped(came)) came"
  }
}

extension ChangedRow {
  /// Whether another class is three times as likely to the old snapshot.
  var isContradicted: Bool { suspicion.map { $0 >= ChangeEvidence.contradiction } ?? false }

  /// What is wrong with the row, in a sentence without an end.
  fileprivate func words(showsValues: Bool, withNumber: Bool) -> String {
    let what =
      switch kind {
      case .relabelled: "has another label"
      case .edited: "has other cells"
      case .rewritten: "has another label and other cells"
      case .went: "is gone"
      case .came: "is new"
      case .unmatched: "stands in the new snapshot"
      }
    let number = (new ?? old).map { "row \($0.row) " } ?? ""
    var text = (withNumber ? number : "") + what
    if let old, new != nil { text += " (row \(old.row) before)" }
    text += ", contradicted by \(Figures.significant(suspicion ?? 0, digits: 3)) nats"
    guard showsValues else { return text }
    let labels = [oldLabel, newLabel].compactMap { $0 }.map { "'\($0)'" }
    let told = Set(labels).count == 1 ? [labels[0]] : labels
    if !told.isEmpty { text += ": " + told.joined(separator: " → ") }
    if let looksLike { text += ", looks like '\(looksLike)'" }
    return text
      + cells.prefix(3).map { "; \($0.column): \($0.old) → \($0.new)" }.joined()
      + (cells.count > 3 ? "; …" : "")
  }
}
