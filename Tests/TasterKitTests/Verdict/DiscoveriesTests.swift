import TasterKit
import TasterTesting
import Testing

@Suite struct `False discoveries` {
  private static func found(_ pValues: [Double], level: Double) -> Discoveries {
    var (first, second) = (Discoveries.Tally(), Discoveries.Tally())
    first.add(Array(pValues.prefix(pValues.count / 2)))
    second.add(Array(pValues.dropFirst(pValues.count / 2)))
    first.merge(second)
    return Discoveries(first, level: level, calibrationRows: 999, groups: 1, leastP: 0.001)
  }

  @Test(arguments: [0.0103, 0.0997, 0.3011])
  func `are those of Benjamini and Hochberg, ties included`(level: Double) {
    var dice = SeededGenerator(seed: 5)
    for _ in 0..<40 {
      let pValues = (0..<60).map { k in
        Double(k % 4 == 0 ? 1 : Int.random(in: 1...100, using: &dice)) / 100
      }.map { $0 * $0 }
      let sorted = pValues.sorted()
      let last = sorted.indices.last { sorted[$0] <= level * Double($0 + 1) / 60 }
      let expected = last.map { k in pValues.count { $0 <= sorted[k] } } ?? 0
      let found = Self.found(pValues, level: level)
      #expect(found.rejected == expected)
      #expect(pValues.count { found.rejects($0) } == expected)
      // A row is rejected at every level from its q-value on.
      for p in pValues {
        let q = found.qValue(p)
        #expect((q <= level) == found.rejects(p))
        #expect(q >= p && q <= 1)
        #expect(Self.found(pValues, level: min(q * 1.000001, 0.9999)).rejects(p) || q > 0.9999)
      }
    }
  }

  @Test func `are none where there is nothing to discover`() {
    let found = Self.found((1...50).map { Double($0) / 50 }, level: 0.1)
    #expect(found.threshold == nil && found.rejected == 0 && !found.rejects(0.02))
    #expect(Self.found([], level: 0.1).rejected == 0)
  }

  @Test func `say how many rows it takes`() {
    let found = Self.found([Double](repeating: 0.5, count: 1_000), level: 0.1)
    #expect(found.fewestRejectable == 10)
    let enough = [Double](repeating: 0.001, count: 10) + [Double](repeating: 0.9, count: 990)
    #expect(Self.found(enough, level: 0.1).rejected == 10)
    let few = [Double](repeating: 0.001, count: 9) + [Double](repeating: 0.9, count: 991)
    #expect(Self.found(few, level: 0.1).rejected == 0)
  }
}
