import TasterKit
import Testing

@Suite struct `The contamination` {
  @Test func `sums the scores of held and of likely rows`() {
    var contamination = Contamination()
    contamination.add(score: 0.9, isHeld: true)
    contamination.add(score: 0.4, isHeld: true)
    contamination.add(score: 0.7, isHeld: false)
    contamination.add(score: 0.3, isHeld: false)
    let interval = contamination.interval
    #expect((interval.value - 1.3).magnitude < 1e-12)
    let likely = 1.25 * 2.0
    #expect((interval.high - (likely + 1.645 * likely.squareRoot())).magnitude < 1e-12)
    #expect(interval.low == 0)
  }

  @Test func `counts rows that are not held by a detector's own count`() {
    var contamination = Contamination()
    contamination.add(score: 0.9, isHeld: true, probability: 0.2)
    contamination.add(score: 0.1, isHeld: false, probability: 0.3)
    contamination.add(score: 0.6, isHeld: false, probability: 0.2)
    contamination.add(score: 0.1, isHeld: false, possibility: 0.5)
    #expect((contamination.interval.value - 1.4).magnitude < 1e-12)
    let likely = 1.25 * 2.3
    #expect(
      (contamination.interval.high - (likely + 1.645 * likely.squareRoot())).magnitude < 1e-12)
  }

  @Test func `is an interval round its value`() {
    var contamination = Contamination()
    for _ in 0..<200 { contamination.add(score: 0.9, isHeld: true) }
    let (low, value, high) = contamination.interval
    #expect(low > 0 && low < value && value < high)
    #expect((value - 180).magnitude < 1e-9)
  }

  @Test func `of nothing is nothing, and merges`() {
    #expect(Contamination().interval == (0, 0, 0))
    var (whole, first, second) = (Contamination(), Contamination(), Contamination())
    for k in 0..<10 {
      whole.add(score: Double(k) / 16, isHeld: k > 6)
      if k < 4 {
        first.add(score: Double(k) / 16, isHeld: k > 6)
      } else {
        second.add(score: Double(k) / 16, isHeld: k > 6)
      }
    }
    first.merge(second)
    #expect(first.interval == whole.interval)
  }
}
