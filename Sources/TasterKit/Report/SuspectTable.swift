/// Held rows, a line each.
package struct SuspectTable: Sendable {
  private var table: AlignedTable

  /// A table of some held rows; files are named where rows come from several.
  ///
  /// - Parameters:
  ///   - suspects: The rows, in the order wanted.
  ///   - showsValues: Whether sentences that quote values of rows are shown.
  ///   - statuses: What was decided about each, a word a row; empty where that is not told.
  package init(
    _ suspects: some Collection<Report.Suspect>, showsValues: Bool, statuses: [String] = []
  ) {
    let hasFiles = suspects.contains { $0.location?.file != nil }
    var columns: [AlignedTable.Column] = [.number("row")]
    if hasFiles { columns.append(.text("file")) }
    columns += [.number("line"), .score("score"), .text("label")]
    if !statuses.isEmpty { columns.append(.text("status", least: 9)) }
    table = AlignedTable(columns + [.text("why", least: 20)])
    for (k, suspect) in suspects.enumerated() {
      let finding = suspect.finding
      let label = finding.label.map { label in
        "'\(label)'" + (finding.suggestedLabel.map { " → '\($0)'" } ?? "")
      }
      let reason = finding.reasons.first
      var cells = [String(finding.row)]
      if hasFiles { cells.append(suspect.location?.file ?? "–") }
      cells.append(suspect.location.map { String($0.line) } ?? "–")
      cells.append(Figures.significant(finding.score, digits: 3))
      cells.append(label ?? "–")
      if !statuses.isEmpty { cells.append(statuses[k]) }
      let why = showsValues ? reason?.text : reason?.detector
      cells.append(why ?? finding.heldBy.joined(separator: ", "))
      table.add(cells)
    }
  }

  package func lines(width: Int, style: Style) -> [String] {
    table.lines(width: width, style: style)
  }
}
