/// What a person sees after a scan.
///
/// Plain unless a style is asked for. Every line fits the width but the next command, which is there to be copied;
/// whatever comes from the data is made printable.
public struct TextFormat: Format {
  public static let name = "text"
  public static let summary = "what a person reads after a scan"
  public static let fileName: String? = nil

  /// The most cells of a line.
  public var width = 80
  /// The most suspects that are shown.
  public var top = 10
  /// Whether sentences that quote values of rows are shown; a log that others read does without.
  public var showsValues = true
  /// How headings and scores are dressed.
  public var style = Style.plain

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    var blocks = [data(report), verdict(report)]
    if report.heldCount > 0 {
      blocks += [detectors(report), flow(report), slices(report), suspects(report)]
    }
    blocks += [rejects(report), calibration(report), notes(report), ending(report)]
    let text = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return Array((text.joined(separator: "\n\n") + "\n").utf8)
  }

  private func data(_ report: Report) -> [String] {
    let facts = report.facts
    let files = facts.inputs.map { file in
      let records = file.records.map { ", \(Figures.count($0, "record"))" } ?? ""
      return "\(printable(file.name, limit: 200)): \(Figures.size(file.bytes))\(records)"
    }
    var lines = first(5, of: files)
    var shape =
      "\(Figures.count(facts.rows, "row")), \(Figures.count(report.schema.columns.count, "column"))"
    if let label = facts.labelColumn {
      shape += ", label '\(printable(label, limit: 40))'"
      shape += ", \(report.classes.count) class\(report.classes.count == 1 ? "" : "es")"
    } else {
      shape += ", no labels"
    }
    lines += wrapped(shape)
    lines += first(6, of: facts.guesses.map { "guessed: \($0)" })
    return lines + groups("class", report.classes) + groups("source", report.sources)
  }

  private func groups(_ kind: String, _ groups: [Report.GroupShare]) -> [String] {
    guard !groups.isEmpty else { return [] }
    let limit = 12
    var table = AlignedTable([.text(kind), .number("rows"), .number("held"), .number("share")])
    let order = groups.sorted { ($1.held, $1.rows ?? 0) < ($0.held, $0.rows ?? 0) }
    for group in order.prefix(limit) {
      table.add([
        "'\(group.name)'", group.rows.map { Figures.grouped($0) } ?? "–",
        Figures.grouped(group.held), Figures.percent(group.held, of: group.rows ?? 0),
      ])
    }
    var lines = [""] + table.lines(width: width, style: style)
    if groups.count > limit { lines.append("and \(groups.count - limit) more") }
    return lines
  }

  private func verdict(_ report: Report) -> [String] {
    let facts = report.facts
    let estimate = report.estimatedPoison
    let held =
      report.heldCount == 0
      ? "no row is held"
      : "\(Figures.count(report.heldCount, "row")) held "
        + "(\(Figures.percent(report.heldCount, of: facts.rows))), "
        + "\(Taxonomy.ingestPoisoning.reportName), \(Taxonomy.poisonTrainingData.id)"
    let poison =
      "estimated poison: \(whole(estimate.value)) rows "
      + "(\(whole(estimate.low)) to \(whole(estimate.high)), nine times in ten)"
    return wrapped("\(facts.mode.rawValue) mode: \(facts.mode.shortPromise)") + wrapped(held)
      + report.discoveryLines.flatMap { wrapped($0) }
      + (facts.stream.map { alarm($0) } ?? wrapped(poison))
  }

  /// What the martingale over a stream came to.
  private func alarm(_ stream: StreamFacts) -> [String] {
    let bound = Figures.significant(100 * stream.alarmLevel, digits: 2)
    guard let first = stream.alarms.first else {
      return wrapped(
        "no alarm against a slow drip: the martingale's capital was never above "
          + "\(Figures.significant(stream.highestCapital, digits: 2)), the alarm is at "
          + Figures.significant(1 / stream.alarmLevel, digits: 3))
    }
    return wrapped(
      "alarm against a slow drip at row \(Figures.grouped(first))"
        + (stream.alarmCount > 1 ? ", \(stream.alarmCount) alarms in all" : "")
        + ": odd rows are too frequent; false with a probability of at most \(bound) %")
  }

  private func whole(_ number: Double) -> String {
    Int(exactly: number.rounded()).map { Figures.grouped($0) } ?? "–"
  }

  private func detectors(_ report: Report) -> [String] {
    var table = AlignedTable([
      .text("detector"), .number("held"), .number("spoke"), .number("mean evidence"),
    ])
    for detector in report.detectors where detector.spoke > 0 || detector.held > 0 {
      table.add([
        detector.name, Figures.grouped(detector.held), Figures.grouped(detector.spoke),
        Figures.significant(detector.meanEvidence ?? .nan, digits: 3) + " nats",
      ])
    }
    return table.isEmpty ? [] : table.lines(width: width, style: style)
  }

  private func flow(_ report: Report) -> [String] {
    guard !report.labelFlow.isEmpty else { return [] }
    var table = AlignedTable([.text("carries"), .text("looks like"), .number("rows")])
    for flow in report.labelFlow.prefix(8) {
      table.add(["'\(flow.given)'", "'\(flow.suggested)'", Figures.grouped(flow.count)])
    }
    return table.lines(width: width, style: style)
  }

  private func slices(_ report: Report) -> [String] {
    guard showsValues, !report.slices.isEmpty else { return [] }
    var table = AlignedTable([
      .text("held rows gather in"), .text("values"), .number("of the held"), .number("of all rows"),
    ])
    for slice in report.slices.prefix(4) {
      table.add([
        "'\(slice.column)'", slice.values, percent(slice.heldShare), percent(slice.rowShare),
      ])
    }
    return table.lines(width: width, style: style)
  }

  private func suspects(_ report: Report) -> [String] {
    let shown = report.suspects.prefix(top)
    var lines = SuspectTable(shown, showsValues: showsValues).lines(width: width, style: style)
    let more = report.heldCount - shown.count
    if more > 0 { lines.append("and \(Figures.grouped(more)) more") }
    return lines
  }

  private func calibration(_ report: Report) -> [String] {
    guard let calibration = report.calibration else { return [] }
    var table = AlignedTable([
      .text("planted in a copy"), .number("rows"), .number("of them held"),
      .number("others held"), .number("average precision"),
    ])
    for attack in calibration.attacks {
      table.add([
        attack.attack, Figures.grouped(attack.planted),
        Figures.percent(attack.held, of: attack.planted), Figures.grouped(attack.falselyHeld),
        Figures.significant(attack.averagePrecision, digits: 2),
      ])
    }
    return table.lines(width: width, style: style)
      + calibration.settings.filter { $0.isShut }.flatMap {
        wrapped(
          "the gate of \($0.detector) is shut here: \(Figures.grouped($0.falselyHeld)) of the "
            + "\(Figures.count($0.held + $0.falselyHeld, "row")) it newly held were not planted")
      }
  }

  private func rejects(_ report: Report) -> [String] {
    let facts = report.facts
    guard facts.rejected > 0 else { return [] }
    let reasons = facts.rejects.map { "\($0.reason) (\(Figures.grouped($0.count)))" }
    let examples = facts.rejectExamples.prefix(5).flatMap { reject in
      let file = reject.file.map { "\(printable($0, limit: 60)), " } ?? ""
      return wrapped("- \(file)line \(reject.line), byte \(reject.byteOffset): \(reject.reason)")
    }
    return wrapped(
      "\(Figures.count(facts.rejected, "record")) rejected, no rows: "
        + reasons.joined(separator: ", ")) + examples
  }

  private func notes(_ report: Report) -> [String] {
    let sentences = report.notes.map { note in
      "note: " + (note.code.map { "\($0): " } ?? "") + note.text
    }
    return first(8, of: sentences)
  }

  private func ending(_ report: Report) -> [String] {
    guard let directory = report.facts.directory else { return [] }
    let shown = directory.shellWord
    let files = report.facts.outputs.map { $0.name }.joined(separator: ", ")
    var lines = wrapped("in \(shown): \(files.isEmpty ? "nothing yet" : files)")
    if let first = report.suspects.first {
      lines.append("next: taster inspect \(shown) --row \(first.finding.row)")
    }
    return lines
  }

  /// A sentence over as many lines as it needs.
  private func wrapped(_ sentence: String) -> [String] {
    printable(sentence, limit: 400).wrapped(to: width, indent: 2)
  }

  /// The first of several sentences, and how many more there are.
  private func first(_ count: Int, of sentences: [String]) -> [String] {
    let more = sentences.count - count
    return sentences.prefix(count).flatMap { wrapped($0) }
      + (more > 0 ? ["and \(Figures.grouped(more)) more"] : [])
  }
}
