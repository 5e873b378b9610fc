import TasterKit
import TasterTesting
import Testing

@Suite struct `Slices` {
  private static func slices(_ sheet: Sheet, threshold: Double? = nil) throws -> [Slice] {
    var scan = Scan()
    scan.threshold = threshold
    return try scan.run(sheet.table()).judgement.slices
  }

  @Test func `are none where no row is held`() throws {
    #expect(try Self.slices(Sheet.clean(rows: 120, seed: 1), threshold: 1.1).isEmpty)
  }

  @Test func `are none where every row is held, for then none is more frequent`() throws {
    #expect(try Self.slices(Sheet.clean(rows: 120, seed: 1), threshold: 0).isEmpty)
  }

  @Test func `name the range and the level in which held rows gather`() throws {
    let profile = try Scan().run(Sheet.clean(rows: 200, seed: 1).table()).profile
    let schema = profile.schema
    let chunk = try #require(Sheet.clean(rows: 200, seed: 1).table(chunkRows: 200).chunks.first)
    let sorted = (0..<200).sorted { chunk.numeric[$0] < chunk.numeric[$1] }
    var tally = SliceTally(profile)
    tally.add(chunk, rows: Array(sorted.suffix(40)))
    let slices = tally.slices()
    let first = try #require(slices.first)
    #expect(first.column == schema.columns[schema.numeric[0]].name)
    #expect(first.values.hasPrefix("> "))
    #expect(first.held == 40)
    #expect(first.heldShare == 1)
    #expect((first.rowShare - 0.25).magnitude < 0.02)
  }

  @Test func `do not depend on the order in which parts are added`() throws {
    let sheet = Sheet.clean(rows: 200, seed: 2)
    let profile = try Scan().run(sheet.table()).profile
    let chunk = try #require(sheet.table(chunkRows: 200).chunks.first)
    let rows = (0..<200).filter { chunk.numeric[$0] > 0 }
    var whole = SliceTally(profile)
    whole.add(chunk, rows: rows)
    var (a, b) = (SliceTally(profile), SliceTally(profile))
    a.add(chunk, rows: Array(rows.prefix(10)))
    b.add(chunk, rows: Array(rows.dropFirst(10)))
    b.merge(a)
    #expect(b.slices() == whole.slices())
    #expect(!whole.slices().isEmpty)
  }
}
