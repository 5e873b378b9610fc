import TasterKit
import Testing

@Suite struct `The list of held rows` {
  @Test func `shows the highest scores first, or the first rows`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      let report = try await shop.scan(["a.csv"])
      let run = try RunReader(shop.file("run"))
      let all = report.suspects.map { $0.finding.row }
      try #require(all.count > 4)
      for top in [1, 3, all.count, all.count + 1] {
        let byScore = try SuspectList(run, order: .score, top: top).shown
        #expect(byScore.map { $0.finding.row } == Array(all.prefix(top)))
        let byRow = try SuspectList(run, order: .row, top: top).shown
        #expect(byRow.map { $0.finding.row } == Array(all.sorted().prefix(top)))
      }
      #expect(try SuspectList(run, top: nil).shown.count == all.count)
      let list = try SuspectList(run, top: 2)
      #expect(
        list.lines(width: 80).last == "next: taster inspect \(shop.file("run")) --row \(all[0])")
      let json = try object(list.json)
      #expect((json["suspects"] as? [[String: Any]])?.count == 2)
    }
  }

  @Test func `says so where nothing is held`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"]) { $0.scan.threshold = 1 }
      let list = try SuspectList(RunReader(shop.file("run")))
      #expect(list.lines(width: 80) == ["no row of 60 is held"])
    }
  }
}
