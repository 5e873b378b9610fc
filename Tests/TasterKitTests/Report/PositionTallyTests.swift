import Testing

@testable import TasterKit

@Suite struct `The tally of positions` {
  private func tally(_ rows: some Sequence<Int>) -> PositionTally {
    rows.reduce(into: PositionTally()) { $0.add($1) }
  }

  @Test func `counts rows in bins of one width`() {
    let few = tally([1, 1, 3])
    #expect(few.width == 1 && few.bins == [2, 0, 1])
    let many = tally(1...480)
    #expect(many.width == 4 && many.bins == [Int](repeating: 4, count: 120))
  }

  @Test func `does not depend on the order of rows`() {
    let rows = (1...3_000).map { $0 * $0 % 7_919 + 1 }
    let (forward, backward) = (tally(rows), tally(rows.reversed()))
    #expect(forward.width == backward.width && forward.bins == backward.bins)
    #expect(forward.bins.reduce(0, +) == rows.count)
  }

  @Test func `keeps as many bins however far a row lies`() {
    let far = tally([1, 1_000_000_000])
    #expect(far.bins.count <= 120 && far.bins.reduce(0, +) == 2)
    #expect(far.bins.first == 1 && far.bins.last == 1)
  }
}
