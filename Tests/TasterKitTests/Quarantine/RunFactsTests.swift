import TasterKit
import Testing

@Suite struct `The facts of a run` {
  @Test func `count rejected records over all reasons`() {
    var facts = RunFacts(version: "1")
    #expect(facts.rejected == 0)
    facts.rejects = [
      RunFacts.RejectCount(reason: "no label", count: 3),
      RunFacts.RejectCount(reason: "wrong field count", count: 4),
    ]
    #expect(facts.rejected == 7)
  }

  @Test func `promise nothing that was not done`() {
    let facts = RunFacts(version: "1")
    #expect(facts.mode == .selfJudged)
    #expect(facts.exitStatus == nil && facts.directory == nil && facts.baseline == nil)
  }
}
