import TasterKit
import TasterTesting
import Testing

@Suite struct `Sorted values` {
  /// Even, heavy-tailed, repeated, and at the ends of what a double holds.
  private static let lists: [[Double]] = {
    var generator = SeededGenerator(seed: 9)
    return [
      [], [3], [3, 3, 3], [1, 2, 2, 5],
      (0..<2_000).map { Double($0) },
      (0..<3_000).map { _ in generator.normal() }.sorted(),
      (0..<3_000).map { _ in
        let x = generator.normal()
        return x * x * x * x * x * 1e12
      }.sorted(),
      [-Double.greatestFiniteMagnitude, -1, 0, 1, Double.greatestFiniteMagnitude],
      [0, .leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude],
      Array(repeating: 0, count: 500) + [1e300],
    ]
  }()

  @Test(arguments: lists)
  func `find a value's place as a plain search does`(list: [Double]) {
    let sorted = SortedValues(list)
    let asked =
      list + list.map { $0.nextUp } + list.map { $0.nextDown } + [
        0, -1, 1e9, .infinity, -.infinity,
      ]
    for x in asked {
      #expect(sorted.lowerBound(x) == list.count { $0 < x }, "at \(x)")
      #expect(lowerBound(list, x) == list.count { $0 < x })
    }
  }
}
