import TasterTesting
import Testing

@Suite struct `A trial` {
  @Test func `has the mean precision over the poisoned rows`() {
    let found = Trial.averagePrecision([(5, true), (4, false), (3, true), (2, false)])
    #expect((found - 5.0 / 6).magnitude < 1e-12)
    #expect(Trial.averagePrecision([(1, true), (1, false), (1, false), (1, true)]) == 0.5)
    #expect(Trial.averagePrecision([(1, false)]) == 1)
  }
}
