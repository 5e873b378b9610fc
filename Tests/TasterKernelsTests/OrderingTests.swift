import TasterKernels
import Testing

@Suite struct `Ordering` {
  /// Numbers of every kind, from a fixed rule, without NaN.
  static func mixed(_ count: Int) -> [Double] {
    (0..<count).map { i in
      switch i % 5 {
      case 0: Double(i % 17) - 8
      case 1: Double((i * 7_919) % 1_009) / 64 - 5
      case 2: -Double((i * 104_729) % 10_007) * 1e-12
      case 3: i % 3 == 0 ? -0.0 : 0
      default: i % 2 == 0 ? .infinity : Double(i) * 1e200
      }
    }
  }

  @Test(arguments: [0, 1, 7, 128, 129, 3_000])
  func `sorts as comparison does`(count: Int) {
    let values = Self.mixed(count)
    #expect(ascending(values) == values.sorted())
  }

  @Test(arguments: [1, 128, 3_000])
  func `gives positions, equal values in their order and NaN last`(count: Int) {
    var values = Self.mixed(count)
    for i in stride(from: 3, to: count, by: 11) { values[i] = i % 2 == 0 ? .nan : -.nan }
    let expected = values.indices.sorted { a, b in
      let (x, y) = (values[a], values[b])
      if x.isNaN || y.isNaN { return x.isNaN == y.isNaN ? a < b : y.isNaN }
      return x == y ? a < b : x < y
    }
    #expect(ascendingOrder(values) == expected)
  }

  @Test(arguments: [129, 3_000])
  func `sorts values that differ in their last digits alone`(count: Int) {
    // Four of them share each value, and all their thirty highest bits.
    let values = (0..<count).map { 1 + Double(($0 * 7_919) % count / 4) * 0x1p-52 }
    #expect(ascending(values) == values.sorted())
    #expect(
      ascendingOrder(values)
        == values.indices.sorted { (values[$0], $0) < (values[$1], $1) })
  }
}
