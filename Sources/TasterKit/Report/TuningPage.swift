/// A tuning as a page that needs nothing but itself: curves, attacks with their bands, what reading costs.
///
/// One file, no script, no request: its policy allows its own style, by its hash, and nothing else.
public struct TuningPage: Sendable {
  /// A writer.
  public init() {}

  /// The whole page.
  ///
  /// - Parameters:
  ///   - tuning: What thresholds do.
  ///   - advice: The threshold for a goal.
  /// - Returns: UTF-8, well under 500 kB.
  public func render(_ tuning: Tuning, _ advice: Recommendation) -> [UInt8] {
    let charts = TuningCharts(tuning: tuning, advice: advice)
    let body: Markup = """
      <h1>What a threshold holds and catches</h1>
      <p>\(Figures.count(tuning.table.count, "row")) at hand; evidence: \(tuning.evidenceWords).</p>
      \(verdict(tuning, advice))
      <div class="charts">\(charts.cost)\(charts.precision)\(charts.operating)\(charts.attacks)</div>
      \(legend(tuning))
      <h2>Thresholds</h2>\(thresholds(tuning, advice))
      <h2>What the score and each detector rank</h2>\(sweeps(tuning))
      \(damages(tuning))
      \(notes(tuning))
      """
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'sha256-\(Markup(escaping: PageStyle.tuning.hash))'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Tuning</title><style>\(PageStyle.tuning.sheet)</style></head>
      <body><main>
      \(body)
      </main></body></html>

      """
    return Array(page.text.utf8)
  }

  private func verdict(_ tuning: Tuning, _ advice: Recommendation) -> Markup {
    guard let point = advice.point else {
      return """
        <p class="verdict">No threshold meets the goal.</p>\
        <ul>\(Markup(advice.unmet.map { "<li>\($0)</li>" }))</ul>
        """
    }
    let expected = tuning.expectedRate(by: point)
    let lines = advice.detectorLines.map { "<li>\($0)</li>" as Markup }
    let list: Markup = lines.isEmpty ? "" : "<ul>\(Markup(lines))</ul>"
    return """
      <p class="verdict">\(Self.sentence(advice.headline))</p>\(list)\
      <p>It holds \(Figures.count(tuning.heldOfTable(by: point), "row")) of the data at hand \
      (\(percent(expected.rate))); such data should see \(percent(expected.low)) to \
      \(percent(expected.high)) held, nine times in ten.</p>
      """
  }

  private func legend(_ tuning: Tuning) -> Markup {
    let items = tuning.names.enumerated().map { k, name -> Markup in
      "<li class=\"c\(k % PageStyle.colours)\">\(name)</li>"
    }
    return "<ul class=\"legend\">\(Markup(items))</ul>"
  }

  private func thresholds(_ tuning: Tuning, _ advice: Recommendation) -> Markup {
    let planted = Double(max(tuning.combined.planted.count, 1))
    let honest = Double(max(tuning.combined.others.count, 1))
    let rows = tuning.shownPoints(with: advice).map { row -> Markup in
      let held = tuning.held(by: row.point)
      let cells = [
        row.name, Figures.grouped(tuning.heldOfTable(by: row.point)),
        percent(Double(held.planted) / planted), percent(Double(held.others) / honest),
        percent(Double(held.others) / Double(max(held.planted + held.others, 1))),
        Figures.significant(tuning.f1(by: row.point), digits: 3),
      ]
      return Self.row(cells, isChosen: row.isChosen)
    }
    return Self.table(
      ["threshold", "rows to read", "planted caught", "honest held", "false among held", "F1"], rows
    )
  }

  private func sweeps(_ tuning: Tuning) -> Markup {
    let rows = zip(tuning.names, tuning.sweeps).map { name, sweep in
      Self.row(
        [
          name, Figures.significant(sweep.averagePrecision, digits: 3),
          Figures.significant(sweep.area, digits: 3),
        ] + sweep.recallAtBudget.map { $0.isNaN ? "–" : percent($0) })
    }
    return Self.table(
      ["ranked by", "AP", "AUROC"]
        + Sweep.budgets.map { "planted in the top \(Figures.significant($0 * 100)) %" },
      rows)
  }

  private func damages(_ tuning: Tuning) -> Markup {
    guard !tuning.damages.isEmpty else { return "" }
    let rows = tuning.damages.map { damage in
      Self.row([
        damage.attack, percent(damage.poisoned), percent(damage.cleaned), percent(damage.oracle),
        damage.success.map { percent($0) } ?? "", damage.successCleaned.map { percent($0) } ?? "",
      ])
    }
    let table = Self.table(
      ["attack", "poisoned", "cleaned", "oracle", "trigger works", "after cleaning"], rows)
    return "<h2>The accuracy of a simple model</h2>\(table)"
  }

  private func notes(_ tuning: Tuning) -> Markup {
    guard !tuning.remarks.isEmpty else { return "" }
    let notes = tuning.remarks.map { "<li>\(Self.sentence($0))</li>" as Markup }
    return "<h2>Notes</h2><ul class=\"note\">\(Markup(notes))</ul>"
  }

  /// What was said, as a sentence that stands alone.
  private static func sentence(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst() + "."
  }

  private static func table(_ titles: [String], _ rows: [Markup]) -> Markup {
    """
    <div class="wide" tabindex="0" role="region" aria-label="\(titles[0])"><table><thead><tr>\(Markup(titles.map { "<th>\($0)</th>" }))</tr></thead>\
    <tbody>\(Markup(rows))</tbody></table></div>
    """
  }

  private static func row(_ cells: [String], isChosen: Bool = false) -> Markup {
    let kind: Markup = isChosen ? " class=\"strong\"" : ""
    return "<tr\(kind)>\(Markup(cells.map { "<td>\($0)</td>" }))</tr>"
  }
}
