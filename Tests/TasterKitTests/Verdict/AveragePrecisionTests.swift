import TasterKit
import TasterTesting
import Testing

@Suite struct `Average precision` {
  @Test func `is the mean precision at the wanted rows`() {
    let two: Double = averagePrecision([4, 3, 2, 1], [true, false, true, false])
    let expected: Double = (1.0 + 2.0 / 3.0) / 2.0
    #expect(two == expected)
    let last: Double = averagePrecision([1, 2, 4], [true, false, false])
    let third: Double = 1.0 / 3.0
    #expect(last == third)
    let best: Double = averagePrecision([3, 2, 1], [true, true, false])
    #expect(best == 1)
  }

  @Test func `takes equal scores as one step`() {
    let outer: Double = averagePrecision([1, 1, 1, 1], [true, false, false, true])
    let inner: Double = averagePrecision([1, 1, 1, 1], [false, true, true, false])
    #expect(outer == 0.5)
    #expect(inner == 0.5)
  }

  @Test func `is no number where nothing is wanted`() {
    #expect(averagePrecision([1, 2], [false, false]).isNaN)
    #expect(averagePrecision([], []).isNaN)
  }

  @Test func `of a random order is the share of wanted rows`() {
    var generator = SeededGenerator(seed: 4)
    let scores = (0..<20_000).map { _ in Double.random(in: 0..<1, using: &generator) }
    let found = averagePrecision(scores, scores.indices.map { $0 % 10 == 0 })
    #expect((found - 0.1).magnitude < 0.01)
  }
}
