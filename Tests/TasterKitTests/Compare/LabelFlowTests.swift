import Testing

@testable import TasterKit

@Suite struct `The flow of labels` {
  @Test func `is one-sided where rows go one way, with both q and effect`() throws {
    let flow = LabelFlow(
      classes: ["a", "b", "c"], counts: [900, 40, 6, 2, 800, 5, 6, 4, 700])
    #expect(flow.counts == [[900, 40, 6], [2, 800, 5], [6, 4, 700]])
    #expect(flow.changed == 63)
    let first = try #require(flow.pairs.first)
    #expect(first.from == "a" && first.to == "b" && first.count == 40 && first.back == 2)
    #expect(first.isOneSided && first.qValue < 1e-6 && first.pValue < first.qValue)
    #expect(flow.pairs.count == 3 && !flow.pairs[1].isOneSided && !flow.pairs[2].isOneSided)
    // Certain, but small: 5,300 of 10,000 go one way.
    let even = LabelFlow(classes: ["a", "b"], counts: [0, 5_300, 4_700, 0])
    #expect(even.pairs[0].qValue < 1e-6 && !even.pairs[0].isOneSided)
    // Large, but not certain: three rows.
    #expect(!LabelFlow(classes: ["a", "b"], counts: [9, 0, 3, 9]).pairs[0].isOneSided)
    #expect(LabelFlow(classes: ["a", "b"], counts: [9, 0, 3, 9]).pairs[0].from == "b")
  }

  @Test func `may be none`() {
    #expect(LabelFlow(classes: ["a"], counts: [4]).pairs.isEmpty)
    #expect(LabelFlow(classes: [], counts: []).changed == 0)
  }
}
