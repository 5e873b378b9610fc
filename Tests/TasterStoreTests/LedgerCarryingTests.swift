import TasterKit
import TasterStore
import Testing

@Suite struct `Decisions of a former run` {
  /// Scans the same table once more, with what was decided in its first run.
  private func again(
    _ shop: Shop, threshold: Double, to name: String = "again"
  ) async throws -> (report: Report, ledger: Ledger) {
    let former = try shop.ledger()
    var run = ScanRun()
    run.table.label = .column("class")
    run.table.source = "lab"
    run.table.id = "name"
    run.scan.threshold = threshold
    run.directory = RunDirectory(shop.file(name))
    run.facts.runID = "run-2"
    run.decisions = try former.earlierDecisions()
    let report = try await run.run([shop.file("a.csv")], clock: .system)
    let ledger = try Ledger(RunReader(shop.file(name)))
    try ledger.carry(from: former)
    try ledger.rebuild()
    return (report, ledger)
  }

  /// A shop that stays open over a second scan.
  private func decided(
    _ body: (Shop, _ released: [Int], _ confirmed: [Int]) async throws -> Void
  ) async throws {
    try await Shop.openAsync { shop in
      let held = try shop.held()
      let (released, confirmed) = (Array(held[0...1]), Array(held[2...4]))
      try shop.decide(.release, released + [held[5]])
      try shop.decide(.confirm, confirmed)
      try shop.decide(.undo, [held[5]])
      try shop.ledger().rebuild()
      try await body(shop, released, confirmed)
    }
  }

  @Test func `let go and hold the same rows again`() async throws {
    try await decided { shop, released, confirmed in
      let all = Set(try shop.held())
      let (report, ledger) = try await again(shop, threshold: 0.03)
      let run = try RunReader(shop.file("again"))
      #expect(try run.releasedRows().map { $0.row } == released)
      #expect(Set(try run.heldRows().map { $0.row }) == all.subtracting(released))
      #expect(report.heldCount == all.count - released.count)
      #expect(report.facts.held == run.facts.held && run.facts.review?.confirmed == confirmed.count)
      #expect(report.notes.contains { $0.text.contains("2 rows released before") })
      #expect(try ledger.counts().released == 2)
      #expect(try RunProof(shop.file("again")).isProven)
      var origins: [String?] = []
      try ledger.forEachDecision {
        origins.append($0.carriedFrom)
        return true
      }
      #expect(origins.count == 5 && origins.allSatisfy { $0?.hasPrefix("run-1#") == true })
    }
  }

  @Test func `hold confirmed rows that no score would`() async throws {
    try await decided { shop, _, confirmed in
      let (report, ledger) = try await again(shop, threshold: 1)
      #expect(try RunReader(shop.file("again")).heldRows().map { $0.row } == confirmed)
      #expect(report.heldCount == 3 && report.facts.exitStatus == 1)
      let row = try #require(try ledger.row(confirmed[0]))
      #expect(row.status == .confirmed && row.detector == "decision")
      #expect(row.finding.heldBy == ["decision"] && row.finding.label != nil)
      #expect(row.location.id == "row \(confirmed[0] - 1)" && row.location.source != nil)
      #expect(row.finding.reasons[0].text.contains("confirmed by ana"))
      #expect(try RunProof(shop.file("again")).isProven)
    }
  }

  @Test func `are kept from being overwritten`() async throws {
    try await Shop.open { shop in
      let directory = RunDirectory(shop.run)
      try Ledger.checkOverwritable(directory)
      _ = try shop.ledger()
      try Ledger.checkOverwritable(directory)
      try shop.decide(.confirm, [shop.held()[0]])
      let error = #expect(throws: TableError.self) { try Ledger.checkOverwritable(directory) }
      #expect(error?.description.contains("1 decision") == true)
    }
  }
}
