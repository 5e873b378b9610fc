import Foundation
import TasterKit
import TasterStore
import Testing

@Suite struct `Deciding` {
  private func status(_ shop: Shop, _ row: Int) throws -> RowStatus? {
    try shop.ledger().row(row)?.status
  }

  @Test func `adds one link a row, each behind the last`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      let first = try shop.decide(.release, Array(held[0...2]))
      let second = try shop.decide(.confirm, [held[3]])
      #expect(first.count == 3 && first.numbers == 1...3 && second.numbers == 4...4)
      var decisions: [Decision] = []
      try shop.ledger().forEachDecision {
        decisions.append($0)
        return true
      }
      #expect(decisions.map { $0.row } == Array(held[0...3]))
      #expect(decisions.map { $0.previousHash }.dropFirst() == decisions.map { $0.hash }.dropLast())
      #expect(Set(decisions.map { $0.hash }).count == 4 && decisions[3].hash == second.lastHash)
      #expect(decisions.allSatisfy { $0.who == "ana" && $0.reason == "looked at it" })
      let row = try #require(try shop.ledger().row(held[3]))
      #expect(row.decision?.number == 4 && row.decision?.who == "ana")
    }
  }

  @Test func `takes back by one more link, to what was before`() async throws {
    try await Shop.open { shop in
      let row = try shop.held()[0]
      try shop.decide(.confirm, [row])
      try shop.decide(.release, [row])
      #expect(try status(shop, row) == .released)
      #expect(try shop.decide(.undo, [row], undoing: .release).count == 1)
      #expect(try status(shop, row) == .confirmed)
      #expect(try shop.decide(.undo, [row], undoing: .release).unchanged == 1)
      #expect(try shop.decide(.undo, [row]).count == 1)
      #expect(try status(shop, row) == .undecided)
      #expect(try shop.decide(.undo, [row]).unchanged == 1)
      #expect(try shop.decide(.release, [row]).numbers == 5...5)
      #expect(try status(shop, row) == .released)
    }
  }

  @Test func `says nothing twice, and overrules nobody by the way`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      try shop.decide(.confirm, [held[0]])
      #expect(try shop.decide(.confirm, [held[0]]).unchanged == 1)
      let all = try shop.ledger().decide(
        .release, .filter(.all), by: "bob", because: "all", at: "now")
      #expect(all.count == held.count - 1 && all.passedOver == 1 && all.unchanged == 0)
      #expect(try status(shop, held[0]) == .confirmed)
      let meant = try shop.ledger().decide(
        .release, .filter(RowFilter("status=confirmed")), by: "bob", because: "all", at: "now")
      #expect(meant.count == 1)
      #expect(try shop.ledger().counts().released == held.count)
    }
  }

  @Test func `means rows of a group`() async throws {
    try await Shop.open { shop in
      let ledger = try shop.ledger()
      var query = RowQuery()
      query.filter = try RowFilter("source='lab 1'")
      let expected = try ledger.count(query)
      let receipt = try ledger.decide(
        .confirm, .group("source:lab 1"), by: "ana", because: "one lab", at: "now")
      #expect(receipt.count == expected && expected > 0)
    }
  }

  @Test func `is refused where nothing can be meant`() async throws {
    try await Shop.open { shop in
      let held = Set(try shop.held())
      let kept = try #require((1...80).first { !held.contains($0) })
      let ledger = try shop.ledger()
      func decide(_ selection: Selection, who: String = "ana", why: String = "x") throws {
        try ledger.decide(.release, selection, by: who, because: why, at: "now")
      }
      let error = #expect(throws: TableError.self) { try decide(.rows([kept...kept])) }
      #expect(error?.description.contains("row \(kept) is not held") == true)
      #expect(throws: TableError.self) { try decide(.rows([1_000...2_000])) }
      #expect(throws: TableError.self) { try decide(.filter(RowFilter("class=none"))) }
      #expect(throws: TableError.self) { try decide(.filter(.all), who: " ") }
      #expect(throws: TableError.self) { try decide(.filter(.all), why: "\n") }
      // All or none: the first row would have been fine.
      let row = try #require(held.min())
      #expect(throws: TableError.self) { try decide(.rows([row...row, kept...kept])) }
      #expect(try ledger.counts().undecided == held.count)
    }
  }

  @Test func `loses nothing when many decide at once`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      let path = shop.run
      let count = min(held.count, 16)
      DispatchQueue.concurrentPerform(iterations: count) { k in
        do {
          let ledger = try Ledger(RunReader(path))
          try ledger.decide(
            k % 2 == 0 ? .release : .confirm, .rows([held[k]...held[k]]), by: "who \(k)",
            because: "at once", at: "now")
          try ledger.rebuild()
        } catch {
          Issue.record("\(error)")
        }
      }
      let proof = try RunProof(path)
      #expect(proof.isProven && proof.ledger.decisions == count && proof.ledger.pending == 0)
      #expect(try RunReader(path).facts.review?.released == (count + 1) / 2)
    }
  }
}
