import Synchronization
import TasterKit
import TasterTesting
import Testing

@Suite struct `A scan` {
  /// Everything that a run decided, to the last bit.
  private static func decided(_ judgement: Judgement) throws -> [[Double]] {
    let findings = try judgement.findings.all()
    var lists = [
      findings.map { Double($0.row) }, findings.map(\.score),
      [
        judgement.estimatedPoison.low, judgement.estimatedPoison.value,
        judgement.estimatedPoison.high,
      ],
    ]
    for k in 0..<judgement.scores.partCount {
      let part = try judgement.scores.part(k)
      lists.append(part.scores)
      lists += part.evidence
    }
    return lists
  }

  @Test func `decides the same with any number of threads, to the last bit`() throws {
    let table = Sheet.planted(rows: 200).table(chunkRows: 32)
    var scan = Scan()
    scan.threads = 1
    let expected = try scan.run(table).judgement
    #expect(!expected.findings.isEmpty)
    for threads in [2, 8] {
      scan.threads = threads
      let found = try scan.run(table).judgement
      #expect(try Self.decided(found) == Self.decided(expected))
      #expect(try found.findings.all() == expected.findings.all())
    }
  }

  @Test func `scores every row once, in order`() throws {
    let judgement = try Scan().run(Sheet.clean(rows: 150, seed: 1).table()).judgement
    #expect(judgement.rowCount == 150 && judgement.mode == .selfJudged)
    var next = 0
    for k in 0..<judgement.scores.partCount {
      let part = try judgement.scores.part(k)
      #expect(part.firstRow == next)
      #expect(part.evidence.count == judgement.detectors.count)
      next += part.scores.count
    }
    #expect(next == 150)
    #expect(judgement.detectors == Catalog.detectors.map { $0.name })
  }

  @Test func `runs the detectors it is told to`() throws {
    var scan = Scan()
    scan.detectors = ["outlier"]
    let judgement = try scan.run(Sheet.planted(rows: 200).table()).judgement
    #expect(judgement.detectors == ["outlier"])
    #expect(try judgement.findings.all().allSatisfy { $0.heldBy == ["outlier"] })
    #expect(!judgement.findings.isEmpty)
  }

  @Test func `tells how far it has come`() throws {
    let seen = Mutex<[Scan.Progress]>([])
    _ = try Scan().run(Sheet.clean(rows: 130, seed: 1).table()) { step in
      seen.withLock { $0.append(step) }
    }
    let steps = seen.withLock { $0 }
    #expect(steps.map(\.stage).contains("learning"))
    for stage in ["statistics", "judging"] {
      let done = steps.filter { $0.stage == stage }.map(\.done)
      #expect(done == done.sorted() && done.last == 130)
    }
    #expect(steps.allSatisfy { $0.total == 130 })
  }

  @Test func `of no rows decides nothing`() throws {
    let table = MemoryTable(
      schema: Schema(columns: [], classes: [], sources: []), chunks: [])
    let judgement = try Scan().run(table).judgement
    #expect(judgement.findings.isEmpty && judgement.scores.partCount == 0)
  }
}
