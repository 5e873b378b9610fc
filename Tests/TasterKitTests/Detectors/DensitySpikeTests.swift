import TasterKit
import TasterTesting
import Testing

@Suite struct `Density spikes` {
  @Test func `speak of a flood with a wrong label, and hold nothing alone`() throws {
    let learned = try LawTables.planted.get()
    let evidence = try learned.evidence(of: DensitySpike.self)
    let flood = (0..<10).map { $0 * 24 + 13 }
    let loud = flood.filter { evidence[$0].nats > 1 }
    #expect(loud.count >= 8)
    #expect(evidence.allSatisfy { !$0.holds && (0...2.41).contains($0.nats) })
  }

  @Test func `say next to nothing about clean rows`() throws {
    for table in LawTables.clean {
      let evidence = try table.get().evidence(of: DensitySpike.self)
      #expect(evidence.count { $0.nats > 0.5 } <= 3)
    }
  }
}
