import TasterKit
import Testing

@Suite struct `Earlier decisions` {
  @Test(arguments: `A proof`.awkward)
  func `have the last word over scores, whatever the files look like`(
    texts: [String]
  ) async throws {
    try await Workshop.open { shop in
      let names = texts.indices.map { "\($0).csv" }
      for (name, text) in zip(names, texts) { try shop.write(name, text) }
      try await shop.scan(names) { $0.table.maxRejectShare = 0.5 }
      var decisions = EarlierDecisions()
      // Rows of the same bytes are the same to a decision: what was said last stands.
      var isReleased: [String: Bool] = [:]
      try RunReader(shop.file("run")).forEachFinding { finding, place in
        let isEven = finding.row % 2 == 0
        isReleased[place.fingerprint] = isEven
        decisions.add(
          isEven ? .released : .confirmed("by ana"), fingerprint: place.fingerprint,
          length: place.byteLength)
        return true
      }
      for threshold in [0.03, 1] {
        let report = try await shop.scan(names) {
          $0.table.maxRejectShare = 0.5
          $0.scan.threshold = threshold
          $0.overwrites = true
          $0.decisions = decisions
        }
        let run = try RunReader(shop.file("run"))
        #expect(try Verification(run).fault == nil)
        let held = try run.heldRows()
        #expect(held.count == report.heldCount && report.facts.held == held.count)
        #expect(held.allSatisfy { isReleased[$0.fingerprint] != true })
        let marks = Set(held.map { $0.fingerprint })
        #expect(isReleased.allSatisfy { $0.value || marks.contains($0.key) })
        let released = try run.releasedRows()
        #expect(threshold < 1 || released.isEmpty)
      }
    }
  }

  @Test func `are none at first`() {
    var decisions = EarlierDecisions()
    #expect(decisions.isEmpty)
    decisions.add(.released, fingerprint: "f", length: 3)
    #expect(!decisions.isEmpty)
  }
}
