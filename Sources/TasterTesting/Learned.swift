package import TasterKit

/// A table and what was learned from it.
package struct Learned: Sendable {
  package let table: MemoryTable
  package let profile: Profile

  /// Learns from a table.
  package init(_ table: MemoryTable) throws {
    self.table = table
    profile = try table.profile()
  }

  /// Learns from a sheet.
  package init(_ sheet: Sheet, chunkRows: Int = 64) throws {
    try self.init(sheet.table(chunkRows: chunkRows))
  }

  /// What a detector says about every row, chunk by chunk.
  package func evidence(of detector: any Detector.Type) throws -> [Evidence] {
    let judge = try detector.init().learn(profile)
    return table.chunks.flatMap { judge.evidence(profile.batch($0)) }
  }

  /// What a detector gives as reasons for the row at a position, counted from 0.
  package func reasons(forRow row: Int, by detector: any Detector.Type) throws -> [Reason] {
    let judge = try detector.init().learn(profile)
    for chunk in table.chunks where row < chunk.firstRow + chunk.count {
      return judge.reasons(row - chunk.firstRow, of: profile.batch(chunk))
    }
    return []
  }
}
