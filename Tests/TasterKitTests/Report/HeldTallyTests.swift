import TasterKit
import Testing

@Suite struct `The tally of held rows` {
  private static let names = ["label-flip", "outlier", "flood", "silent"]
  private static let classes = ["a", "b", "c", "none"]
  private static let sources = ["web", "mail", "none"]

  /// Held rows of many kinds; scores have few values, so that there are ties.
  private static func held(_ count: Int, seed: UInt64) -> [Report.Suspect] {
    var dice = Dice(seed: seed)
    return (1..<count + 1).map { row in
      let spoken = names.dropLast().filter { _ in dice.number(0...1) == 0 }
      let finding = Finding(
        row: row, label: dice.number(0...9) == 0 ? nil : dice.pick(["a", "b", "c"]),
        suggestedLabel: dice.number(0...1) == 0 ? nil : dice.pick(["a", "b", "c"]),
        score: Double(dice.number(0...16)) / 16,
        evidence: Dictionary(
          uniqueKeysWithValues: spoken.map { ($0, Double(dice.number(-999...999)) / 7) }),
        heldBy: spoken.filter { _ in dice.number(0...1) == 0 }, reasons: [])
      let location = RowLocation(
        row: row, line: row + 1, byteOffset: 10 * row, byteLength: 10,
        source: dice.number(0...9) == 0 ? nil : dice.pick(["web", "mail"]))
      return Report.Suspect(finding: finding, location: location)
    }
  }

  private static func tally(_ held: [Report.Suspect], top: Int = 1_000) -> HeldTally {
    var tally = HeldTally(top: top)
    for suspect in held { tally.add(suspect.finding, at: suspect.location) }
    return tally
  }

  private static func report(_ held: [Report.Suspect], top: Int = 1_000) throws -> Report {
    var facts = RunFacts(version: "1")
    facts.sourceRows = [7, 8, 9]
    return Report(
      facts: facts, schema: Schema(columns: [], classes: classes, sources: sources),
      statistics: ClassStatistics(classes: 4, numeric: 0, categorical: 0, shift: []),
      judgement: Judgement(
        mode: .selfJudged, rowCount: held.count, findings: try .of(held.map { $0.finding }),
        estimatedPoison: (0, 0, 0), detectors: names, notes: [],
        scores: try ScoreStore(directory: nil)),
      held: tally(held, top: top))
  }

  @Test(arguments: [1, 2, 50, 5_000])
  func `is what a look at all rows at once finds, to the last bit`(count: Int) throws {
    let held = Self.held(count, seed: UInt64(count))
    let findings = held.map { $0.finding }
    let report = try Self.report(held)
    #expect(report.heldCount == count)
    for (share, name) in zip(report.detectors, Self.names) {
      let spoken = findings.compactMap { $0.evidence[name] }
      #expect(share.name == name)
      #expect(share.held == findings.count { $0.heldBy.contains(name) })
      #expect(share.spoke == spoken.count)
      #expect(
        share.meanEvidence == (spoken.isEmpty ? nil : spoken.reduce(0, +) / Double(spoken.count)))
    }
    #expect(report.classes.map { $0.name } == Self.classes)
    #expect(
      report.classes.map { $0.held } == Self.classes.map { c in findings.count { $0.label == c } })
    #expect(report.sources.map { $0.rows } == [7, 8, 9])
    #expect(
      report.sources.map { $0.held }
        == Self.sources.map { s in held.count { $0.location?.source == s } })
    var pairs: [[String]: Int] = [:]
    for finding in findings {
      if let given = finding.label, let suggested = finding.suggestedLabel {
        pairs[[given, suggested], default: 0] += 1
      }
    }
    #expect(report.labelFlow.count == pairs.count)
    #expect(report.labelFlow.allSatisfy { pairs[[$0.given, $0.suggested]] == $0.count })
    #expect(
      report.labelFlow.map { -$0.count } == report.labelFlow.map { -$0.count }.sorted())
  }

  @Test(arguments: [0, 1, 3, 999, 1_000, 1_700, 9_000])
  func `keeps the most suspicious rows, ties by row number`(top: Int) {
    let held = Self.held(6_000, seed: 5)
    let expected = held.sorted {
      ($1.finding.score, $0.finding.row) < ($0.finding.score, $1.finding.row)
    }
    let suspects = Self.tally(held, top: top).suspects
    #expect(suspects == Array(expected.prefix(top)))
    #expect(suspects.count == min(top, 6_000))
  }

  @Test func `keeps the first rows where all scores are the same, in whatever order they come`() {
    var held = Self.held(5_000, seed: 6)
    for k in held.indices { held[k].finding.score = 0.5 }
    for order in [held, held.reversed()] {
      #expect(Self.tally(order, top: 10).suspects.map { $0.finding.row } == Array(1...10))
    }
  }

  @Test func `of no rows has nothing to tell`() throws {
    let tally = HeldTally()
    #expect(tally.count == 0 && tally.suspects.isEmpty && tally.labelFlow.isEmpty)
    let report = try Self.report([])
    #expect(report.detectors.map { $0.meanEvidence } == [nil, nil, nil, nil])
    #expect(report.classes.map { $0.held } == [0, 0, 0, 0])
  }
}
