import Testing

@testable import TasterKit

@Suite struct `A scatter` {
  private func scatter(
    _ table: String, _ change: (inout ScanRun) -> Void = { _ in }
  ) async throws -> (scatter: Scatter, report: Report) {
    try await Workshop.open { shop in
      try shop.write("a.csv", table)
      let report = try await shop.scan(["a.csv"], change)
      let read = try Scatter(RunReader(shop.file("run")))
      #expect(read == report.scatter, "what is read is what was drawn")
      return (try #require(read), report)
    }
  }

  @Test func `marks every held row of a small table in its class, and draws the others`()
    async throws
  {
    let (scatter, report) = try await scatter(Workshop.table(200))
    #expect(scatter.columns == 2 && scatter.directions.count == 2)
    #expect(Set(scatter.directions.flatMap { $0.columns }) == ["x", "y"])
    let rows = scatter.groups.flatMap { $0.heldRows }
    #expect(rows.sorted() == report.suspects.map { $0.finding.row }.sorted() && rows.count > 4)
    for group in scatter.groups {
      let wanted = report.suspects.filter { $0.finding.label == group.name }.map { $0.finding.row }
      #expect(group.heldRows == wanted && group.held == wanted.count)
      #expect(group.heldPoints.count == 2 * wanted.count)
      let all = group.keptPoints + group.heldPoints
      #expect(all.allSatisfy { (0...Scatter.side).contains($0) })
    }
    #expect(scatter.groups.reduce(0) { $0 + $1.keptPoints.count / 2 } == 200 - rows.count)
  }

  @Test func `puts a row with another label among the rows that it is like`() async throws {
    // Two classes far apart; row 9 lies in the one and carries the label of the other.
    let lines = (0..<120).map { i in
      let side = i % 2
      return "\(100 * side + i % 7),\(i % 5),\((i == 8 ? 1 - side : side) == 0 ? "a" : "b")\n"
    }
    let (scatter, _) = try await scatter("x,y,class\n" + lines.joined()) {
      $0.scan.threshold = 0.5
    }
    let group = try #require(scatter.groups.first { $0.heldRows.contains(9) })
    let k = try #require(group.heldRows.firstIndex(of: 9))
    let others = try #require(scatter.groups.first { $0.name != group.name })
    func middle(_ points: [Int]) -> Int {
      stride(from: 0, to: points.count, by: 2).reduce(0) { $0 + points[$1] }
        / (points.count / 2)
    }
    let x = group.heldPoints[2 * k]
    #expect((x - middle(others.keptPoints)).magnitude < (x - middle(group.keptPoints)).magnitude)
  }

  @Test func `is the same whatever the threads, and bounded whatever the table`() async throws {
    let table =
      "x,y,class\n" + (0..<6_000).map { "\($0 % 97),\($0 * 31 % 89),c\($0 % 20)\n" }.joined()
    let (one, _) = try await scatter(table) { $0.scan.threads = 1 }
    let (two, report) = try await scatter(table) { $0.scan.threads = 2 }
    #expect(one == two && one.groups.count == Scatter.groupLimit)
    #expect(report.heldCount > 20 * Scatter.pointLimit)
    for group in one.groups {
      #expect(group.heldRows.count <= Scatter.pointLimit)
      #expect(group.keptPoints.count <= 2 * Scatter.pointLimit)
    }
  }

  @Test func `has no directions in a table without numbers, and one where one column varies`()
    async throws
  {
    let words =
      "w,v,class\n" + (0..<80).map { "w\($0 % 3),v\($0 % 2),\($0 % 2)\n" }.joined()
    let (none, _) = try await scatter(words) { $0.scan.threshold = 0 }
    #expect(none.columns == 0 && none.directions == [] && none.groups == [])
    let numbers = "x,w,class\n" + (0..<80).map { "\($0),w\($0 % 3),\($0 % 2)\n" }.joined()
    let (one, _) = try await scatter(numbers) { $0.scan.threshold = 0 }
    #expect(one.columns == 1 && one.directions.count == 1)
    let heights = one.groups.flatMap { group in
      stride(from: 1, to: group.heldPoints.count, by: 2).map { group.heldPoints[$0] }
    }
    #expect(Set(heights) == [Scatter.side / 2])
  }

  @Test func `is one picture in a table without labels`() async throws {
    let table = "x,y\n" + (0..<80).map { "\($0 % 9),\($0 * 7 % 11)\n" }.joined()
    let (scatter, report) = try await scatter(table) {
      $0.table.label = .none
      $0.scan.threshold = 0
    }
    #expect(scatter.groups.map { $0.name } == [nil] && scatter.groups[0].held == report.heldCount)
  }

  @Test func `is missing where a report has none`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      var json = try #require(JSON(reading: shop.read("run/report.json")))
      json["scatter"] = .null
      try shop.write("run/report.json", json.bytes())
      #expect(try Scatter(RunReader(shop.file("run"))) == nil)
    }
  }
}
