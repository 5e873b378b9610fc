public import TasterKit

/// Held rows of a run in a list: for a terminal, as JSON or as CSV.
public struct HeldList: Sendable {
  /// The rows, in order.
  public let shown: [HeldRow]
  /// How many rows the query means, whatever its limit.
  public let matched: Int
  private let counts: Ledger.Counts
  private let facts: RunFacts
  private let directory: String
  private let isWhole: Bool
  /// Why no row may be meant.
  private let hint: String?

  /// Reads rows.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - query: Which rows, and in which order.
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read.
  /// - Complexity: O(held rows) and memory for the rows that are shown.
  public init(_ ledger: Ledger, _ query: RowQuery) throws {
    shown = try ledger.rows(query)
    matched = try ledger.count(query)
    counts = try ledger.counts()
    facts = ledger.run.facts
    directory = ledger.run.directory.path
    isWhole = query.filter == .all
    hint = shown.isEmpty ? try ledger.read { try query.filter.hint($0) } : nil
  }

  /// A line a row, and what to do next.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line.
  ///   - style: How titles and scores are dressed.
  /// - Returns: Lines without their ends.
  public func lines(width: Int, style: Style = .plain) -> [String] {
    guard let first = shown.first else {
      let none =
        isWhole ? "no row of \(Figures.grouped(facts.rows)) is held" : "no held row is meant"
      return [none] + (hint?.said(width: width) ?? []) + decided
    }
    let isDecided = shown.contains { $0.status != .undecided }
    let table = SuspectTable(
      shown.map { $0.suspect }, showsValues: true,
      statuses: isDecided ? shown.map { $0.status.rawValue } : [])
    let held = counts.judged - counts.released
    var count = "\(Figures.count(held, "row")) held of \(Figures.grouped(facts.rows))"
    if !isWhole { count = "\(Figures.count(matched, "row")) meant; " + count }
    if shown.count < matched { count += ", \(Figures.grouped(shown.count)) shown" }
    return table.lines(width: width, style: style) + ["", count] + decided
      + ["next: taster inspect \(directory.shellWord) --row \(first.finding.row)"]
  }

  private var decided: [String] {
    counts.undecided == counts.judged
      ? []
      : [
        "decided: \(Figures.grouped(counts.released)) released, "
          + "\(Figures.grouped(counts.confirmed)) confirmed, "
          + "\(Figures.grouped(counts.undecided)) undecided"
      ]
  }

  /// One compact object with its line end; the rows are objects as in `findings.jsonl`, with what was decided.
  public var json: [UInt8] {
    let value: JSON = [
      "schema_version": 1, "directory": .string(directory), "counts": facts.counts,
      "matched": .integer(matched), "shown": .integer(shown.count),
      "suspects": .array(shown.map { $0.json }),
    ]
    return value.bytes() + [UInt8(ascii: "\n")]
  }

  /// A line a row behind a line of names; texts that a spreadsheet would take for formulas stand behind an apostrophe.
  public var csv: [UInt8] {
    var text =
      "row,file,line,id,source,class,looks,score,p,q,detector,held_by,status,decided_by,why\n"
    for row in shown {
      let (finding, place) = (row.finding, row.location)
      func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
      let texts = [
        row.detector, finding.heldBy.joined(separator: " "), row.status.rawValue,
        row.decision?.who ?? "", finding.reasons.first?.text ?? "",
      ]
      let fields =
        ["\(finding.row)", DriftCSV.field(place.file ?? ""), "\(place.line)"]
        + [place.id, place.source, finding.label, finding.suggestedLabel]
        .map { DriftCSV.field($0 ?? "") }
        + [number(finding.score), number(finding.pValue), number(finding.qValue)]
        + texts.map { DriftCSV.field($0) }
      text += fields.joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }
}
