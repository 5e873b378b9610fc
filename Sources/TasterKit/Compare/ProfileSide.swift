import TasterKernels

/// One of two snapshots, at least one of which is a profile.
struct ProfileSide: Sendable {
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
  func baseline(_ options: ComparerOptions) throws -> Baseline {
    if let kept { return kept }
    return try Baseline(
      rows, statistics: statistics,
      origins: [Baseline.Origin(bytes: file.bytes, sha256: file.sha256, rows: rows.rowCount)],
      options: options.table, seed: options.seed, version: "")
  }
}

/// The drawn rows of a profile as a table.
struct DrawnTable: RowTable {
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
