public import TasterKit

/// The decisions of a ledger for a terminal.
public struct DecisionTable: Sendable {
  private var table = AlignedTable([
    .number("no."), .text("at", least: 10), .text("who"), .text("verdict"), .number("row"),
    .text("reason", least: 16),
  ])
  private var count = 0

  /// Reads all decisions.
  ///
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  public init(_ ledger: Ledger) throws {
    var table = table
    var count = 0
    try ledger.forEachDecision { decision in
      count += 1
      let verdict = decision.verdict.rawValue + (decision.undoes.map { " \($0)" } ?? "")
      table.add([
        String(decision.number), decision.at, decision.who, verdict, String(decision.row),
        decision.reason,
      ])
      return true
    }
    self.table = table
    self.count = count
  }

  /// A line a decision.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line.
  ///   - style: How titles are dressed.
  /// - Returns: Lines without their ends.
  public func lines(width: Int, style: Style = .plain) -> [String] {
    count == 0
      ? ["nothing was decided yet"]
      : table.lines(width: width, style: style) + ["", Figures.count(count, "decision")]
  }
}
