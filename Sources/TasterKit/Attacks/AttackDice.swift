/// An attack's chance: the same seed throws the same numbers on every machine and with every compiler.
///
/// - SeeAlso: Steele, Lea & Flood 2014 (SplitMix64), doi:10.1145/2660193.2660195
public struct AttackDice: Sendable, RandomNumberGenerator {
  private var state: UInt64

  /// AttackDice whose numbers follow from a seed.
  public init(seed: UInt64) { state = mix(seed) }

  /// AttackDice for an attack of a name, so that two attacks of one seed have nothing in common.
  public init(seed: UInt64, for name: String) {
    self.init(seed: name.utf8.reduce(seed) { mix($0 ^ UInt64($1)) })
  }

  /// Sixty-four random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mix(state)
  }

  /// A number in 0 ..< 1.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number between two.
  public mutating func number(from low: Double, to high: Double) -> Double {
    low + (high - low) * unit()
  }

  /// A whole number in 0 ..< n, n ≥ 1.
  public mutating func below(_ n: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(n)).high)
  }

  /// A draw from the standard normal law.
  public mutating func normal() -> Double {
    normalQuantile(min(max(unit(), 1e-12), 1 - 1e-12))
  }

  /// A direction: *d* numbers whose squares sum up to 1, uniform on the sphere.
  public mutating func direction(_ d: Int) -> [Double] {
    while true {
      let x = (0..<d).map { _ in normal() }
      let length = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-9 || d == 0 { return x.map { $0 / length } }
    }
  }

  /// One of some things.
  public mutating func one<T>(of list: [T]) -> T {
    precondition(!list.isEmpty, "there is nothing to draw from")
    return list[below(list.count)]
  }

  /// Some of a list, each with the same chance, in random order.
  ///
  /// - Parameters:
  ///   - count: How many; at most as many as there are.
  ///   - list: What to draw from.
  /// - Returns: `min(count, list.count)` of them.
  /// - Complexity: O(list).
  public mutating func some<T>(_ count: Int, of list: [T]) -> [T] {
    var list = list
    let k = min(count, list.count)
    for i in 0..<k { list.swapAt(i, i + below(list.count - i)) }
    return Array(list.prefix(k))
  }
}
