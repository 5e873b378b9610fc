import TasterKit
import TasterStore
import Testing

@Suite struct `Rebuilding` {
  @Test func `makes the files follow, and back to the byte`() async throws {
    try await Shop.open { shop in
      let names = ["clean.csv", "quarantine.csv", "findings.jsonl"]
      let before = try names.map { try shop.read("run/\($0)") }
      let held = try shop.held()
      let rows = held.filter { $0 % 3 == 0 }
      try shop.decide(.release, rows)
      #expect(try shop.ledger().pendingDecisions() == rows.count)
      #expect(try names.map { try shop.read("run/\($0)") } == before)
      let review = try shop.ledger().rebuild()
      #expect(review.released == rows.count && review.confirmed == 0)
      let facts = try RunReader(shop.run).facts
      #expect(facts.held == held.count - rows.count && facts.review == review)
      #expect(try shop.ledger().pendingDecisions() == 0)
      #expect(try RunProof(shop.run).isProven)
      try shop.decide(.undo, rows)
      try shop.ledger().rebuild()
      #expect(try names.map { try shop.read("run/\($0)") } == before)
      #expect(try RunProof(shop.run).isProven)
    }
  }

  @Test func `moves no file where only confirmations came`() async throws {
    try await Shop.open { shop in
      try shop.decide(.confirm, [shop.held()[0]])
      let seal = try shop.read("run/run.json")
      try shop.ledger().rebuild()
      #expect(try shop.read("run/run.json") != seal)
      let review = try RunReader(shop.run).facts.review
      #expect(review?.confirmed == 1 && review?.decisions == 1)
      #expect(try RunReader(shop.run).releasedRows().isEmpty)
    }
  }

  @Test func `does nothing where nothing was decided`() async throws {
    try await Shop.open { shop in
      let seal = try shop.read("run/run.json")
      try shop.ledger().rebuild()
      #expect(try shop.read("run/run.json") == seal)
    }
  }
}
