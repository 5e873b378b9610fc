import TasterKit

/// SplitMix64: the same numbers on every machine.
///
/// - SeeAlso: Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator whose numbers follow from its seed.
  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A draw from the standard normal law.
  package mutating func normal() -> Double {
    normalQuantile(Double.random(in: 1e-9...1 - 1e-9, using: &self))
  }
}
