import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A shut judge` {
  @Test func `speaks, but does not hold`() throws {
    struct Loud: Judge {
      func evidence(_ batch: Batch) -> [Evidence] {
        (0..<batch.count).map { _ in Evidence(nats: 2, holds: true, probability: 0.5) }
      }
      func reasons(_ row: Int, of batch: Batch) -> [Reason] { [] }
    }
    let sheet = Sheet.clean(rows: 60, seed: 1)
    let profile = try Scan().run(sheet.table()).profile
    let evidence = ShutJudge(judge: Loud()).evidence(profile.batch(sheet.table().chunk(0)))
    #expect(evidence.allSatisfy { $0.nats == 2 && !$0.holds && $0.probability == 0 })
    #expect(evidence.allSatisfy { $0.possibility == 0.5 })
  }

  @Test func `is what a scan makes of a detector that it is told to shut`() throws {
    let sheet = Sheet.planted(rows: 300)
    let open = try Scan().run(sheet.table()).judgement
    let shut = try Scan().run(sheet.table(), shutting: { _ in Set(open.detectors) }).judgement
    #expect(!open.findings.isEmpty)
    #expect(shut.findings.isEmpty)
    for k in 0..<open.scores.partCount {
      #expect(try open.scores.part(k).scores == shut.scores.part(k).scores)
    }
  }
}
