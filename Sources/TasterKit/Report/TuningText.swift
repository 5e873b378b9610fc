/// What a person sees of a tuning: what thresholds do, and which one a goal leads to.
public struct TuningText: Sendable {
  /// The most cells of a line.
  public var width = 80
  /// How headings are dressed.
  public var style = Style.plain

  /// A writer.
  public init() {}

  /// The whole text.
  ///
  /// - Parameters:
  ///   - tuning: What thresholds do.
  ///   - advice: The threshold for a goal.
  /// - Returns: UTF-8, with a line end behind the last line.
  public func render(_ tuning: Tuning, _ advice: Recommendation) -> [UInt8] {
    var blocks = [head(tuning), sweeps(tuning), chart(tuning, advice), choices(tuning, advice)]
    if let point = advice.point { blocks.append(attacks(tuning, by: point)) }
    if !tuning.damages.isEmpty { blocks.append(damages(tuning)) }
    blocks += [tuning.remarks.flatMap { wrapped("note: \($0)") }, verdict(tuning, advice)]
    let text = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return Array((text.joined(separator: "\n\n") + "\n").utf8)
  }

  private func head(_ tuning: Tuning) -> [String] {
    wrapped(
      "\(Figures.count(tuning.table.count, "row")) at hand; "
        + "evidence: \(tuning.evidenceWords)")
  }

  private func sweeps(_ tuning: Tuning) -> [String] {
    var table = AlignedTable(
      [.text("ranked by"), .number("AP"), .number("AUROC")]
        + Sweep.budgets.map { .number("top \(Figures.significant($0 * 100)) %") })
    for (name, sweep) in zip(tuning.names, tuning.sweeps) {
      table.add(
        [name, Self.share(sweep.averagePrecision), Self.share(sweep.area)]
          + sweep.recallAtBudget.map { Self.percentage($0) })
    }
    return table.lines(width: width, style: style)
      + wrapped("top 1, 5, 10 %: the share of the planted rows among so many rows read")
  }

  private func chart(_ tuning: Tuning, _ advice: Recommendation) -> [String] {
    var chart = TextChart(width: min(width, 100) - 8, height: 12)
    let sweep = tuning.sweeps[0]
    let total = Double(max(sweep.planted + sweep.others, 1))
    for point in sweep.points {
      let x = chart.logarithmic(Double(point.held) / total, from: 1 / total)
      chart.mark(x: x, y: Double(point.planted) / Double(point.held), with: "·")
      chart.mark(x: x, y: Double(point.planted) / Double(max(sweep.planted, 1)), with: "•")
    }
    if let point = advice.point {
      let held = tuning.held(by: point)
      let share = Double(held.planted + held.others) / total
      chart.markColumn(x: chart.logarithmic(max(share, 1 / total), from: 1 / total), with: "|")
    }
    return [style.heading("share of the planted rows held (•), of the held rows planted (·)")]
      + chart.lines
      + [
        "      rows held, from 1 to \(Figures.grouped(Int(total))) on a scale of ratios"
          + (advice.point == nil ? "" : "; | what is recommended")
      ]
  }

  private func choices(_ tuning: Tuning, _ advice: Recommendation) -> [String] {
    var table = AlignedTable([
      .text("threshold"), .number("rows to read"), .number("planted caught"),
      .number("honest held"), .number("false among held"), .number("F1"),
    ])
    for row in tuning.shownPoints(with: advice) {
      let held = tuning.held(by: row.point)
      table.add([
        (row.isChosen ? "> " : "  ") + row.name,
        Figures.grouped(tuning.heldOfTable(by: row.point)),
        Self.percentage(Double(held.planted) / Double(max(tuning.combined.planted.count, 1))),
        Self.percentage(Double(held.others) / Double(max(tuning.combined.others.count, 1))),
        Self.percentage(Double(held.others) / Double(max(held.planted + held.others, 1))),
        Self.share(tuning.f1(by: row.point)),
      ])
    }
    return table.lines(width: width, style: style)
  }

  private func attacks(_ tuning: Tuning, by point: OperatingPoint) -> [String] {
    var table = AlignedTable([
      .text("attack"), .number("planted"), .number("held"), .number("nine times in ten"),
    ])
    for band in tuning.recalls(by: point) {
      table.add([
        band.attack, Figures.grouped(band.planted), Self.percentage(band.recall),
        "\(Self.percentage(band.low)) to \(Self.percentage(band.high))",
      ])
    }
    return table.lines(width: width, style: style)
  }

  private func damages(_ tuning: Tuning) -> [String] {
    var table = AlignedTable([
      .text("a model's accuracy"), .number("poisoned"), .number("cleaned"), .number("oracle"),
      .number("trigger works"), .number("cleaned"),
    ])
    for damage in tuning.damages {
      table.add([
        damage.attack, Self.percentage(damage.poisoned), Self.percentage(damage.cleaned),
        Self.percentage(damage.oracle), damage.success.map { Self.percentage($0) } ?? "",
        damage.successCleaned.map { Self.percentage($0) } ?? "",
      ])
    }
    return table.lines(width: width, style: style)
  }

  private func verdict(_ tuning: Tuning, _ advice: Recommendation) -> [String] {
    guard let point = advice.point else {
      return [style.heading("no threshold meets the goal")]
        + advice.unmet.flatMap { wrapped("- \($0)") }
    }
    let expected = tuning.expectedRate(by: point)
    return [style.heading(advice.headline)] + advice.detectorLines.map { "  \($0)" }
      + wrapped(
        "it holds \(Figures.count(tuning.heldOfTable(by: point), "row")) of the data at hand "
          + "(\(Self.percentage(expected.rate))); such data should see \(Self.percentage(expected.low)) "
          + "to \(Self.percentage(expected.high)) held, nine times in ten")
  }

  private func wrapped(_ sentence: String) -> [String] { sentence.said(width: width) }

  private static func share(_ x: Double) -> String { Figures.significant(x, digits: 3) }

  private static func percentage(_ x: Double) -> String { x.isNaN ? "–" : percent(x) }
}

extension Tuning {
  /// What the evidence is, in words.
  var evidenceWords: String {
    let planted = Figures.count(combined.planted.count, "planted row")
    switch evidence {
    case .truth: return "the truth about every row, \(planted)"
    case .decisions:
      return
        "decisions about \(Figures.count(combined.count, "row")), \(planted.replacing("planted", with: "confirmed"))"
    case .simulation:
      let rates = Set(trials.map { $0.rate }).sorted().map { percent($0) }
      return
        "\(Figures.count(attacks.count, "attack")) planted at \(rates.joined(separator: ", ")) of the rows, "
        + "\(Figures.count(trials.count, "copy").replacing("copys", with: "copies"))"
    }
  }

  /// A few thresholds from high to low that show the trade, and what is recommended.
  func shownPoints(
    with advice: Recommendation
  ) -> [(name: String, point: OperatingPoint, isChosen: Bool)] {
    var list = [0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1]
    if let threshold = advice.threshold {
      list.removeAll { $0 == threshold }
      list.append(threshold)
    }
    var shown = list.sorted(by: >).map { threshold in
      (
        Figures.significant(threshold, digits: 5), OperatingPoint.score(threshold),
        advice.point == .score(threshold)
      )
    }
    if let own = advice.detectors { shown.append(("detectors", .detectors(own.thresholds), true)) }
    return shown
  }
}

extension Recommendation {
  /// What is recommended, in one line.
  var headline: String {
    guard let detectors else {
      let cause = binding == "f1" ? "the best F1" : "bound by \(printable(binding, limit: 120))"
      return "threshold \(threshold ?? 1): \(cause)"
    }
    return "each detector by itself: F1 \(Figures.significant(detectors.f1, digits: 3)); "
      + "the best threshold, \(Figures.significant(threshold ?? 1)), has "
      + Figures.significant(detectors.f1OfScore, digits: 3)
  }

  /// What each detector holds by that does not hold by its gate.
  var detectorLines: [String] {
    guard let detectors else { return [] }
    guard !detectors.thresholds.isEmpty else { return ["all of them hold by their gates"] }
    return detectors.thresholds.sorted { $0.key < $1.key }.map {
      "\($0.key) holds from \(Figures.significant($0.value)) nats of its evidence on"
    } + ["all others hold by their gates"]
  }
}
