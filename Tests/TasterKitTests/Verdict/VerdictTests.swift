import TasterKit
import TasterTesting
import Testing

/// Says the same of every row, but for one.
private struct Fixed: Judge {
  let nats: Double
  let held: Int?
  let name: String

  func evidence(_ batch: Batch) -> [Evidence] {
    (0..<batch.count).map { Evidence(nats: nats, holds: batch.chunk.firstRow + $0 == held) }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    let row = batch.chunk.firstRow + row
    return [
      Reason(detector: name, text: "row \(row)"),
      Reason(detector: name, text: "\(name): row \(row)"),
    ]
  }
}

@Suite struct `The verdict` {
  private static func part(
    _ judges: [(nats: Double, held: Int?)], threshold: Double? = nil
  ) throws -> (part: Verdict.Part, learned: Learned) {
    let learned = try LawTables.clean[0].get()
    let names = ["one", "two", "three"].prefix(judges.count)
    let verdict = Verdict(
      detectors: Array(names),
      judges: zip(judges, names).map { Fixed(nats: $0.nats, held: $0.held, name: $1) },
      threshold: threshold)
    let batch = learned.profile.batch(learned.table.chunks[1])
    return (verdict.judge(batch, profile: learned.profile), learned)
  }

  @Test func `adds the evidence against a prior of three nats`() throws {
    let part = try Self.part([(2, nil), (0.5, nil)]).part
    #expect(part.scores.scores.allSatisfy { $0 == Score(logOdds: -0.5).value })
    #expect(part.scores.evidence[0].allSatisfy { $0 == 2 })
    #expect(part.scores.firstRow == 64)
    #expect(part.findings.isEmpty && !part.scores.flagged.contains(true))
  }

  @Test func `holds what a detector's own gate holds`() throws {
    let (part, learned) = try Self.part([(0, nil), (1.5, 70), (0, nil)])
    let finding = try #require(part.findings.first)
    #expect(part.findings.count == 1)
    #expect(finding.row == 71)
    #expect(finding.heldBy == ["two"])
    #expect(finding.evidence == ["two": 1.5])
    #expect(finding.reasons.map(\.text) == ["row 70", "two: row 70"])
    #expect(part.scores.flagged.indices.filter { part.scores.flagged[$0] } == [6])
    let chunk = learned.table.chunks[1]
    #expect(finding.label == learned.profile.schema.classes[Int(chunk.labels[6])])
  }

  @Test func `holds by the score alone where there is a threshold`() throws {
    let score = Score(logOdds: 2 - 3).value
    let above = try Self.part([(2, 70)], threshold: score).part
    #expect(above.findings.count == above.scores.scores.count)
    let below = try Self.part([(2, 70)], threshold: score + 1e-9).part
    #expect(below.findings.isEmpty)
  }

  @Test func `lets the holders speak first, then the loudest, then nobody under a nat`() throws {
    let part = try Self.part([(5, nil), (0.1, 70), (0.9, nil)]).part
    let finding = try #require(part.findings.first)
    // What both say is told once, by the first.
    #expect(finding.reasons.map(\.detector) == ["two", "two", "one"])
    #expect(finding.reasons.map(\.text) == ["row 70", "two: row 70", "one: row 70"])
  }

  @Test func `suggests the other class where the label is contradicted`() throws {
    let (part, learned) = try Self.part([(2, nil)], threshold: 0)
    let batch = learned.profile.batch(learned.table.chunks[1])
    for (i, finding) in part.findings.enumerated() {
      let other = learned.profile.schema.classes[batch.others[i]]
      #expect(finding.suggestedLabel == (batch.margins[i] > 0 ? other : nil))
    }
  }
}
