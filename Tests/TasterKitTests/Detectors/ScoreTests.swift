import TasterKit
import Testing

@Suite struct `A score` {
  @Test func `is a logistic of log-odds`() {
    #expect(Score(logOdds: 0).value == 0.5)
    #expect((Score(logOdds: 1).value + Score(logOdds: -1).value - 1).magnitude < 1e-15)
    #expect(Score(logOdds: 2) > Score(logOdds: 1))
    #expect(Score(logOdds: .infinity).value <= 1 && Score(logOdds: -.infinity).value >= 0)
  }

  @Test func `lies in 0...1`() async {
    #expect(Score(0).value == 0 && Score(1).value == 1)
    await #expect(processExitsWith: .failure) { _ = Score(1.5) }
    await #expect(processExitsWith: .failure) { _ = Score(.nan) }
  }
}
