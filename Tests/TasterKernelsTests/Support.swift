import TasterKernels

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Numbers {
  /// Whole numbers −9…9: sums of their products are exact in doubles, whatever the order.
  static func whole(_ rows: Int, _ columns: Int, seed: UInt64) -> Numbers {
    var generator = SeededGenerator(seed: seed)
    return Numbers(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in Double(Int.random(in: -9...9, using: &generator)) })
  }

  /// Numbers −1…1.
  static func real(_ rows: Int, _ columns: Int, seed: UInt64) -> Numbers {
    var generator = SeededGenerator(seed: seed)
    return Numbers(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in Double.random(in: -1...1, using: &generator) })
  }

  /// A symmetric positive definite matrix: AᵀA with its diagonal raised by 1.
  static func positive(_ size: Int, seed: UInt64) -> Numbers {
    let a = real(size + 3, size, seed: seed)
    var result = naiveProduct(a.transposed(), a)
    for i in 0..<size { result[i, i] += 1 }
    return result
  }

  static func identity(_ size: Int) -> Numbers {
    var result = Numbers(rows: size, columns: size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }
}

/// The product as its definition says it.
func naiveProduct(_ a: Numbers, _ b: Numbers) -> Numbers {
  var c = Numbers(rows: a.rows, columns: b.columns)
  for i in 0..<a.rows {
    for j in 0..<b.columns {
      var sum = 0.0
      for k in 0..<a.columns { sum += a[i, k] * b[k, j] }
      c[i, j] = sum
    }
  }
  return c
}

/// The largest distance between elements of two matrices of one shape; infinite where the shapes differ.
func distance(_ a: Numbers, _ b: Numbers) -> Double {
  guard a.rows == b.rows, a.columns == b.columns else { return .infinity }
  return zip(a.elements, b.elements).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}

/// Sizes that hit the vector loops' tails, one element and nothing at all.
let sizes = [0, 1, 2, 3, 5, 8, 13, 17, 33]
