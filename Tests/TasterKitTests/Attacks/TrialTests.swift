import TasterTesting
import Testing

@Suite struct `A trial` {
  @Test func `has the mean precision over the poisoned rows`() {
    let order = [(5.0, true), (4, false), (3, true), (2, false)]
    #expect(Trial.averagePrecision(order.map { ($0.0, $0.1) }) == (1 + 2.0 / 3) / 2)
    #expect(Trial.averagePrecision([(1, true), (1, false), (1, false), (1, true)]) == 0.5)
    #expect(Trial.averagePrecision([(1, false)]) == 1)
  }
}
