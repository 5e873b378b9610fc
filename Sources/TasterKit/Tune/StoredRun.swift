/// A finished run with the score of every row: what a policy would do to it, without judging anything again.
public struct StoredRun: Sendable {
  /// What `run.json` says.
  public let facts: RunFacts
  /// The score and the evidence of every row.
  public let scores: StoredScores
  private let reader: RunReader

  /// Reads a run.
  ///
  /// - Parameter path: The run directory, with `scores.csv`.
  /// - Throws: ``TableError`` where something is missing or does not fit.
  /// - Complexity: O(bytes of `scores.csv`).
  public init(_ path: String) throws {
    reader = try RunReader(path)
    facts = reader.facts
    guard reader.has("scores.csv") else {
      throw TableError(
        .unreadable,
        facts.stream == nil
          ? "\(path) holds no scores.csv; scan again with --scores, or name the data file"
          : "\(path) holds no scores.csv; filter with --scores to have one")
    }
    scores = try StoredScores(contentsOf: reader.directory.file("scores.csv"))
    guard scores.rowCount == facts.rows else {
      throw TableError(
        .unreadable,
        "\(path)/scores.csv has \(Figures.count(scores.rowCount, "row")), the run "
          + "\(Figures.grouped(facts.rows)); scan again with --scores --force")
    }
  }

  /// Which rows a policy would hold.
  ///
  /// What people decided about rows is left out, as it is of a scan without `--decisions`. What the policy does not say stands
  /// as it was in the run: the false discovery rate, where its goal names none.
  ///
  /// - Parameter policy: The policy.
  /// - Returns: One a row, the same as a run over the same rows by that policy decides.
  /// - Throws: ``TableError`` where the run does not tell: a detector that did not run, or a file of an earlier version.
  /// - Complexity: O(rows × detectors).
  public func held(by policy: Policy) throws -> [Bool] {
    let judged: StoredJudgement = try RunReader.object(reader.directory.file("report.json"))
    let hearing = try StoredHearing(scores, judged, by: policy, isStream: facts.stream != nil)
    return (0..<scores.rowCount).map { hearing.holds($0) }
  }
}

/// A row on which two policies differ.
public struct SideChange: Sendable, Hashable {
  /// The row's number, from 1.
  public let row: Int
  /// Its stored score.
  public let score: Double
  /// Whether the newer policy holds it; the older one does the other.
  public let isHeld: Bool
}

extension StoredRun {
  /// The rows that change side between two policies, in their order.
  ///
  /// - Parameters:
  ///   - old: The policy so far.
  ///   - new: The one to come.
  /// - Returns: The rows, and how many each policy holds.
  /// - Throws: As ``held(by:)``.
  public func changes(
    from old: Policy, to new: Policy
  ) throws -> (changes: [SideChange], old: Int, new: Int) {
    let (before, after) = (try held(by: old), try held(by: new))
    let changes = before.indices.filter { before[$0] != after[$0] }.map {
      SideChange(row: $0 + 1, score: scores.scores[$0], isHeld: after[$0])
    }
    return (changes, before.count { $0 }, after.count { $0 })
  }
}
