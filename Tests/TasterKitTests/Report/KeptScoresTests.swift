import TasterKit
import Testing

@Suite struct `Scores of rows that are not held` {
  private func lines() -> String {
    "lab,x,y,class\n"
      + Workshop.rows(160).enumerated().map { k, row in
        let cells = row.split(separator: ",")
        return "lab \(k % 3),\(cells[0]),\(cells[1]),\(cells[3])\n"
      }.joined()
  }

  @Test func `tell what any threshold would hold in addition, to the row`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", lines())
      try await shop.scan(["a.csv"]) {
        $0.scan.threshold = 0.2
        $0.table.source = "lab"
        $0.writesScores = true
      }
      let run = try RunReader(shop.file("run"))
      #expect(KeptScores.areThere(in: run))
      let kept = try KeptScores(run)
      let stored = try StoredScores(contentsOf: shop.file("run/scores.csv"))
      for step in [0, 1, 3, 10, 100, 199, 200, 201, 1_000] {
        let threshold = Double(step) / Double(KeptScores.steps)
        let wanted = (0..<160).filter { !stored.flagged[$0] && stored.scores[$0] >= threshold }
        let addition = kept.addition(at: step)
        #expect(addition.rows == wanted.count, "at \(threshold)")
        for (name, side) in [("even", 0), ("odd", 1)] {
          let rows = addition.classes.first { $0.name == name }?.rows ?? 0
          #expect(rows == wanted.count { $0 % 2 == side })
        }
        for lab in 0..<3 {
          let rows = addition.sources.first { $0.name == "lab \(lab)" }?.rows ?? 0
          #expect(rows == wanted.count { $0 % 3 == lab })
        }
      }
      #expect(kept.addition(at: 0).rows == run.facts.kept)
      #expect(kept.addition(at: 200).rows == 0, "these are held")
    }
  }

  @Test func `leave out rows that were held and let go`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", lines())
      try await shop.scan(["a.csv"]) { $0.writesScores = true }
      let run = try RunReader(shop.file("run"))
      let before = try KeptScores(run)
      let rows = try run.heldRows().map { $0.row }
      let review = RunFacts.Review(released: 2, confirmed: 0, decisions: 2, lastHash: "h")
      try run.directory.exclusively {
        try run.apply(releasing: [rows[0], rows[2]], review: review)
      }
      #expect(try KeptScores(RunReader(shop.file("run"))) == before)
    }
  }

  @Test func `are not there without scores, and fit no others`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", lines())
      try await shop.scan(["a.csv"])
      let run = try RunReader(shop.file("run"))
      #expect(!KeptScores.areThere(in: run))
      try shop.write("run/scores.csv", "row,score,flagged\n1,0.5,0\n")
      #expect(throws: TableError.self) { try KeptScores(run) }
      try shop.write("run/scores.csv", "row,score,flagged\n2,0.5,0\n1,0.5,0\n")
      #expect(throws: TableError.self) { try KeptScores(run) }
    }
  }
}
