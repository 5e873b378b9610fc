/// 128 bits that stand for a content; equal contents have equal ones.
package struct ContentHash: Sendable, Hashable, BitwiseCopyable, Comparable {
  package let high: UInt64
  package let low: UInt64

  @inlinable
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  @inlinable
  package static func == (a: ContentHash, b: ContentHash) -> Bool {
    a.high == b.high && a.low == b.low
  }

  @inlinable
  package static func < (a: ContentHash, b: ContentHash) -> Bool {
    a.high == b.high ? a.low < b.low : a.high < b.high
  }
}

/// SipHash-2-4 with 128 bits of output over a message of whole words.
///
/// Keyed: without the key nobody can make two contents of one fingerprint, and by chance two of 10⁹ contents share one
/// with a probability below 10⁻²⁰.
///
/// - SeeAlso: Aumasson & Bernstein 2012, doi:10.1007/978-3-642-34931-7_28
struct SipHash {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64
  private let start: (UInt64, UInt64, UInt64, UInt64)

  /// A hash under a key.
  init(key: (UInt64, UInt64)) {
    start = (
      key.0 ^ 0x736F_6D65_7073_6575, key.1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE,
      key.0 ^ 0x6C79_6765_6E65_7261, key.1 ^ 0x7465_6462_7974_6573
    )
    (v0, v1, v2, v3) = start
  }

  /// Begins another message.
  @inline(__always)
  mutating func begin() { (v0, v1, v2, v3) = start }

  /// Takes in the next eight bytes, the first one lowest.
  @inline(__always)
  mutating func add(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  /// The fingerprint of all words; `last` holds what bytes are left and the message's length in its top byte.
  @inline(__always)
  mutating func finish(last: UInt64) -> ContentHash {
    add(last)
    v2 ^= 0xEE
    for _ in 0..<4 { round() }
    let first = v0 ^ v1 ^ v2 ^ v3
    v1 ^= 0xDD
    for _ in 0..<4 { round() }
    return ContentHash(high: first, low: v0 ^ v1 ^ v2 ^ v3)
  }

  @inline(__always)
  private mutating func round() {
    v0 &+= v1
    v1 = v1 << 13 | v1 >> 51
    v1 ^= v0
    v0 = v0 << 32 | v0 >> 32
    v2 &+= v3
    v3 = v3 << 16 | v3 >> 48
    v3 ^= v2
    v0 &+= v3
    v3 = v3 << 21 | v3 >> 43
    v3 ^= v0
    v2 &+= v1
    v1 = v1 << 17 | v1 >> 47
    v1 ^= v2
    v2 = v2 << 32 | v2 >> 32
  }
}
