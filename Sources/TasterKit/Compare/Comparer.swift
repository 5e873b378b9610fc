import TasterCSV
import TasterKernels

/// Compares two snapshots, step by step.
package struct Comparer: Sendable {
  /// What holds for any two snapshots.
  package var options = ComparerOptions()
  /// The columns that a row goes by.
  package var keys: [String] = []
  /// Whether only rows are compared: nothing is learned, no distribution is tested.
  package var isRowsOnly = false
  /// How many rows are sorted in memory at a time; nothing depends on it.
  package var runLength = 1 << 17
  /// How many rows have to be in a snapshot for values to be compared through sketches.
  package var exactRows = Drift.exactRows

  package init() {}

  /// Compares.
  ///
  /// - Parameters:
  ///   - oldPath: The old snapshot.
  ///   - newPath: The new one.
  ///   - progress: Called now and then with what is being done, how much of it is done, and how much there is.
  ///   - onChange: Called for every changed row, in the order of the old file, then for rows that came.
  /// - Returns: What changed.
  /// - Throws: ``TableError`` for what a person can mend, and what the disk throws.
  package func compare(
    _ oldPath: String, _ newPath: String,
    progress: @escaping ComparerOptions.Progress = { _, _, _ in },
    onChange: (ChangedRow) throws -> Void = { _ in }
  ) throws -> Comparison {
    let threads = options.threads
    let pair = try SnapshotPair(oldPath, newPath, keys: keys, options: options.table)
    let result = try pair.compare(threads: threads, runLength: runLength, progress: progress)
    let rows = result.diff.counts
    guard rows.old > 0 || rows.new > 0 else {
      throw TableError(.empty, "neither snapshot has a row; there is nothing to compare")
    }
    let flow =
      result.classes.isEmpty
      ? nil : LabelFlow(classes: result.classes, counts: result.diff.flow)
    var judge: ChangeJudge?
    var drift: Drift?
    var remarks = self.remarks(pair, result)
    if !isRowsOnly, rows.isDifferent, rows.old > 0, rows.new > 0 {
      let tables = try [
        (pair.old, pair.keys.map { $0.old }), (pair.new, pair.keys.map { $0.new }),
      ].map { snapshot, keys in
        try snapshot.table(without: keys, threads: threads) {
          progress("typing", $0, snapshot.file.size)
        }
      }
      progress("testing distributions", 0, 0)
      let found = try Drift(
        tables[0], tables[1], columns: pair.columns, threads: threads, exactRows: exactRows)
      remarks += found.remarks
      drift = found
      // What the columns took is room for what is learned.
      releaseFreedMemory()
      let schema = tables[0].schema
      let lacking = Set(pair.columns.went + found.retyped)
        .intersection(schema.columns.filter { $0.isFeature }.map { $0.name })
      remarks += pair.columns.remarks(lacking)
      judge =
        try lacking.isEmpty
        ? learn(tables[0], pair, result, progress: progress)
        : learn(
          ConformedTable(tables[0], like: schema.without(lacking)), pair, result, progress: progress
        )
    }
    progress("judging changes", 0, rows.changed + rows.went + rows.came)
    var tally = ChangeTally(
      evidence: judge.map { ChangeEvidence($0) },
      attribution: try AttributionTally(
        old: (rows.old, result.old.origins), new: (rows.new, result.new.origins)))
    var done = 0
    try ChangeWalk(pair, result, judge: judge, threads: threads).forEach { row in
      tally.add(row)
      try onChange(row)
      done += 1
      if done % 1_000 == 0 {
        progress("judging changes", done, rows.changed + rows.went + rows.came)
      }
    }
    return Comparison(
      old: side(pair.old, result.old.reading), new: side(pair.new, result.new.reading),
      columns: pair.columns, keys: pair.keys.map { $0.name }, label: pair.label?.name,
      rows: rows, flow: flow, evidence: tally.evidence, suspects: tally.suspects, drift: drift,
      driftPolicy: options.driftPolicy, attribution: tally.parts,
      findings: try hashFindings(pair, result) + tally.findings(flow), remarks: remarks)
  }

  private func learn(
    _ table: some RowTable, _ pair: SnapshotPair, _ result: SnapshotPair.Result,
    progress: @escaping ComparerOptions.Progress
  ) throws -> ChangeJudge {
    var scan = Scan()
    scan.threads = options.threads
    scan.seed = options.seed
    let statistics = try scan.statistics(of: table) { progress($0.stage, $0.done, $0.total) }
    progress("learning", 0, table.rowCount)
    // One model at a time: side by side they would take 80 MB more, the most of the whole comparison.
    let profile = try Profile(table, statistics: statistics, seed: options.seed, threads: 1)
    return ChangeJudge(profile: profile, pair: pair, classes: result.classes)
  }

  private func side(_ snapshot: Snapshot, _ reading: Snapshot.Reading) -> Comparison.Side {
    Comparison.Side(
      file: RunFacts.File(
        name: snapshot.file.name, bytes: reading.bytes, sha256: reading.sha256,
        records: reading.rows + reading.rejected),
      rows: reading.rows,
      rejects: RecordLog.Kind.allCases.compactMap { kind in
        reading.rejects[kind].map { RunFacts.RejectCount(reason: kind.name, count: $0) }
      })
  }

  private func hashFindings(
    _ pair: SnapshotPair, _ result: SnapshotPair.Result
  ) throws -> [Comparison.Finding] {
    let pinned = [
      ("old", pair.old, result.old.reading, options.expectedOld),
      ("new", pair.new, result.new.reading, options.expectedNew),
    ]
    return try pinned.compactMap { name, snapshot, reading, expected in
      guard let expected, try !snapshot.matches(expected, reading) else { return nil }
      return .notPinned(name, sha256: reading.sha256, expected: expected)
    }
  }

  private func remarks(_ pair: SnapshotPair, _ result: SnapshotPair.Result) -> [String] {
    var remarks = pair.old.plan.remarks
    remarks += pair.new.plan.remarks.filter { !remarks.contains($0) }
    let columns = pair.columns
    for column in columns.renamed {
      remarks.append(
        "column '\(column.name)' is called '\(column.renamed ?? "")' now: they hold the same values"
      )
    }
    if columns.isReordered { remarks.append("the columns stand in another order now") }
    let rows = result.diff.counts
    if rows.repeatedKeys > 0, !pair.keys.isEmpty {
      remarks.append(
        "\(Figures.count(rows.repeatedKeys, "key")) stand more than once in a snapshot "
          + "(\(Figures.count(rows.repeatedRows, "row"))); their rows are matched by content")
    }
    if rows.crowdedKeys > 0 {
      remarks.append(
        "\(Figures.count(rows.crowdedKeys, "key")) have more than \(Figures.grouped(RowDiff.crowd)) "
          + "rows that differ; these are told as gone and come, not as pairs")
    }
    if pair.keys.isEmpty, let id = columns.pairs.first(where: { $0.role == .id }) {
      remarks.append(
        "rows are matched by their content; --key '\(id.name)' would match them by that column")
    }
    for (side, name) in [(result.old, "old"), (result.new, "new")] where side.reading.rejected > 0 {
      remarks.append(
        "\(Figures.count(side.reading.rejected, "record")) of the \(name) snapshot are no rows and take "
          + "no part; `taster scan` shows them")
    }
    return remarks
  }
}

extension Snapshot {
  /// The rows, typed; columns of a key are no features.
  func table(
    without keys: [Int], threads: Int, progress: (Int) -> Void
  ) throws -> Table {
    var options = options
    options.threads = threads
    options.ignored += keys.filter { plan.roles[$0] == .feature }.map { plan.names[$0] }
    if let label = plan.label { options.label = .column(plan.names[label]) }
    if let id = plan.roles.firstIndex(of: .id) { options.id = plan.names[id] }
    return try Table.read(file, options: options, progress: progress)
  }

  /// Whether the text, or the compressed file it came from, has a hash.
  func matches(_ expected: String, _ reading: Reading) throws -> Bool {
    let expected = expected.lowercased()
    if reading.sha256 == expected { return true }
    guard let packed else { return false }
    var blocks = BlockReader(packed.bytes())
    var hash = StreamingHash()
    _ = try blocks.forEachPiece(of: packed.size) { hash.add($0) }
    return hash.digest == expected
  }
}
