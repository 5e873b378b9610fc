import GRDB
package import TasterKit

extension Ledger {
  /// The rows that are most like a held one, of its own class, of the class that it looks like and of its source.
  ///
  /// They are looked for when a case is opened for the first time, in one pass over kept and held rows, and kept in
  /// `nearest_rows` where the ledger can be written. Where the kept rows of a stream went out and its input is not at hand, the
  /// next time looks again.
  ///
  /// - Parameter row: The row.
  /// - Returns: Up to five rows a relation.
  /// - Throws: ``TasterKit/TableError`` where the run's files cannot be read.
  /// - Complexity: O(bytes of the rows) for the first time, then O(1).
  package func nearest(to row: HeldRow) throws -> NearestRows.Found {
    let number = row.finding.row
    let known = try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM nearest_rows WHERE row_number = ? ORDER BY relation, position",
        arguments: [number])
    }
    if !known.isEmpty {
      return NearestRows.Found(rows: try Self.neighbours(known), company: .everyRow)
    }
    let found = try run.directory.steadily {
      try NearestRows.find(
        in: RunReader(run.directory.path), of: row.finding, at: row.location, bytes: row.bytes)
    }
    guard isWritable, found.company == .everyRow else { return found }
    try Self.told(run.directory.file(Self.fileName)) {
      try database.write { db in
        for (relation, rows) in found.rows {
          for (k, other) in rows.enumerated() {
            try db.execute(
              sql: "INSERT OR IGNORE INTO nearest_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              arguments: [
                number, relation.rawValue, k + 1, other.row, other.distance, other.label,
                other.source, String(decoding: JSON(other.cells).bytes(), as: UTF8.self),
              ])
          }
        }
      }
    }
    return found
  }

  private static func neighbours(
    _ rows: [Row]
  ) throws -> [NearestRows.Relation: [NearestRows.Row]] {
    var found: [NearestRows.Relation: [NearestRows.Row]] = [:]
    for row in rows {
      guard let relation = NearestRows.Relation(rawValue: row["relation"]) else { continue }
      let cells = JSON(reading: Array((row["cells"] as String).utf8))?.elements ?? []
      found[relation, default: []].append(
        NearestRows.Row(
          row: row["other_row"], distance: row["distance"], label: row["label"],
          source: row["source"], cells: cells.compactMap { $0.text }))
    }
    return found
  }

  /// What was decided about some rows; those that the scan did not hold are left out.
  func statuses(of rows: [Int]) throws -> [Int: RowStatus] {
    var statuses: [Int: RowStatus] = [:]
    for row in Set(rows) {
      if let held = try self.row(row) { statuses[row] = held.status }
    }
    return statuses
  }
}
