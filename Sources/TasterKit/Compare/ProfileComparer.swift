import TasterCSV
import TasterKernels

/// Compares two snapshots of which one at least is a profile: its statistics, and what its models say about rows.
///
/// A profile keeps counts, histograms and a draw of rows, so rows are not matched. Columns, classes, levels and distributions are
/// compared all the same, and every row of the new snapshot is judged by the old one.
package struct ProfileComparer: Sendable {
  /// A snapshot as it is at hand.
  package enum Given: Sendable {
    /// A profile, and its file.
    case profile(Baseline, RunFacts.File)
    /// A CSV file.
    case table(String)
  }

  /// What holds for any two snapshots; what the columns of a CSV file are, the profile says.
  private let options: ComparerOptions

  /// The most changed rows that are told one by one.
  private static let mostTold = 100_000

  package init(_ options: ComparerOptions) { self.options = options }

  /// Compares.
  ///
  /// - Parameters:
  ///   - old: The old snapshot.
  ///   - new: The new one.
  ///   - progress: Called now and then with what is being done, how much of it is done, and how much there is.
  ///   - onChange: Called for every row of a new CSV file that the old snapshot contradicts or finds odd, in order.
  /// - Returns: What changed; its rows are not matched.
  /// - Throws: ``TableError`` for what a person can mend, and what the disk or LAPACK throws.
  /// - Complexity: O(rows · m p) for the new snapshot, and one fit where the old one keeps no models.
  package func compare(
    _ old: Given, _ new: Given,
    progress: @escaping ComparerOptions.Progress = { _, _, _ in },
    onChange: (ChangedRow) throws -> Void = { _ in }
  ) throws -> Comparison {
    let before = try side(old, beside: new, progress: progress)
    let after = try side(new, beside: old, progress: progress)
    let columns = ColumnMatch(
      old: before.schema.columns.map { ($0.name, $0.role) },
      new: after.schema.columns.map { $0.name })
    let drift = Drift(
      Drift.Summary(schema: before.schema, statistics: before.statistics),
      Drift.Summary(schema: after.schema, statistics: after.statistics), columns: columns)
    progress("learning", 0, before.rowCount)
    let lacking = SchemaMatch(after.schema, like: before.schema).lackingNames
    let trusted = try before.baseline(options).without(lacking)
    let seen = ConformedTable(after.rows, like: trusted.schema)
    let models = try trusted.models(seen.schema, threads: options.threads)
    let found = try judge(seen, of: after, by: models, progress: progress, onChange)
    var rows = RowCounts()
    (rows.old, rows.new) = (before.rowCount, after.rowCount)
    var comparison = Comparison(
      old: before.told, new: after.told, columns: columns, keys: [],
      label: columns.pairs.first { $0.role == .label }?.name, rows: rows, flow: nil,
      evidence: found.tally.evidence, suspects: found.tally.suspects, drift: drift,
      driftPolicy: options.driftPolicy,
      attribution: found.gathered,
      findings: hashFindings(before, after)
        + found.tally.findings(nil, rows: "of the new snapshot"),
      remarks: before.remarks + after.remarks + drift.remarks + columns.remarks(lacking)
        + remarks(before, after, left: found.left))
    comparison.unmatched =
      "rows are not matched: a profile keeps counts and a draw of rows, no file; which rows came, went or got "
      + "another label, two CSV files tell"
    return comparison
  }

  // MARK: The two sides

  private func side(
    _ given: Given, beside other: Given,
    progress: @escaping ComparerOptions.Progress
  ) throws -> ProfileSide {
    switch given {
    case .profile(let baseline, let file):
      return ProfileSide(
        file: file, hashes: [file.sha256] + baseline.origins.map { $0.sha256 },
        schema: baseline.schema, statistics: baseline.statistics,
        rows: DrawnTable(schema: baseline.schema, rows: baseline.drawn.chunk), kept: baseline)
    case .table(let path):
      var reading = options.table
      reading.threads = options.threads
      if case .profile(let baseline, _) = other { reading.read(like: baseline) }
      let table = try Table.read([path], options: reading) { done, total in
        progress("reading", done, total)
      }
      guard table.rowCount > 0 else {
        throw TableError(.empty, "\(path) has no row; there is nothing to compare")
      }
      var scan = Scan()
      scan.threads = options.threads
      let statistics = try scan.statistics(of: table) { progress($0.stage, $0.done, $0.total) }
      let input = table.inputs[0]
      return ProfileSide(
        file: RunFacts.File(
          name: input.name, bytes: input.bytes, sha256: input.sha256, records: input.records),
        hashes: [input.sha256], schema: table.schema, statistics: statistics, rows: table,
        table: table)
    }
  }

  private func hashFindings(_ old: ProfileSide, _ new: ProfileSide) -> [Comparison.Finding] {
    [("old", old, options.expectedOld), ("new", new, options.expectedNew)].compactMap {
      name, side, expected in
      guard let expected = expected?.lowercased(), !side.hashes.contains(expected) else {
        return nil
      }
      return .notPinned(name, sha256: side.file.sha256, expected: expected)
    }
  }

  private func remarks(_ old: ProfileSide, _ new: ProfileSide, left: Int) -> [String] {
    var remarks: [String] = []
    if let drawn = new.kept, drawn.drawnCount < drawn.rowCount {
      remarks.append(
        "of the new snapshot the \(Figures.grouped(drawn.drawnCount)) rows are judged that its profile keeps"
      )
    }
    if let trusted = old.kept, trusted.drawnCount < trusted.rowCount {
      remarks.append(
        "the new rows are judged by \(Figures.grouped(trusted.drawnCount)) of the old ones, which its "
          + "profile keeps")
    }
    if left > 0 {
      remarks.append(
        "\(Figures.grouped(left)) more rows are contradicted or odd; they are counted, and where such rows "
          + "gather is not told")
    }
    return remarks
  }

  // MARK: The rows

  /// Judges the rows of the new snapshot.
  ///
  /// - Returns: What they come to, the parts of the file in which suspicious ones gather, and how many of these were counted
  ///   and not told.
  private func judge(
    _ seen: ConformedTable, of side: ProfileSide, by models: TrustedModels,
    progress: (String, Int, Int) -> Void, _ onChange: (ChangedRow) throws -> Void
  ) throws -> (tally: ChangeTally, gathered: [Attribution], left: Int) {
    let isLabelled = models.classCount > 1
    var tally = ChangeTally(evidence: ChangeEvidence(models.leftOut, isLabelled: isLabelled))
    var suspicious: [JudgedRow] = []
    var left = 0
    let threads = options.threads
    let window = max(threads, 1)
    for start in stride(from: 0, to: seen.chunkCount, by: window) {
      let parts = try parallelMap(min(window, seen.chunkCount - start), threads: threads) { k in
        JudgedRow.all(try seen.chunk(start + k), by: models, isLabelled: isLabelled)
      }
      for row in parts.joined() {
        guard row.isSuspicious else {
          tally.add(row.told(at: nil, classes: seen.schema.classes))
          continue
        }
        if suspicious.count < Self.mostTold {
          suspicious.append(row)
        } else {
          tally.add(row.told(at: nil, classes: seen.schema.classes))
          left += 1
        }
      }
      progress(
        "judging rows", (start + parts.count) * seen.rowCount / max(seen.chunkCount, 1),
        seen.rowCount)
    }
    guard let table = side.table else {
      for row in suspicious { tally.add(row.told(at: nil, classes: seen.schema.classes)) }
      return (tally, [], left)
    }
    let (all, origins) = try table.origins(of: suspicious.map { $0.row })
    var parts = left == 0 ? try AttributionTally(suspiciousOf: table.rowCount, origins: all) : nil
    for (row, origin) in zip(suspicious, origins) {
      let told = row.told(at: origin, classes: seen.schema.classes)
      tally.add(told)
      parts?.add(told)
      try onChange(told)
    }
    return (tally, parts?.found() ?? [], left)
  }
}
