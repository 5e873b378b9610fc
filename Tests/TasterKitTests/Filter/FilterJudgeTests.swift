import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A judge of streams` {
  private func rows(_ sheet: Sheet, strangers: [Int: String] = [:]) -> SchemaCoder.Rows {
    SchemaCoder.Rows(
      chunk: sheet.table(chunkRows: sheet.rowCount).chunks[0], strangers: strangers,
      texts: [], unknownLevels: [])
  }

  /// A row alone.
  private func one(_ i: Int, of rows: SchemaCoder.Rows) -> SchemaCoder.Rows {
    let chunk = rows.chunk
    let n = chunk.count
    var alone = rows
    alone.chunk = Chunk(
      firstRow: i, count: 1,
      numeric: (0..<chunk.numeric.count / n).map { chunk.numeric[$0 * n + i] },
      codes: (0..<chunk.codes.count / n).map { chunk.codes[$0 * n + i] },
      labels: [chunk.labels[i]], sources: [chunk.sources[i]])
    return alone
  }

  private let judge = Result {
    try FilterJudge(Sheet.clean(rows: 300, seed: 1).baseline().models())
  }

  @Test func `looks at rows in blocks of one shape`() throws {
    let judge = try judge.get()
    let all = rows(.clean(rows: 150, seed: 2))
    #expect(FilterJudge.blockCount(all) == 3)
    let blocks = (0..<3).map { judge.block(all, $0) }
    #expect(blocks.map { $0.count } == [64, 64, 22])
    let places = blocks.flatMap { $0.places }
    for i in [0, 63, 64, 130, 149] {
      let block = judge.block(one(i, of: all), 0)
      #expect(block.places == [places[i]])
      #expect(block.keys == [blocks[i / 64].keys[i % 64]])
    }
  }

  @Test func `counts oddness in nats, beyond the trusted rows a little more`() {
    func nats(_ rank: Int, _ excess: Double = 0) -> Double {
      FilterJudge.nats(Conformal.Place(group: 0, rank: rank, of: 999, excess: excess))
    }
    #expect((nats(999) - 0).magnitude < 1e-12 && nats(0) > 6.9 && nats(0) < 6.91)
    #expect(nats(0, 1) > nats(0) && nats(0, 50) < nats(0) + 4 && nats(1) < nats(0))
  }

  @Test func `gives reasons, and knows a class that the baseline does not`() throws {
    let judge = try judge.get()
    let block = judge.block(rows(.mislabelled(rows: 60), strangers: [7: "awful\u{1B}"]), 0)
    let finding = judge.finding(4, of: block, isRejected: true, qValue: 0.05, score: Score(0.9))
    #expect(finding.row == 5 && finding.qValue == 0.05 && finding.heldBy == ["baseline"])
    #expect(finding.reasons[0].text.contains("of 300 trusted rows"))
    #expect(finding.suggestedLabel != nil && finding.suggestedLabel != finding.label)
    let stranger = judge.finding(7, of: block, isRejected: false, qValue: 0.5, score: Score(0.8))
    #expect(stranger.label == "awful\u{1B}" && stranger.heldBy.isEmpty)
    #expect(["good", "bad"].contains(stranger.suggestedLabel))
    #expect(stranger.reasons[0].text.contains("knows no class") && stranger.score > 0.5)
    #expect(!stranger.reasons[0].text.contains("\u{1B}"))
  }
}
