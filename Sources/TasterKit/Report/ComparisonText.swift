/// What a person sees after a comparison.
///
/// Plain unless a style is asked for. Every line fits the width; whatever comes from the data is made printable.
public struct ComparisonText: Sendable {
  /// The most cells of a line.
  public var width = 80
  /// The most lines of a table.
  public var top = 10
  /// How headings are dressed.
  public var style = Style.plain
  /// Where the run directory is; nil where there is none.
  public var directory: String?

  /// The text with default options.
  public init() {}

  /// What changed.
  ///
  /// - Parameters:
  ///   - comparison: What was compared.
  ///   - violations: What the policy minds.
  /// - Returns: UTF-8: sentences and tables.
  public func render(_ comparison: Comparison, violations: [Comparison.Alarm]) -> [UInt8] {
    let blocks = [
      data(comparison), rows(comparison), matrix(comparison), flow(comparison),
      suspects(comparison), drift(comparison), attribution(comparison), findings(comparison),
      ending(violations),
    ]
    let text = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return Array((text.joined(separator: "\n\n") + "\n").utf8)
  }

  private func data(_ comparison: Comparison) -> [String] {
    var lines: [String] = []
    for (word, side) in [("old", comparison.old), ("new", comparison.new)] {
      lines += wrapped(
        "\(word): \(printable(side.file.name, limit: 200)), \(Figures.size(side.file.bytes)), "
          + Figures.count(side.rows, "row"))
    }
    var shape = "\(Figures.count(comparison.columns.pairs.count, "column")) in both"
    if let label = comparison.label { shape += ", label '\(label)'" }
    shape +=
      comparison.unmatched != nil
      ? ""
      : comparison.keys.isEmpty
        ? "; rows are matched by their content"
        : "; rows are matched by " + comparison.keys.map { "'\($0)'" }.joined(separator: ", ")
    lines += wrapped(shape)
    for (word, names) in [("came", comparison.columns.came), ("went", comparison.columns.went)]
    where !names.isEmpty {
      lines += wrapped(
        "columns that \(word): " + names.prefix(top).map { "'\($0)'" }.joined(separator: ", ")
          + (names.count > top ? " and \(names.count - top) more" : ""))
    }
    return lines + first(top, of: comparison.remarks.map { "note: \($0)" })
  }

  private func rows(_ comparison: Comparison) -> [String] {
    let rows = comparison.rows
    if let unmatched = comparison.unmatched { return wrapped(unmatched) + judged(comparison) }
    guard rows.isDifferent else { return wrapped("all rows are the same") }
    var table = AlignedTable([.text("rows", least: 24), .number("count"), .number("share")])
    let kinds: [(String, Int, Int)] = [
      ("the same in both", rows.same, rows.old), ("another label", rows.relabelled, rows.old),
      ("the same label, other cells", rows.edited, rows.old),
      ("another label, other cells", rows.rewritten, rows.old), ("went", rows.went, rows.old),
      ("came", rows.came, rows.new),
    ]
    for (name, count, whole) in kinds {
      table.add([name, Figures.grouped(count), Figures.percent(count, of: whole)])
    }
    return table.lines(width: width, style: style)
  }

  /// How the rows of the new snapshot look to the old one, where they are not matched.
  private func judged(_ comparison: Comparison) -> [String] {
    guard let evidence = comparison.evidence else { return [] }
    var table = AlignedTable([
      .text("to the old snapshot", least: 20), .number("new rows"), .number("share"),
      .number("its own"),
    ])
    let kinds = [
      ("labels contradicted", evidence.contradicted, evidence.oldContradicted),
      ("numbers odd", evidence.odd, evidence.oldOdd),
    ]
    for (name, new, old) in kinds where new.judged > 0 {
      table.add([
        name, Figures.grouped(new.suspicious),
        Figures.percent(new.suspicious, of: new.judged),
        Figures.percent(old.suspicious, of: old.judged),
      ])
    }
    return [""] + table.lines(width: width, style: style)
  }

  private func matrix(_ comparison: Comparison) -> [String] {
    guard let flow = comparison.flow, flow.changed > 0 else { return [] }
    guard flow.classes.count <= 8 else {
      return wrapped(
        "\(Figures.count(flow.changed, "row")) changed between \(flow.classes.count) classes; the "
          + "pairs with the most follow")
    }
    var table = AlignedTable(
      [.text("old label \\ new label", least: 10)]
        + flow.classes.map { .number("'\(printable($0, limit: 14))'") })
    for (k, name) in flow.classes.enumerated() {
      table.add(["'\(name)'"] + flow.counts[k].map { Figures.grouped($0) })
    }
    return table.lines(width: width, style: style)
  }

  private func flow(_ comparison: Comparison) -> [String] {
    guard let flow = comparison.flow, !flow.pairs.isEmpty else { return [] }
    var table = AlignedTable([
      .text("from"), .text("to"), .number("rows"), .number("back"), .number("q"),
      .text("flow", least: 9),
    ])
    for pair in flow.pairs.prefix(top) {
      table.add([
        "'\(pair.from)'", "'\(pair.to)'", Figures.grouped(pair.count), Figures.grouped(pair.back),
        Figures.significant(pair.qValue, digits: 2), pair.isOneSided ? "one-sided" : "even",
      ])
    }
    return table.lines(width: width, style: style) + more(flow.pairs.count - top)
  }

  private func suspects(_ comparison: Comparison) -> [String] {
    guard !comparison.suspects.isEmpty else { return [] }
    var table = AlignedTable([
      .number("suspicion"), .text("change", least: 10), .number("old row"), .number("new row"),
      .text("label", least: 12), .text("cells", least: 10),
    ])
    for row in comparison.suspects.prefix(top) {
      let labels = [row.oldLabel, row.newLabel].compactMap { $0 }.map { "'\($0)'" }
      let label = Set(labels).count == 1 ? labels[0] : labels.joined(separator: " → ")
      let cells = row.cells.prefix(3).map { "\($0.column): \($0.old) → \($0.new)" }
      table.add([
        Figures.significant(row.suspicion ?? .nan, digits: 3), row.kind.rawValue,
        row.old.map { String($0.row) } ?? "–", row.new.map { String($0.row) } ?? "–", label,
        cells.joined(separator: "; ") + (row.cells.count > 3 ? "; …" : ""),
      ])
    }
    return table.lines(width: width, style: style) + more(comparison.suspects.count - top)
  }

  private func drift(_ comparison: Comparison) -> [String] {
    guard let drift = comparison.drift else { return [] }
    let alarms = drift.alarms(comparison.driftPolicy)
    guard !alarms.isEmpty else {
      return wrapped(
        "\(Figures.count(drift.tests.count, "test")) of distributions: no difference that is both "
          + "certain and large")
    }
    var table = AlignedTable([
      .text("drift of"), .text("in class"), .text("what", least: 7), .number("effect"),
      .number("shift"), .number("q"), .text("levels", least: 8),
    ])
    for test in alarms.prefix(top) {
      let levels =
        test.newLevels.prefix(2).map { "new '\(printable($0.name, limit: 20))'" }
        + test.vanishedLevels.prefix(2).map { "gone '\(printable($0.name, limit: 20))'" }
      table.add([
        "'\(test.column)'", test.className.map { "'\($0)'" } ?? "(all)", test.kind.rawValue,
        Figures.significant(test.effect, digits: 3),
        test.shift.map { Figures.significant($0, digits: 3) } ?? "–",
        Figures.significant(test.qValue, digits: 2), levels.joined(separator: ", "),
      ])
    }
    return table.lines(width: width, style: style) + more(alarms.count - top)
  }

  private func attribution(_ comparison: Comparison) -> [String] {
    guard !comparison.attribution.isEmpty else { return [] }
    var table = AlignedTable([
      .text("changes gather in", least: 16), .text("rows that"), .number("changed"),
      .number("of"), .number("times as many"),
    ])
    for part in comparison.attribution.prefix(top) {
      let name = part.kind == .source ? "source '\(part.name)'" : part.name
      table.add([
        name, part.side.words, Figures.grouped(part.touched),
        Figures.grouped(part.rows), Figures.significant(part.lift, digits: 3),
      ])
    }
    return table.lines(width: width, style: style) + more(comparison.attribution.count - top)
  }

  private func findings(_ comparison: Comparison) -> [String] {
    comparison.findings.flatMap { finding in
      let name = Taxonomy.category(finding.code)?.reportName ?? finding.code
      return wrapped("\(name): \(finding.text)")
    }
  }

  private func ending(_ violations: [Comparison.Alarm]) -> [String] {
    var lines = wrapped(
      violations.isEmpty
        ? "the policy is met"
        : "the policy is violated: " + violations.map { $0.rawValue }.joined(separator: ", "))
    if let directory {
      lines += wrapped(
        "in \(directory.shellWord): changes.jsonl, drift.csv, report.html, comparison.json")
    }
    return lines
  }

  private func more(_ count: Int) -> [String] {
    count > 0 ? ["and \(Figures.grouped(count)) more"] : []
  }

  /// A sentence over as many lines as it needs.
  private func wrapped(_ sentence: String) -> [String] {
    printable(sentence, limit: 600).wrapped(to: width, indent: 2)
  }

  /// The first of several sentences, and how many more there are.
  private func first(_ count: Int, of sentences: [String]) -> [String] {
    sentences.prefix(count).flatMap { wrapped($0) } + more(sentences.count - count)
  }
}

extension Attribution.Side {
  /// What its rows did, in a few words.
  var words: String {
    switch self {
    case .came: "came or changed"
    case .went: "went"
    case .suspicious: "are contradicted or odd"
    }
  }
}
