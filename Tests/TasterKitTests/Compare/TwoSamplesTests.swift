import Testing

@testable import TasterKit

@Suite struct `Two samples` {
  /// The definitions, point by point.
  private func naive(_ a: [Double], _ b: [Double]) -> (Double, Double) {
    let points = Set(a + b).sorted()
    var (largest, area) = (0.0, 0.0)
    for (k, x) in points.enumerated() {
      let f = Double(a.count { $0 <= x }) / Double(a.count)
      let g = Double(b.count { $0 <= x }) / Double(b.count)
      largest = max(largest, (f - g).magnitude)
      if k + 1 < points.count { area += (f - g).magnitude * (points[k + 1] - x) }
    }
    return (largest, area)
  }

  @Test(arguments: 1...12)
  func `lie as far apart as the definitions say`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let a = (0..<dice.number(1...60)).map { _ in Double(dice.number(0...20)) }
    let b = (0..<dice.number(1...60)).map { _ in Double(dice.number(0...25)) / 2 }
    let found = TwoSamples(.init(a), .init(b))
    let (distance, area) = naive(a, b)
    #expect((found.distance - distance).magnitude < 1e-12)
    #expect((found.wasserstein - area).magnitude < 1e-9)
  }

  @Test func `are compared through sketches nearly as well`() {
    var dice = Dice(seed: 4)
    var (first, second) = (QuantileSketch(k: 2_048), QuantileSketch(k: 2_048, seed: 2))
    var (a, b): ([Double], [Double]) = ([], [])
    for _ in 0..<60_000 {
      a.append(Double(dice.number(0...1_000_000)))
      b.append(Double(dice.number(0...1_100_000)))
    }
    for x in a { first.add(x) }
    for x in b { second.add(x) }
    let (exact, near) = (TwoSamples(.init(a), .init(b)), TwoSamples(.init(first), .init(second)))
    #expect((exact.distance - near.distance).magnitude < 0.003)
    #expect((exact.wasserstein / near.wasserstein - 1).magnitude < 0.03)
    let spreads = (TwoSamples.Weighted(a).spread, TwoSamples.Weighted(first).spread)
    #expect((spreads.0 / spreads.1 - 1).magnitude < 0.01)
  }

  @Test func `have a spread, or none`() {
    #expect(TwoSamples.Weighted([1, 1, 1]).spread.isNaN)
    #expect(TwoSamples.Weighted([0, 0, 0, 0, 0, 0, 9]).spread > 3)
    #expect(TwoSamples(.init([Double]()), .init([1])).distance == 0)
  }
}
