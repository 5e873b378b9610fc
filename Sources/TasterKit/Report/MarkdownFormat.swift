/// A summary in GitHub's Markdown, for `$GITHUB_STEP_SUMMARY` or a comment on a change.
public struct MarkdownFormat: DiscreetFormat {
  public static let name = "markdown"
  public static let summary = "a summary in Markdown for a build step or a comment"
  public static let fileName: String? = nil

  public var showsValues = false
  /// The most rows that are told.
  public var rowLimit = 20

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    let estimate = report.estimatedPoison
    var lines = [
      "### Taster: \(facts.isViolated ? "policy violated" : "policy met")", "",
      "\(facts.outcome); \(Figures.count(facts.rejected, "record")) rejected; "
        + "estimated poison \(Figures.significant(estimate.value, digits: 3)) rows "
        + "(\(Figures.significant(estimate.low, digits: 3)) to "
        + "\(Figures.significant(estimate.high, digits: 3))).", "",
      "\(facts.mode.promise.prefix(1).uppercased())\(facts.mode.promise.dropFirst()).", "",
    ]
    let speaking = report.detectors.filter { $0.held > 0 }
    if !speaking.isEmpty {
      lines += ["| detector | rows held | what it finds |", "| --- | ---: | --- |"]
      lines += speaking.map {
        "| \($0.name) | \(Figures.grouped($0.held)) | "
          + "\(Self.cell(Catalog.detector(named: $0.name)?.summary ?? "")) |"
      }
      lines.append("")
    }
    let told = report.suspects.prefix(rowLimit)
    if !told.isEmpty {
      lines += ["| row | line | score | why |", "| ---: | ---: | ---: | --- |"]
      lines += told.map { row($0) }
      let more = report.heldCount - told.count
      lines += more > 0 ? ["", "and \(Figures.grouped(more)) more"] : []
      lines.append("")
    }
    lines.append(
      "\(Taxonomy.ingestPoisoning.reportName), \(Taxonomy.poisonTrainingData.id) "
        + Taxonomy.poisonTrainingData.name)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func row(_ suspect: Report.Suspect) -> String {
    let finding = suspect.finding
    let line = suspect.location.map { "\($0.line)" } ?? ""
    let why =
      showsValues
      ? finding.reasons.map { $0.text }.joined(separator: "; ")
      : finding.heldBy.joined(separator: ", ")
    return "| \(finding.row) | \(line) | \(Figures.significant(finding.score)) | "
      + "\(Self.cell(why)) |"
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
