import TasterKernels
import Testing

@testable import TasterKit

@Suite struct `The chance that a row is planted` {
  private static func copy(
    _ planted: [Double], _ others: [Double], of attack: String = "flip"
  ) -> Chances.Copy {
    Chances.Copy(
      attack, planted: planted, others: others,
      rate: Double(planted.count) / Double(planted.count + others.count))
  }

  @Test func `is the share of planted rows among those of its score`() {
    let chances = Chances([
      Self.copy([0.9, 0.9, 0.9, 0.1], [0.9] + Array(repeating: 0.1, count: 15))
    ])
    #expect(abs(chances[0.9] - 0.75) < 1e-12 && abs(chances[0.1] - 1.0 / 16) < 1e-12)
  }

  @Test func `never falls where the score rises, and pools what does`() {
    // Half of the rows at 0.5, a third of those at 0.7, all at 0.9: the middle ones go together.
    let chances = Chances([Self.copy([0.5, 0.7, 0.9], [0.2, 0.2, 0.5, 0.7, 0.7])])
    let pooled = 0.4
    #expect(abs(chances[0.5] - pooled) < 1e-12 && abs(chances[0.7] - pooled) < 1e-12)
    #expect(chances[0.2] == 0 && chances[0.9] == 1)
    let scores = (0...100).map { Double($0) / 100 }
    for (low, high) in zip(scores, scores.dropFirst()) { #expect(chances[low] <= chances[high]) }
  }

  @Test func `takes every copy as if the mean share had been planted in it`() {
    let honest = Array(repeating: 0.2, count: 90)
    let few = Self.copy(Array(repeating: 0.8, count: 10), honest + Array(repeating: 0.8, count: 10))
    let many = Self.copy(
      Array(repeating: 0.8, count: 100), honest + Array(repeating: 0.8, count: 10))
    let alone = Chances([few])[0.8]
    let both = Chances([few, many])[0.8]
    let other = Chances([many])[0.8]
    #expect(alone < both && both < other)
    #expect(Chances([few, few])[0.8] == alone)
  }

  @Test func `knows scores that no copy had by those below`() {
    let chances = Chances([Self.copy([0.9], [0.1, 0.1, 0.1])])
    #expect(chances[0.5] == 0 && chances[0.99] == 1 && chances[0] == 0 && chances[1] == 1)
  }

  @Test func `hears most of the attacks that a table shows`() {
    let bulk = Array(repeating: 0.2, count: 90)
    let honest = bulk + Array(repeating: 0.6, count: 10)
    // One attack's rows stand alone at 0.9, another's lie among honest ones at 0.6.
    let loud = Self.copy(Array(repeating: 0.9, count: 10), honest, of: "loud")
    let quiet = Self.copy(Array(repeating: 0.6, count: 10), honest, of: "quiet")
    let quietly = ascending(honest)
    let loudly = ascending(bulk + Array(repeating: 0.6, count: 5) + Array(repeating: 0.9, count: 5))
    let both = Chances([loud, quiet])
    // The quiet attack alone is seen: a row at 0.6 is as likely planted as that attack says.
    let alone = Chances([quiet])[0.6]
    #expect(both[0.6] < alone && abs(Chances([loud, quiet], for: quietly)[0.6] - alone) < 1e-9)
    #expect(Chances([loud, quiet], for: loudly)[0.6] < both[0.6])
    // A table that shows nothing hears all alike, and an attack counts once however often it was planted.
    #expect(Chances([loud, quiet], for: bulk) == both)
    let more = Chances([loud, loud, quiet], for: loudly)[0.6]
    #expect(abs(more - Chances([loud, quiet], for: loudly)[0.6]) < 1e-9)
  }
}
