import TasterCSV
import TasterKernels

/// Compares two snapshots of which one at least is a profile: its statistics, and what its models say about rows.
///
/// A profile keeps counts, sketches and a draw of rows, so rows are not matched. Columns, classes, levels and distributions are
/// compared all the same, and every row of the new snapshot is judged by the old one.
package struct ProfileComparer: Sendable {
  /// A snapshot as it is at hand.
  package enum Given: Sendable {
    /// A profile, and its file.
    case profile(Baseline, RunFacts.File)
    /// A CSV file.
    case table(String)
  }

  /// How a CSV file is read; what its columns are, the profile says.
  package var table = TableOptions()
  /// The SHA-256 that a snapshot has to have, in hexadecimal: of the data, or of the profile's file.
  package var expectedOld: String?
  package var expectedNew: String?
  /// When a difference in distribution is an alarm.
  package var driftPolicy = DriftTest.Policy()
  /// The key of every random choice where a snapshot is learned from.
  package var seed: UInt64 = 0
  /// How many tasks work at a time; nothing depends on it.
  package var threads = processorCount()

  /// The most changed rows that are told one by one.
  private static let mostTold = 100_000

  package init() {}

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
    progress: @escaping @Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void = {
      _, _, _ in
    },
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
    let seen = ConformedTable(after.rows, like: before.schema)
    let models = try before.baseline(seed: seed, options: table).models(
      seen.schema, threads: threads)
    let (tally, left) = try judge(seen, of: after, by: models, progress: progress, onChange)
    var rows = RowCounts()
    (rows.old, rows.new) = (before.rowCount, after.rowCount)
    var comparison = Comparison(
      old: before.told, new: after.told, columns: columns, keys: [],
      label: columns.pairs.first { $0.role == .label }?.name, rows: rows, flow: nil,
      evidence: tally.evidence, suspects: tally.suspects, drift: drift, driftPolicy: driftPolicy,
      attribution: [],
      findings: hashFindings(before, after) + tally.findings(nil, rows: "of the new snapshot"),
      remarks: before.remarks + after.remarks + drift.remarks + remarks(before, after, left: left))
    comparison.unmatched =
      "rows are not matched: a profile keeps counts and a draw of rows, no file; which rows came, went or got "
      + "another label, and where they came from, two CSV files tell"
    return comparison
  }

  // MARK: The two sides

  private func side(
    _ given: Given, beside other: Given,
    progress: @escaping @Sendable (String, Int, Int) -> Void
  ) throws -> ProfileSide {
    switch given {
    case .profile(let baseline, let file):
      return ProfileSide(
        file: file, hashes: [file.sha256] + baseline.origins.map { $0.sha256 },
        schema: baseline.schema, statistics: baseline.statistics,
        rows: DrawnTable(schema: baseline.schema, rows: baseline.drawn.chunk), kept: baseline)
    case .table(let path):
      var options = table
      options.threads = threads
      if case .profile(let baseline, _) = other { options.read(like: baseline) }
      let table = try Table.read([path], options: options) { done, total in
        progress("reading", done, total)
      }
      guard table.rowCount > 0 else {
        throw TableError(.empty, "\(path) has no row; there is nothing to compare")
      }
      var scan = Scan()
      scan.threads = threads
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
    [("old", old, expectedOld), ("new", new, expectedNew)].compactMap { name, side, expected in
      guard let expected = expected?.lowercased(), !side.hashes.contains(expected) else {
        return nil
      }
      return Comparison.Finding(
        code: Taxonomy.supplyChainCompromise.code,
        text:
          "the \(name) snapshot is not the pinned one: its SHA-256 is \(side.file.sha256), expected "
          + "was \(expected)")
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
      remarks.append("\(Figures.grouped(left)) more rows are contradicted or odd; they are counted")
    }
    return remarks
  }

  // MARK: The rows

  /// Judges the rows of the new snapshot.
  ///
  /// - Returns: What they come to, and how many suspicious rows were counted and not told.
  private func judge(
    _ seen: ConformedTable, of side: ProfileSide, by models: TrustedModels,
    progress: (String, Int, Int) -> Void, _ onChange: (ChangedRow) throws -> Void
  ) throws -> (tally: ChangeTally, left: Int) {
    let isLabelled = models.classCount > 1
    var tally = ChangeTally(evidence: ChangeEvidence(models.leftOut, isLabelled: isLabelled))
    var suspicious: [Judged] = []
    var left = 0
    let window = max(threads, 1)
    for start in stride(from: 0, to: seen.chunkCount, by: window) {
      let parts = try parallelMap(min(window, seen.chunkCount - start), threads: threads) { k in
        Judged.all(try seen.chunk(start + k), by: models, isLabelled: isLabelled)
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
    let places = try side.table?.places(of: suspicious.map { $0.row })
    for (k, row) in suspicious.enumerated() {
      let told = row.told(at: places?[k], classes: seen.schema.classes)
      tally.add(told)
      if places != nil { try onChange(told) }
    }
    return (tally, left)
  }
}

/// One of two snapshots, at least one of which is a profile.
private struct ProfileSide: Sendable {
  let file: RunFacts.File
  /// The hashes that it may be pinned by.
  let hashes: [String]
  let schema: Schema
  let statistics: ClassStatistics
  /// The rows that are at hand.
  let rows: any RowTable
  /// The profile; nil for a CSV file.
  var kept: Baseline?
  /// The table; nil for a profile.
  var table: Table?

  var rowCount: Int { kept?.rowCount ?? rows.rowCount }
  var remarks: [String] { (table?.remarks ?? []) + (table?.departures ?? []) }

  /// What is told about it.
  var told: Comparison.Side {
    Comparison.Side(
      file: file, rows: rowCount,
      rejects: table?.rejects.map { RunFacts.RejectCount(reason: $0.reason, count: $0.count) } ?? []
    )
  }

  /// The profile, or one that is learned from the table.
  func baseline(seed: UInt64, options: TableOptions) throws -> Baseline {
    if let kept { return kept }
    return try Baseline(
      rows, statistics: statistics,
      origins: [Baseline.Origin(bytes: file.bytes, sha256: file.sha256, rows: rows.rowCount)],
      options: options, seed: seed, version: "")
  }
}

/// The drawn rows of a profile as a table.
private struct DrawnTable: RowTable {
  let schema: Schema
  let rows: Chunk

  private static let chunkRows = 4_096

  var rowCount: Int { rows.count }
  var chunkCount: Int { (rows.count + Self.chunkRows - 1) / Self.chunkRows }

  func chunk(_ index: Int) throws -> Chunk {
    let first = index * Self.chunkRows
    var chunk = rows.gather(Array(first..<min(first + Self.chunkRows, rows.count)))
    chunk.firstRow = first
    return chunk
  }
}

/// What an old snapshot says about a row of a new one.
private struct Judged: Sendable {
  /// Its number, from 1.
  let row: Int
  let label: Int32
  /// nil where labels cannot be judged, or the class is not known.
  let suspicion: Double?
  let surprise: Double
  let looksLike: Int32

  var isSuspicious: Bool {
    suspicion.map { $0 >= ChangeEvidence.contradiction } ?? false
      || surprise >= ChangeEvidence.oddity
  }

  static func all(_ chunk: Chunk, by models: TrustedModels, isLabelled: Bool) -> [Judged] {
    let batch = models.batch(chunk)
    let combined = isLabelled ? batch.standing.posteriors?.combined : nil
    return (0..<batch.count).map { i in
      let label = batch.label(i)
      let isKnown = label < models.classCount
      let likeliest = combined.map { posterior in
        Int32((0..<models.classCount).max { posterior[i, $0] < posterior[i, $1] } ?? 0)
      }
      return Judged(
        row: chunk.firstRow + i + 1, label: Int32(label),
        suspicion: isKnown ? combined.map { TasterKit.suspicion($0, row: i, label: label) } : nil,
        surprise: batch.standing.surprises[i].value, looksLike: likeliest ?? -1)
    }
  }

  func told(at place: ChangedRow.Place?, classes: [String]) -> ChangedRow {
    ChangedRow(
      kind: .unmatched, old: nil, new: place, key: [], oldLabel: nil,
      newLabel: classes.isEmpty ? nil : classes[Int(label)], cells: [], source: nil, time: nil,
      suspicion: suspicion, surprise: surprise,
      looksLike: looksLike >= 0 && !classes.isEmpty ? classes[Int(looksLike)] : nil)
  }
}

extension Table {
  /// Where some rows of a single file stand.
  ///
  /// - Parameter rows: Their numbers from 1, ascending.
  /// - Returns: A place each.
  /// - Throws: What the disk throws.
  /// - Complexity: O(records).
  fileprivate func places(of rows: [Int]) throws -> [ChangedRow.Place] {
    var places: [ChangedRow.Place] = []
    var (row, length) = (0, 0)
    try log.forEach { entry in
      if entry.kind == .row {
        row += 1
        if places.count < rows.count, rows[places.count] == row {
          places.append(ChangedRow.Place(row: row, byteOffset: length, byteLength: entry.length))
        }
      }
      length += entry.length
    }
    // What stands before the first record is a mark.
    let mark = inputs[0].bytes - length
    guard mark > 0 else { return places }
    return places.map {
      ChangedRow.Place(row: $0.row, byteOffset: $0.byteOffset + mark, byteLength: $0.byteLength)
    }
  }
}
