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
    if let threshold = advice.threshold { blocks.append(attacks(tuning, at: threshold)) }
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
        + Sweep.budgets.map { .number("top \(percent($0))") })
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
    if let threshold = advice.threshold {
      let held = tuning.combined.held(at: threshold)
      let share = Double(held.planted + held.others) / total
      chart.markColumn(x: chart.logarithmic(max(share, 1 / total), from: 1 / total), with: "|")
    }
    return [style.heading("share of the planted rows held (•), of the held rows planted (·)")]
      + chart.lines
      + [
        "      rows held, from 1 to \(Figures.grouped(Int(total))) on a scale of ratios"
          + (advice.threshold == nil ? "" : "; | the threshold")
      ]
  }

  private func choices(_ tuning: Tuning, _ advice: Recommendation) -> [String] {
    var table = AlignedTable([
      .text("threshold"), .number("rows to read"), .number("planted caught"),
      .number("honest held"), .number("false among held"), .number("F1"),
    ])
    for (threshold, isChosen) in tuning.shownThresholds(with: advice.threshold) {
      let held = tuning.heldOfTable(at: threshold)
      table.add([
        (isChosen ? "> " : "  ") + Figures.significant(threshold, digits: 5),
        Figures.grouped(held),
        Self.percentage(
          Double(tuning.combined.held(at: threshold).planted)
            / Double(max(tuning.combined.planted.count, 1))),
        Self.percentage(tuning.falseRate(at: threshold)),
        Self.percentage(tuning.falseShare(at: threshold)),
        Self.share(tuning.f1(at: threshold)),
      ])
    }
    return table.lines(width: width, style: style)
  }

  private func attacks(_ tuning: Tuning, at threshold: Double) -> [String] {
    var table = AlignedTable([
      .text("attack"), .number("planted"), .number("held"), .number("nine times in ten"),
    ])
    for band in tuning.recalls(at: threshold) {
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
    guard let threshold = advice.threshold else {
      return [style.heading("no threshold meets the goal")]
        + advice.unmet.flatMap { wrapped("- \($0)") }
    }
    let expected = tuning.expectedRate(at: threshold)
    return [
      style.heading("threshold \(threshold), bound by \(printable(advice.binding, limit: 120))")
    ]
      + wrapped(
        "it holds \(Figures.count(tuning.heldOfTable(at: threshold), "row")) of the data at hand "
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

  /// A few thresholds from high to low that show the trade, the chosen one among them.
  func shownThresholds(with chosen: Double?) -> [(threshold: Double, isChosen: Bool)] {
    var list = [0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1].map { ($0, false) }
    if let chosen {
      list.removeAll { $0.0 == chosen }
      list.append((chosen, true))
    }
    return list.sorted { $0.0 > $1.0 }
  }
}
