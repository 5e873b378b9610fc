import TasterCSV

/// The scores of the rows that a scan did not hold, by class and by source: what a threshold would hold beside those that are
/// held.
///
/// Scores are told apart in thousandths: of every name there is how many rows lie in each, so memory grows with the names and not
/// with the rows.
package struct KeptScores: Sendable, Hashable {
  /// How many steps a threshold has from 0 to 1.
  package static let steps = 1_000

  /// Rows of one class or source.
  package struct Share: Sendable, Hashable {
    package let name: String
    package let rows: Int
  }

  /// What a threshold would hold in addition.
  package struct Addition: Sendable, Hashable {
    /// How many rows.
    package let rows: Int
    /// How many of each class, the most first.
    package let classes: [Share]
    /// How many of each source, the most first.
    package let sources: [Share]
  }

  private var all: [Int: Int] = [:]
  private var classes: [String: [Int: Int]] = [:]
  private var sources: [String: [Int: Int]] = [:]

  /// Whether a run has the scores of all its rows, and the rows beside them.
  package static func areThere(in run: RunReader) -> Bool {
    run.has("scores.csv") && run.has("clean.csv")
  }

  /// Reads the rows that a run did not hold and their scores; those that were held and let go are left out.
  ///
  /// - Parameter run: A finished run with `scores.csv`, whose files nobody replaces meanwhile.
  /// - Throws: ``TableError`` where a file cannot be read, or where the two do not belong together.
  /// - Complexity: O(bytes of both files).
  package init(_ run: RunReader) throws {
    let report: ReportRecord = try RunReader.object(run.directory.file("report.json"))
    let (label, source) = (report.position(of: .label), report.position(of: .source))
    var scores = try ScoreLines(run.directory.file("scores.csv"))
    try run.forEachKeptRow { row, batch, i in
      let (score, isFlagged) = try scores.row(row)
      guard !isFlagged else { return }
      let step = Self.step(of: score)
      all[step, default: 0] += 1
      if let label { classes[batch.text(i, label), default: [:]][step, default: 0] += 1 }
      if let source { sources[batch.text(i, source), default: [:]][step, default: 0] += 1 }
    }
  }

  /// The highest step, of thresholds that hold a score.
  private static func step(of score: Double) -> Int {
    var step = min(max(Int(score * Double(steps)), 0), steps)
    if step < steps, Double(step + 1) / Double(steps) <= score { step += 1 }
    if step > 0, Double(step) / Double(steps) > score { step -= 1 }
    return step
  }

  /// What a threshold would hold in addition.
  ///
  /// - Parameter step: The threshold in thousandths.
  /// - Returns: The rows with at least this score that are not held.
  /// - Complexity: O(names × steps that have rows).
  package func addition(at step: Int) -> Addition {
    func rows(_ steps: [Int: Int]) -> Int {
      steps.reduce(0) { $1.key >= step ? $0 + $1.value : $0 }
    }
    func told(_ names: [String: [Int: Int]]) -> [Share] {
      names.map { Share(name: $0.key, rows: rows($0.value)) }.filter { $0.rows > 0 }
        .sorted { ($1.rows, $0.name) < ($0.rows, $1.name) }
    }
    return Addition(rows: rows(all), classes: told(classes), sources: told(sources))
  }
}

/// The scores of `scores.csv`, asked for row by row.
private struct ScoreLines: ~Copyable {
  private var lines: KeyedLines
  private var batch: RecordBatch?
  /// The row of the batch's first record.
  private var first = 1

  init(_ path: String) throws {
    lines = try KeyedLines.open(path, first: ["row", "score", "flagged"])
    batch = nil
  }

  /// The score of a row, and whether the scan held it; rows have to be asked for in order.
  mutating func row(_ row: Int) throws -> (score: Double, isFlagged: Bool) {
    while row >= first + (batch?.records.count ?? 0) {
      first += batch?.records.count ?? 0
      batch = try lines.next()
      guard batch != nil else {
        throw TableError(
          .unreadable, "scores.csv ends before row \(row); scan again with --scores --force")
      }
    }
    guard let batch, case .number(let score) = batch.number(row - first, 1),
      case .number(Double(row)) = batch.number(row - first, 0),
      case .number(let flag) = batch.number(row - first, 2)
    else {
      throw TableError(
        .unreadable,
        "scores.csv does not tell the score of row \(row); scan again with --scores --force")
    }
    return (score, flag == 1)
  }
}
