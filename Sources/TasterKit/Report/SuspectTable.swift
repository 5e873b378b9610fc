/// Held rows, a line each.
struct SuspectTable: Sendable {
  private var table: AlignedTable

  /// A table of some held rows; files are named where rows come from several.
  ///
  /// - Parameters:
  ///   - suspects: The rows, in the order wanted.
  ///   - showsValues: Whether sentences that quote values of rows are shown.
  init(_ suspects: some Collection<Report.Suspect>, showsValues: Bool) {
    let hasFiles = suspects.contains { $0.location?.file != nil }
    table = AlignedTable(
      [.number("row")] + (hasFiles ? [.text("file")] : [])
        + [.number("line"), .score("score"), .text("label"), .text("why", least: 20)])
    for suspect in suspects {
      let finding = suspect.finding
      let label = finding.label.map { label in
        "'\(label)'" + (finding.suggestedLabel.map { " → '\($0)'" } ?? "")
      }
      let reason = finding.reasons.first
      table.add(
        [String(finding.row)] + (hasFiles ? [suspect.location?.file ?? "–"] : [])
          + [
            suspect.location.map { String($0.line) } ?? "–",
            Figures.significant(finding.score, digits: 3), label ?? "–",
            (showsValues ? reason?.text : reason?.detector)
              ?? finding.heldBy.joined(separator: ", "),
          ])
    }
  }

  func lines(width: Int, style: Style) -> [String] { table.lines(width: width, style: style) }
}
