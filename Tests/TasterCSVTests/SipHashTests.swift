import Testing

@testable import TasterCSV

@Suite struct `A keyed hash` {
  private static let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)

  /// The bytes 0, 1, 2 … of a length, hashed word by word as the authors' program does.
  private func hash(_ count: Int) -> ContentHash {
    var hash = SipHash(key: Self.key)
    var last = UInt64(count & 255) << 56
    for start in stride(from: 0, through: count, by: 8) {
      var word: UInt64 = 0
      for i in start..<min(start + 8, count) { word |= UInt64(i) << UInt64(8 * (i - start)) }
      if start + 8 <= count { hash.add(word) } else { last |= word }
    }
    return hash.finish(last: last)
  }

  @Test func `gives the published values`() {
    // The first two of vectors_sip128 of the authors' program.
    #expect(bytes(hash(0)) == "a3817f04ba25a8e66df67214c7550293")
    #expect(bytes(hash(1)) == "da87c1d86b99af44347659119b22fc45")
  }

  private func bytes(_ hash: ContentHash) -> String {
    [hash.high, hash.low].flatMap { word in
      (0..<8).map { k in
        let byte = String(UInt8(truncatingIfNeeded: word >> UInt64(8 * k)), radix: 16)
        return byte.count == 1 ? "0" + byte : byte
      }
    }.joined()
  }

  @Test func `depends on the key, on every word and on the length`() {
    var other = SipHash(key: (1, 2))
    other.begin()
    let all = [hash(0), hash(8), hash(16), hash(17), other.finish(last: 0)]
    #expect(Set(all).count == all.count)
    #expect(all.sorted() == all.sorted { $0.high < $1.high })
    #expect(hash(16) == hash(16))
  }
}
