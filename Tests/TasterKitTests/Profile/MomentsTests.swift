import TasterKit
import TasterTesting
import Testing

@Suite struct `Moments` {
  private static func fold(_ values: some Sequence<Double>) -> TasterKit.Moments {
    var moments = TasterKit.Moments()
    for x in values { moments.add(x) }
    return moments
  }

  @Test(arguments: [1, 2, 3, 10, 1_000])
  func `agree with two plain passes`(count: Int) {
    var generator = SeededGenerator(seed: 1)
    let values = (0..<count).map { _ in 1e6 + generator.normal() }
    let moments = Self.fold(values)
    let mean = values.reduce(0, +) / Double(count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(moments.count == count)
    #expect((moments.mean - mean).magnitude < 1e-8)
    #expect((moments.squares - squares).magnitude < 1e-6)
    #expect(moments.minimum == values.min() && moments.maximum == values.max())
    let deviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : 0
    #expect((moments.standardDeviation - deviation).magnitude < 1e-6)
  }

  @Test(arguments: [0, 1, 13, 50])
  func `merge to the moments of both`(cut: Int) {
    var generator = SeededGenerator(seed: 2)
    let values = (0..<50).map { _ in generator.normal() }
    let whole = Self.fold(values)
    var merged = Self.fold(values[..<cut])
    merged.merge(Self.fold(values[cut...]))
    #expect(merged.count == whole.count)
    #expect((merged.mean - whole.mean).magnitude < 1e-14)
    #expect((merged.squares - whole.squares).magnitude < 1e-12)
    #expect(merged.minimum == whole.minimum && merged.maximum == whole.maximum)
  }

  @Test func `of nothing are neutral`() {
    let some = Self.fold([1, 2, 4])
    var first = TasterKit.Moments()
    first.merge(some)
    var second = some
    second.merge(TasterKit.Moments())
    #expect(first == some && second == some)
    #expect(TasterKit.Moments().standardDeviation == 0)
  }
}
