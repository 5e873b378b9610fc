import TasterKit
import Testing

@Suite struct `What detectors say` {
  /// Two detectors about forty rows: the first gate holds every tenth row, the second speaks ever louder.
  static func heard(loudest: Double = 20) -> HeardTable {
    var stored = StoredScores(detectors: ["gated", "loud"])
    let rows = 0..<40
    stored.append(
      ScoreStore.Part(
        firstRow: 0, scores: rows.map { _ in 0.5 }, flagged: rows.map { $0 % 10 == 0 },
        evidence: [
          rows.map { $0 % 10 == 0 ? 4 : -1 }, rows.map { Double($0) * loudest / 40 },
        ], gates: []))
    let gate = Voices.bits(["gated"], of: stored.detectors)
    let gates = rows.filter { $0 % 10 == 0 }.map { ($0, gate) }
    return HeardTable(stored, gates: Dictionary(uniqueKeysWithValues: gates))
  }

  private static let choices: [[Int?]] = [
    [nil, nil], [nil, 0], [nil, 30], [20, nil], [20, 30], [56, 56], [0, 0],
  ]

  @Test(arguments: choices)
  func `holds the rows that the thresholds say, to the last one`(choice: [Int?]) {
    let heard = Self.heard()
    let planted = Set(30..<40)
    let voices = Voices(heard, rows: 0..<40) { planted.contains($0) ? 1 : 0 }
    #expect(voices.planted == 10 && voices.rows == 40)
    var thresholds: [String: Double] = [:]
    for (name, step) in zip(["gated", "loud"], choice) {
      if let step { thresholds[name] = Voices.scale[step] }
    }
    let rows = heard.held(by: .detectors(thresholds))
    let held = voices.held(by: choice)
    #expect(held.rows == rows.count && held.planted == Double(rows.intersection(planted).count))
  }

  @Test(arguments: [0, 1])
  func `is swept for one detector as trying each threshold would`(detector: Int) {
    // Nobody knows which rows were planted: a quarter of the first thirty, and three quarters of the rest.
    let voices = Voices(Self.heard(), rows: 0..<40) { $0 < 30 ? 0.25 : 0.75 }
    let curve = voices.sweep(detector, [12, nil])
    #expect(curve.count == Voices.scale.count + 1)
    for (k, figure) in curve.enumerated() {
      var choice: [Int?] = [12, nil]
      choice[detector] = k < Voices.scale.count ? k : nil
      #expect(figure == voices.held(by: choice), "step \(k)")
    }
  }

  @Test func `counts what holds a row by no detector's name, whatever the thresholds`() {
    var stored = StoredScores(detectors: ["a"])
    stored.append(
      ScoreStore.Part(
        firstRow: 0, scores: [0, 0], flagged: [true, false], evidence: [[0, 0]], gates: []))
    let heard = HeardTable(stored, gates: [0: Voices.bits(["baseline"], of: ["a"])])
    let held = heard.voices.held(by: [56])
    #expect(held.rows == 1 && held.planted == 0 && heard.held(by: .detectors(["a": 30])) == [0])
  }
}

@Suite struct `A choice among detectors` {
  private static func voices(planted: Set<Int>) -> Voices {
    Voices(`What detectors say`.heard(), rows: 0..<40) { planted.contains($0) ? 1 : 0 }
  }

  private static func best(
    planted: Set<Int>, own: (voices: Voices, weight: Double)? = nil
  ) throws -> (steps: [Int?], f1: Double) {
    let trial = TasterKit.Trial(
      attack: "a", rate: 0.1,
      ranking: Ranking(planted: planted.map { _ in 1 }, others: [0]))
    return try DetectorChoice(
      [trial], [voices(planted: planted)], own: own, names: ["gated", "loud"], threads: 2
    ).best(2)
  }

  @Test func `keeps gates that hold what was planted`() throws {
    let found = try Self.best(planted: [0, 10, 20, 30])
    #expect(found.steps == [nil, nil] && found.f1 == 1)
  }

  @Test func `gives a threshold to a detector that sees what no gate holds`() throws {
    let found = try Self.best(planted: [0, 10, 20, 30, 35, 36, 37, 38, 39])
    let step = try #require(found.steps[1])
    #expect(found.steps[0] == nil && found.f1 == 1)
    #expect(Voices.scale[step] > 17 && Voices.scale[step] <= 17.5)
  }

  @Test func `listens to the table itself as far as that is believed`() throws {
    let own = Self.voices(planted: [0, 10, 20, 30, 35, 36, 37, 38, 39])
    let doubted = try Self.best(planted: [0, 10, 20, 30], own: (own, 0.1))
    #expect(doubted.steps == [nil, nil])
    let believed = try Self.best(planted: [0, 10, 20, 30], own: (own, 0.9))
    let step = try #require(believed.steps[1])
    #expect(Voices.scale[step] > 17 && Voices.scale[step] <= 17.5)
    // 2 · 4 / (9 + 4) on what was planted, 1 on the table.
    #expect(abs(believed.f1 - (0.1 * 8 / 13 + 0.9)) < 1e-12)
  }
}
