import Foundation
import TasterKit
import Testing

@Suite struct `Dealing rows out again` {
  private static let names = [
    "clean.csv", "quarantine.csv", "rejects.csv", "findings.jsonl", "rejects.jsonl",
  ]

  private func apply(_ shop: Workshop, _ rows: [Int]) throws {
    let run = try RunReader(shop.file("run"))
    try run.directory.exclusively {
      try run.apply(
        releasing: rows,
        review: RunFacts.Review(
          released: rows.count, confirmed: 0, decisions: rows.count, lastHash: "h"))
    }
  }

  private func proof(_ shop: Workshop) throws -> Verification {
    try Verification(RunReader(shop.file("run")))
  }

  @Test(arguments: `A proof`.awkward)
  func `obeys the law whatever the files look like, and back to the byte`(
    texts: [String]
  ) async throws {
    try await Workshop.open { shop in
      let names = texts.indices.map { "\($0).csv" }
      for (name, text) in zip(names, texts) { try shop.write(name, text) }
      try await shop.scan(names) { $0.table.maxRejectShare = 0.5 }
      let before = try Self.names.map { try shop.read("run/\($0)") }
      let held = try RunReader(shop.file("run")).heldRows().map { $0.row }
      for rows in [held.filter { $0 % 2 == 0 }, held, [held[0]], [held[held.count - 1]], []] {
        try apply(shop, rows)
        let run = try RunReader(shop.file("run"))
        #expect(try proof(shop).fault == nil, "\(rows)")
        #expect(run.facts.held == held.count - rows.count)
        #expect(run.facts.kept + run.facts.held == run.facts.rows)
        #expect(try run.releasedRows().map { $0.row } == rows)
        #expect(try run.judgedRows().map { $0.row } == held)
      }
      let after = try Self.names.map { try shop.read("run/\($0)") }
      #expect(before == after)
    }
  }

  @Test func `keeps all of run.json that it does not change`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      let before = try #require(JSON(reading: try shop.read("run/run.json")))
      let row = try RunReader(shop.file("run")).heldRows()[0].row
      try apply(shop, [row])
      var after = try #require(JSON(reading: try shop.read("run/run.json")))
      #expect(after["review"]["released"].whole == 1)
      #expect(after["counts"]["held"].whole == before["counts"]["held"].whole.map { $0 - 1 })
      #expect(after["outputs"].elements.map { $0["name"].text }.contains("released.jsonl"))
      for member in ["counts", "outputs", "review"] { after[member] = before[member] }
      #expect(after == before)
    }
  }

  @Test func `refuses to bless a run that was altered`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      let row = try RunReader(shop.file("run")).heldRows()[0].row
      var clean = try shop.read("run/clean.csv")
      clean[clean.count / 2] ^= 1
      try shop.forge("clean.csv", clean)
      let seal = try shop.read("run/run.json")
      #expect(throws: TableError.self) { try apply(shop, [row]) }
      #expect(try shop.read("run/run.json") == seal && shop.read("run/clean.csv") == clean)
    }
  }

  @Test func `lets go only what was held`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      let held = Set(try RunReader(shop.file("run")).heldRows().map { $0.row })
      let kept = try #require((1...60).first { !held.contains($0) })
      #expect(throws: TableError.self) { try apply(shop, [kept]) }
    }
  }
}
