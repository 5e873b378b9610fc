import TasterCSV
import TasterKernels
import TasterKit
import TasterTesting
import Testing

extension Sheet {
  /// What a profile of the sheet holds.
  func baseline(_ name: String = "a", seed: UInt64 = 0) throws -> Baseline {
    let table = table()
    return try Baseline(
      table, statistics: table.statistics(),
      origins: [Baseline.Origin(bytes: 100, sha256: sha256(name.utf8), rows: rowCount)],
      seed: seed, version: "1.2.3")
  }
}

@Suite struct `A baseline` {
  @Test func `solves to the profile that a scan of the same rows learns`() throws {
    let sheet = Sheet.planted(rows: 200)
    let scanned = try sheet.table().profile(seed: 3)
    let solved = try sheet.baseline(seed: 3).profile()
    #expect(solved.standing.margins == scanned.standing.margins)
    #expect(solved.q == scanned.q && solved.sample.rows == scanned.sample.rows)
  }

  @Test func `solves for classes and levels that it does not know`() throws {
    let baseline = try Sheet.clean(rows: 80, seed: 1).baseline()
    var wider = baseline.schema
    wider.classes.append("worse")
    let profile = try baseline.profile(wider)
    #expect(profile.labels?.classes == 3 && profile.statistics.rows.count == 3)
    #expect(profile.statistics.rows[2] == 0 && profile.statistics.rows[0] > 0)
    let known = try #require(profile.standing.posteriors?.plain)
    #expect((0..<80).allSatisfy { known[$0, 2] < 0.5 })
  }

  @Test func `counts its rows`() throws {
    let baseline = try Sheet.clean(rows: 80, seed: 1).baseline()
    #expect(baseline.rowCount == 80 && baseline.drawnCount == 80)
  }
}
