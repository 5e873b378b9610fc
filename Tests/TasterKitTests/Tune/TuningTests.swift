import TasterKit
import TasterTesting
import Testing

@Suite struct `A tuning` {
  /// A hundred rows whose ten planted ones have scores from 0.5 on, with some honest ones among them.
  static func example(
    seed: UInt64 = 0, near: String = "near", far: String = "far"
  ) throws -> Tuning {
    var scores = StoredScores(detectors: ["loud", "silent"])
    let list: [Double] = (0..<100).map { i in
      let x = Double(i)
      return i < 10 ? 0.5 + x / 25 : x / 150
    }
    scores.append(
      ScoreStore.Part(
        firstRow: 0, scores: list, flagged: list.map { _ in false },
        evidence: [list, list.map { _ in 0 }], gates: []))
    var truth = RowTruth(rowCount: 100)
    for i in 0..<100 { truth.tell(i, attack: i < 4 ? near : i < 10 ? far : nil) }
    return try Tuning(scores, truth: truth, seed: seed)
  }

  @Test func `sweeps the score and every detector`() throws {
    let tuning = try Self.example()
    #expect(tuning.names == ["score", "loud", "silent"])
    #expect(tuning.sweeps[0] == tuning.sweeps[1])
    #expect(tuning.sweeps[2].area == 0.5 && tuning.sweeps[2].averagePrecision == 0.1)
    #expect(tuning.combined.planted.count == 10 && tuning.combined.others.count == 90)
    #expect(tuning.heldOfTable(at: 0.5) == 35)
  }

  @Test func `tells recall for each attack`() throws {
    let bands = try Self.example().recalls(at: 0.61)
    #expect(bands.map(\.attack) == ["near", "far"])
    #expect(bands[0].recall == 0.25 && bands[1].recall == 1)
    #expect(bands[0].low < 0.25 && bands[0].high > 0.25 && bands[1].high <= 1)
  }

  @Test func `leaves unknown rows out of the figures, not out of the table`() throws {
    var scores = StoredScores(detectors: [])
    scores.append(
      ScoreStore.Part(
        firstRow: 0, scores: [0.9, 0.8, 0.7], flagged: [true, true, true], evidence: [],
        gates: []))
    var truth = RowTruth(rowCount: 3)
    truth.tell(0, attack: "confirmed")
    truth.tell(2, attack: nil)
    let tuning = try Tuning(scores, truth: truth, evidence: .decisions)
    #expect(tuning.combined.count == 2 && tuning.heldOfTable(at: 0.75) == 2)
    #expect(tuning.remarks.count == 1 && tuning.remarks[0].contains("no random sample"))
  }

  @Test func `needs something planted and something honest`() throws {
    var scores = StoredScores(detectors: [])
    scores.append(
      ScoreStore.Part(
        firstRow: 0, scores: [0.9, 0.8], flagged: [true, true], evidence: [], gates: []))
    for planted in [true, false] {
      #expect(throws: TableError.self) {
        _ = try Tuning(scores, truth: RowTruth(planted: [planted, planted]))
      }
    }
  }

  @Test func `expects as many held rows again, within what chance does`() throws {
    let expected = try Self.example().expectedRate(at: 0.5)
    #expect(expected.rate == 0.35 && expected.rows == 100)
    // √2 · 1.645 deviations of a count of 35.
    #expect((0.22...0.23).contains(expected.low) && (0.49...0.51).contains(expected.high))
    let none = try Self.example().expectedRate(at: 1)
    #expect(none.rate == 0 && none.low == 0 && none.high > 0.01)
  }
}

@Suite struct `A recall band` {
  @Test func `is the bootstrap's over several tables`() {
    let recalls = [0.2, 0.4, 0.6, 0.8]
    let band = RecallBand("a", planted: 40, recalls: recalls, seed: 1)
    #expect(abs(band.recall - 0.5) < 1e-12 && band.draws == 4 && band.planted == 40)
    #expect(band.low < 0.5 && band.low >= 0.2 && band.high > 0.5 && band.high <= 0.8)
    #expect(band == RecallBand("a", planted: 40, recalls: recalls, seed: 1))
  }
}
