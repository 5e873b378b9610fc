/// The held rows of a finished run: all of them, or the first of an order.
public struct SuspectList: Sendable {
  /// In which order rows are listed.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// Highest score first, ties by row.
    case score
    /// As they stand in the data.
    case row
  }

  /// The rows, in order.
  public let shown: [Report.Suspect]
  private let facts: RunFacts
  private let directory: String

  /// Reads a run's held rows.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - order: Which rows come first.
  ///   - top: The most rows that are wanted; nil wants all.
  /// - Throws: ``TableError`` where the findings cannot be read.
  /// - Complexity: O(held rows · log top); memory for the rows that are shown.
  public init(_ run: RunReader, order: Order = .score, top: Int? = 20) throws {
    let limit = top ?? .max
    var first: [Report.Suspect] = []
    var ranking = SuspectRanking(limit: limit)
    try run.forEachFinding { finding, location in
      let suspect = Report.Suspect(finding: finding, location: location)
      switch order {
      case .row:
        guard first.count < limit else { return false }
        first.append(suspect)
      case .score: ranking.add(suspect)
      }
      return true
    }
    shown = order == .score ? ranking.best : first
    facts = run.facts
    directory = run.directory.path
  }

  /// A line a row, and what to do next.
  public func lines(width: Int, style: Style = .plain) -> [String] {
    guard let first = shown.first else {
      return [
        facts.held == 0 ? "no row of \(Figures.grouped(facts.rows)) is held" : "no row is shown"
      ]
    }
    let count =
      "\(Figures.count(facts.held, "row")) held of \(Figures.grouped(facts.rows))"
      + (shown.count < facts.held ? ", \(Figures.grouped(shown.count)) shown" : "")
    return SuspectTable(shown, showsValues: true).lines(width: width, style: style) + ["", count]
      + ["next: taster inspect \(directory.shellWord) --row \(first.finding.row)"]
  }

  /// One compact object with its line end; the rows are objects as in `findings.jsonl`.
  public var json: [UInt8] {
    let value: JSON = [
      "schema_version": 1, "directory": .string(directory), "counts": facts.counts,
      "shown": .integer(shown.count),
      "suspects": .array(shown.map { FindingsJSONL.object($0.finding, at: $0.location) }),
    ]
    return value.bytes() + [UInt8(ascii: "\n")]
  }
}
