import TasterKit
import Testing

@Suite struct `A gate` {
  @Test func `takes the rows as held, or judges them again by another policy`() async throws {
    try await Workshop.open { shop in
      var text = "x,class\n"
      for i in 0..<120 { text += "\(i % 2 == 0 ? i : 1_000 + i),\(i % 2 == 0 ? "a" : "b")\n" }
      try shop.write("a.csv", text)
      let report = try await shop.scan(["a.csv"]) { $0.writesScores = true }
      var gate = GateRun()
      gate.allowance = .rows(report.facts.held)
      var found = try gate.run(shop.file("run"))
      #expect(found.held == report.facts.held && found.status == .met && !found.isRejudged)
      gate.allowance = .rows(5)
      gate.policy = Policy(
        threshold: 0, expected: ExpectedRate(rate: 0.1, low: 0.05, high: 0.2, rows: 120))
      found = try gate.run(shop.file("run"))
      #expect(found.held == 120 && found.status == .violated && found.isRejudged)
      gate.allowance = .share(1)
      #expect(try gate.run(shop.file("run")).status == .warned)
      gate.policy?.expected = nil
      #expect(try gate.run(shop.file("run")).status == .met)
    }
  }
}
