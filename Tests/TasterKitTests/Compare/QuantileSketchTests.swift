import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `The quantile sketch` {
  private static let shares = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]

  private static func values(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.normal() }
  }

  private static func sketch(_ values: some Sequence<Double>, k: Int = 200) -> QuantileSketch {
    var sketch = QuantileSketch(k: k)
    for x in values { sketch.add(x) }
    return sketch
  }

  /// How far the answers stand from the true ranks at most, as a share of the values.
  private static func rankError(_ sketch: QuantileSketch, of values: [Double]) -> Double {
    let sorted = values.sorted()
    let shares = (1..<20).map { Double($0) / 20 }
    return zip(shares, sketch.quantiles(shares)).reduce(0) { worst, pair in
      let rank = Double(lowerBound(sorted, pair.1)) / Double(sorted.count)
      return max(worst, (rank - pair.0).magnitude)
    }
  }

  @Test(arguments: [1, 2, 7, 199, 200])
  func `is exact up to k values`(count: Int) {
    let values = Self.values(count, seed: 1)
    let exact = Self.shares.map { quantile(ofSorted: values.sorted(), $0) }
    let found = Self.sketch(values).quantiles(Self.shares)
    for (a, b) in zip(found, exact) { #expect((a - b).magnitude < 1e-12) }
  }

  @Test(arguments: [1_000, 20_000], 1...10)
  func `keeps its rank error`(count: Int, seed: Int) {
    let values = Self.values(count, seed: UInt64(seed))
    #expect(Self.rankError(Self.sketch(values), of: values) < 0.02)
    #expect(Self.rankError(Self.sketch(values.sorted()), of: values) < 0.02)
  }

  @Test func `answers with values of the stream, in order, within its ends`() {
    let values = Self.values(5_000, seed: 3)
    let found = Self.sketch(values, k: 32).quantiles((0...100).map { Double($0) / 100 })
    #expect(found == found.sorted())
    let ends = (values.min() ?? .nan)...(values.max() ?? .nan)
    #expect(found.allSatisfy { ends.contains($0) })
  }

  @Test func `is the same for the same stream`() {
    let values = Self.values(5_000, seed: 4)
    #expect(Self.sketch(values) == Self.sketch(values))
  }

  @Test func `of nothing answers NaN`() {
    #expect(QuantileSketch().quantiles([0.5]).allSatisfy { $0.isNaN })
    #expect(QuantileSketch().count == 0)
  }

  @Test func `wants room for eight values`() async {
    await #expect(processExitsWith: .failure) { _ = QuantileSketch(k: 7) }
  }
}

extension QuantileSketch {
  // The values at given shares of those seen, linear between neighbours that were kept; NaN of nothing.
  fileprivate func quantiles(_ shares: [Double]) -> [Double] {
    let weighted = weighted
    guard let first = weighted.first, let last = weighted.last else {
      return shares.map { _ in .nan }
    }
    let total = weighted.reduce(0) { $0 + $1.weight }
    return shares.map { share in
      let target = share * Double(total - 1)
      // The value at rank ⌊target⌋, linearly towards the next one.
      var below = 0
      for (i, entry) in weighted.enumerated() {
        if target < Double(below + entry.weight) {
          let into = target - Double(below + entry.weight - 1)
          guard into > 0, i + 1 < weighted.count else { return entry.value }
          return entry.value + into * (weighted[i + 1].value - entry.value)
        }
        below += entry.weight
      }
      return share <= 0 ? first.value : last.value
    }
  }
}
