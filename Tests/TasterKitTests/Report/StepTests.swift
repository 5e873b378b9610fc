import TasterKit
import Testing

@Suite struct `A step of a long run` {
  @Test func `tells stage, share, amount, rate and the time that is left`() {
    let step = Step(
      stage: "reading", done: 25_000_000, total: 100_000_000, seconds: 2, isBytes: true)
    #expect(
      step.line
        == "reading  [#####...............]  25 %  25 MB of 100 MB  12.5 MB/s  6 s left")
  }

  @Test func `leaves out what is not known`() {
    #expect(
      Step(stage: "learning", done: 0, total: 0, seconds: 9, isBytes: false).line == "learning")
    #expect(
      Step(stage: "learning", done: 0, total: 9, seconds: 9, isBytes: false).line == "learning")
    #expect(
      Step(stage: "judging", done: 1_200, total: 0, seconds: 1, isBytes: false).line
        == "judging  1,200 rows  1,200 rows/s")
    // More done than there is: the total was wrong.
    #expect(
      !Step(stage: "reading", done: 9, total: 3, seconds: 1, isBytes: true).line.contains("%"))
  }

  @Test func `tells long times in minutes`() {
    let step = Step(stage: "judging", done: 1, total: 101, seconds: 1.5, isBytes: false)
    #expect(step.line.hasSuffix("2 min 30 s left"))
  }
}
