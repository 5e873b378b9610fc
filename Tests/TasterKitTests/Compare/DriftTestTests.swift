import Testing

@testable import TasterKit

@Suite struct `A test of drift` {
  private func test(
    _ kind: DriftTest.Kind, effect: Double, shift: Double? = nil, q: Double
  ) -> DriftTest {
    var test = DriftTest(
      kind: kind, column: "x", className: nil, oldCount: 10, newCount: 10, statistic: 1,
      effect: effect, shift: shift, pValue: 0)
    test.qValue = q
    return test
  }

  @Test func `is an alarm where it is both certain and large`() {
    #expect(test(.values, effect: 0.1, q: 0.05).isAlarm())
    #expect(!test(.values, effect: 0.5, q: 0.06).isAlarm())
    #expect(!test(.values, effect: 0.09, shift: 0.2, q: 0).isAlarm())
    #expect(test(.values, effect: 0.01, shift: 0.25, q: 0).isAlarm())
    #expect(!test(.values, effect: 0.01, shift: .nan, q: 0).isAlarm())
    #expect(
      test(.levels, effect: 0.1, q: 0).isAlarm() && !test(.classes, effect: 0.09, q: 0).isAlarm())
    #expect(
      test(.missing, effect: 0.2, q: 0).isAlarm() && !test(.missing, effect: 0.1, q: 0).isAlarm())
    var policy = DriftTest.Policy()
    policy.missing = 0.1
    #expect(test(.missing, effect: 0.1, q: 0).isAlarm(policy))
  }
}
