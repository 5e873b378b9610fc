/// A summary in GitHub's Markdown, for `$GITHUB_STEP_SUMMARY` or a comment on a change.
public struct MarkdownFormat: DiscreetFormat, ComparisonFormat {
  public static let name = "markdown"
  public static let summary = "a summary in Markdown for a build step or a comment"
  public static let fileName: String? = nil

  public var showsValues = false
  /// The most rows that are told.
  public var rowLimit = 20

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    return render(
      Account(report, showsValues: showsValues),
      outcome: "\(facts.outcome); \(Figures.count(facts.rejected, "record")) rejected",
      heads: ("detector", "rows held"))
  }

  public func render(_ report: ComparisonReport) -> [UInt8] {
    let account = Account(report, showsValues: showsValues)
    return render(account, outcome: account.outcome, heads: ("alarm", "how many"))
  }

  private func render(
    _ account: Account, outcome: String, heads: (name: String, count: String)
  ) -> [UInt8] {
    var lines = [
      "### Taster: \(account.isViolated ? "policy violated" : "policy met")", "",
      "\(outcome).", "",
    ]
    for promise in account.promises { lines += [Self.sentence(promise), ""] }
    let speaking = account.tests.filter { $0.count > 0 }
    if !speaking.isEmpty {
      lines += ["| \(heads.name) | \(heads.count) | what it finds |", "| --- | ---: | --- |"]
      lines += speaking.map {
        let said = $0.isNotice ? "\($0.rule.summary): \($0.said)" : $0.rule.summary
        return "| \($0.rule.name) | \(Figures.grouped($0.count)) | \(Self.cell(said)) |"
      }
      lines.append("")
    }
    let told = account.rows.prefix(rowLimit)
    if !told.isEmpty {
      lines += ["| row | line | score | why |", "| ---: | ---: | ---: | --- |"]
      lines += told.map { row in
        let line = row.spot?.line.map { "\($0)" } ?? ""
        return "| \(row.number) | \(line) | \(Figures.significant(row.score)) | "
          + "\(Self.cell(row.why)) |"
      }
      let more = account.rowCount - told.count
      lines += more > 0 ? ["", "and \(Figures.grouped(more)) more"] : []
      lines.append("")
    }
    lines.append(
      "\(Taxonomy.ingestPoisoning.reportName), \(Taxonomy.poisonTrainingData.id) "
        + Taxonomy.poisonTrainingData.name)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func sentence(_ text: String) -> String {
    "\(text.prefix(1).uppercased())\(text.dropFirst())."
  }

  /// A text in a cell of a table: one line in which nothing is Markdown, HTML, a link or a mention.
  private static func cell(_ text: String) -> String {
    var result = ""
    for character in Markup(escaping: text).text {
      if "\\`*_{}[]()|~!@".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
