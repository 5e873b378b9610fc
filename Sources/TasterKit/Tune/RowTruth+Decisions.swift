import TasterCSV

extension RowTruth {
  /// Reads what reviewers decided: the last decision about a row counts, all other rows are unknown.
  ///
  /// Reviewed rows are no random sample, they are the ones that were held or asked for: recall among them is not that of the
  /// table.
  ///
  /// - Parameters:
  ///   - path: Lines of JSON as `taster decisions --jsonl` writes them, with `"row"`, a number from 1, and `"verdict"`, which is
  ///     `"release"` (honest), `"confirm"` (planted) or `"undo"` with the number of the decision that it `"undoes"`; or CSV that
  ///     begins with the columns row and verdict. Other members and columns are passed over.
  ///   - rowCount: How many rows the table has.
  /// - Throws: ``TableError`` with the line where it makes no sense.
  /// - Complexity: O(bytes).
  public init(decisions path: String, rowCount: Int) throws {
    self.init(rowCount: rowCount)
    guard !path.hasSuffix(".csv") else {
      try take(csv: path)
      return
    }
    do {
      var lines = JSONLines<DecisionRecord>(try InputFile(path).bytes(), name: path)
      var standing: [(decision: DecisionRecord, line: Int)] = []
      while let decision = try lines.next() {
        if decision.verdict == "undo" {
          standing.removeAll { $0.decision.number == decision.undoes }
        } else {
          standing.append((decision, lines.line))
        }
      }
      for (decision, line) in standing {
        if let complaint = take(decision.row, decision.verdict) {
          throw TableError(.unreadable, "\(path), line \(line): \(complaint)")
        }
      }
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  private mutating func take(csv path: String) throws {
    var reader = try KeyedLines.open(path, first: ["row", "verdict"])
    while let batch = try reader.next() {
      for i in batch.records.indices {
        guard case .number(let number) = batch.number(i, 0), let row = Int(exactly: number) else {
          throw reader.fault(i, "a row's number is wanted")
        }
        if let complaint = take(row, batch.text(i, 1)) { throw reader.fault(i, complaint) }
      }
    }
  }

  /// Takes a decision in.
  ///
  /// - Parameters:
  ///   - row: The row, from 1.
  ///   - verdict: What was decided.
  /// - Returns: What is wrong with it; nil where nothing is.
  private mutating func take(_ row: Int, _ verdict: String) -> String? {
    guard (1...rowCount).contains(row) else {
      return "row \(row) is none of the table's \(Figures.grouped(rowCount))"
    }
    switch verdict {
    case "confirm", "confirmed": tell(row - 1, attack: "confirmed")
    case "release", "released": tell(row - 1, attack: nil)
    default: return "a verdict is release or confirm, not '\(printable(verdict, limit: 40))'"
    }
    return nil
  }
}

/// One line of a file of decisions.
private struct DecisionRecord: JSONRecord {
  let number: Int?
  let row: Int
  let verdict: String
  let undoes: Int?

  init?(_ json: JSON) {
    guard let row = json["row"].whole, let verdict = json["verdict"].text else { return nil }
    self.row = row
    self.verdict = verdict
    number = json["number"].whole
    undoes = json["undoes"].whole
  }
}
