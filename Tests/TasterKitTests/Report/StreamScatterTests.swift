import Testing

@testable import TasterKit

@Suite struct `The scatter of a stream` {
  // What is drawn of a stream of which every row is held.
  private func scatter(
    trusted: String, stream: String, batchRows: Int = 10_000, threads: Int = 2,
    label: TableOptions.Label = .column("class")
  ) async throws -> (scatter: Scatter, tally: HeldTally) {
    try await Workshop.open { shop in
      try shop.write("trusted.csv", trusted)
      try shop.write("stream.csv", stream)
      var options = TableOptions()
      options.label = label
      let table = try Table.read([shop.file("trusted.csv")], options: options)
      let baseline = try Baseline(
        table, of: table, statistics: try Scan().statistics(of: table), seed: 0)
      var filter = try Filter(baseline, threads: threads)
      filter.threshold = 0
      var pieces = StreamOptions()
      pieces.batchRows = batchRows
      var picture = StreamScatter(filter)
      var tally = HeldTally(top: 5_000)
      for try await batch in filter.batches(shop.file("stream.csv"), stream: pieces) {
        for row in batch.held {
          picture.add(row)
          tally.add(row.finding, at: row.location)
        }
      }
      return (picture.scatter(tally), tally)
    }
  }

  // Two classes far apart along x; the rows that are named carry the label of the other.
  private static func table(_ rows: Int, flipped: Set<Int> = [], other: String = "b") -> String {
    "x,y,class\n"
      + (1..<rows + 1).map { i in
        let side = i % 2
        let isB = (side == 1) != flipped.contains(i)
        return "\(100 * side + i * 31 % 7),\(i % 5),\(isB ? other : "a")\n"
      }.joined()
  }

  @Test func `puts a held row among the trusted rows that it is like`() async throws {
    let (scatter, tally) = try await scatter(
      trusted: Self.table(160), stream: Self.table(20, flipped: [9]))
    #expect(scatter.isOfStream && scatter.columns == 2 && scatter.directions.count == 2)
    #expect(scatter.groups.map { $0.keptPoints.count } == [160, 160])
    #expect(scatter.groups.flatMap { $0.heldRows }.sorted() == Array(1...20) && tally.count == 20)
    let group = try #require(scatter.groups.first { $0.heldRows.contains(9) })
    #expect(group.name == "a" && group.heldRows[0] == 9)
    func middle(_ points: [Int]) -> Int {
      stride(from: 0, to: points.count, by: 2).reduce(0) { $0 + points[$1] } / (points.count / 2)
    }
    let others = try #require(scatter.groups.first { $0.name == "b" })
    let x = group.heldPoints[0]
    #expect((x - middle(others.keptPoints)).magnitude < 100)
    #expect((x - middle(group.keptPoints)).magnitude > 500)
  }

  @Test func `is the same whatever the batches, and bounded however long the stream is`()
    async throws
  {
    let trusted = Self.table(420)
    let stream = Self.table(460, flipped: Set(stride(from: 3, to: 460, by: 9)))
    let (one, tally) = try await scatter(trusted: trusted, stream: stream)
    let (two, _) = try await scatter(trusted: trusted, stream: stream, batchRows: 60, threads: 1)
    #expect(one == two && tally.count == 460)
    #expect(one.groups.map { $0.held }.reduce(0, +) == 460)
    for group in one.groups {
      #expect(group.keptPoints.count == 2 * Scatter.pointLimit)
      // All are ranked, so the first of a class are the most suspicious of its rows.
      let ranked = tally.suspects.filter { $0.finding.label == group.name }
      #expect(group.heldRows == ranked.prefix(Scatter.pointLimit).map { $0.finding.row })
    }
  }

  @Test func `has no place for rows of a class that the baseline does not know`() async throws {
    let (scatter, tally) = try await scatter(
      trusted: Self.table(120), stream: Self.table(20, other: "new"))
    #expect(tally.count == 20 && scatter.groups.map { $0.name } == ["a", "b"])
    #expect(scatter.groups.map { $0.held } == [10, 0])
    #expect(scatter.groups[0].heldRows.allSatisfy { $0 % 2 == 0 })
  }

  @Test func `is one picture without labels, and none without numbers`() async throws {
    let plain = "x,y\n" + (0..<80).map { "\($0 % 9),\($0 * 7 % 11)\n" }.joined()
    let (one, tally) = try await scatter(trusted: plain, stream: plain, label: .none)
    #expect(one.groups.map { $0.name } == [nil] && one.groups[0].held == tally.count)
    #expect(one.groups[0].heldRows.count == 80 && one.groups[0].keptPoints.count == 160)
    let words = "w,v,class\n" + (0..<80).map { "w\($0 % 3),v\($0 % 2),\($0 % 2)\n" }.joined()
    let (none, held) = try await scatter(trusted: words, stream: words)
    #expect(none.columns == 0 && none.directions == [] && none.groups == [] && held.count == 80)
  }
}
