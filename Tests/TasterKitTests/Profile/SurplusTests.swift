import TasterKit
import TasterTesting
import Testing

@Suite struct `The surplus` {
  /// A table with trusted rows of the same kind beside it, and the chunks of the table.
  private static func learned(_ sheet: Sheet, beside trusted: Sheet) throws -> (Profile, [Chunk]) {
    let baseline = try trusted.baseline()
    let seen = ConformedTable(sheet.table(), like: baseline.schema)
    let joined = JoinedTable(seen, tail: baseline.drawn.chunk)
    let vocabulary = Vocabulary(seen.schema)
    let drawn = try DrawnRows(joined, seed: 0, capacity: 20_000, vocabulary: vocabulary)
    let profile = try Profile(
      RowSample(drawn, seed: 0, vocabulary: vocabulary), schema: seen.schema,
      statistics: sheet.table().statistics(), ownRows: sheet.rowCount, seed: 0, threads: 1)
    return (profile, try (0..<seen.chunkCount).map { try seen.chunk($0) })
  }

  private static func values(_ sheet: Sheet, beside trusted: Sheet) throws -> [Double] {
    let (profile, chunks) = try learned(sheet, beside: trusted)
    let surplus = try Surplus(profile)
    return chunks.flatMap { surplus.values(profile.batch($0)) }
  }

  @Test func `is near 0 where rows are drawn alike`() throws {
    let values = try Self.values(.clean(rows: 300, seed: 1), beside: .clean(rows: 300, seed: 2))
    #expect(values.count == 300)
    #expect((values.reduce(0, +) / 300).magnitude < 0.05)
    #expect(values.count { $0.magnitude > 0.1 } < 15)
  }

  /// Every tenth row lies where no other does.
  private static func planted(rows: Int) -> Sheet {
    var sheet = Sheet.clean(rows: rows, seed: 1)
    for j in 2..<4 {
      guard case .numbers(var list) = sheet.fields[j].cells else { continue }
      for i in stride(from: 0, to: rows, by: 10) { list[i] = 2.5 + Double(i % 7) / 20 }
      sheet.fields[j].cells = .numbers(list)
    }
    return sheet
  }

  @Test func `shows rows that lie together where no trusted rows do`() throws {
    let sheet = Self.planted(rows: 300)
    let planted = (0..<300).map { $0 % 10 == 0 }
    let values = try Self.values(sheet, beside: .clean(rows: 300, seed: 2))
    #expect(averagePrecision(values, planted) > 0.5)
    let mean = values.indices.reduce(0) { $0 + (planted[$1] ? values[$1] : 0) } / 30
    #expect(mean > 0.2)
  }

  @Test func `is 0 where there is nobody to compare with`() throws {
    let table = Sheet.clean(rows: 60, seed: 1).table()
    let profile = try table.profile()
    let values = try Surplus(profile).values(profile.batch(table.chunks[0]))
    #expect(values.allSatisfy { $0 == 0 })
  }

  @Test func `of a row that was not learned from does not depend on its batch`() throws {
    let (profile, _) = try Self.learned(
      Self.planted(rows: 300), beside: .clean(rows: 300, seed: 2))
    let surplus = try Surplus(profile)
    let others = Sheet.clean(rows: 40, seed: 9).table(chunkRows: 40)
    let whole = surplus.values(profile.batch(others.chunks[0]))
    let parts = Sheet.clean(rows: 40, seed: 9).table(chunkRows: 9).chunks.flatMap {
      surplus.values(profile.batch($0))
    }
    #expect(whole.contains { $0.magnitude > 0.01 })
    for (a, b) in zip(whole, parts) { #expect((a - b).magnitude < 1e-9) }
  }
}
