/// What a row is, as numbers: equal rows have equal keys wherever they stand.
package struct RowKey: Sendable, Hashable {
  /// The features alone: copies are looked for whatever label they carry.
  package var features: UInt64
  /// The features and the label.
  package var row: UInt64
  /// The order in which a sample takes rows: keyed by the seed, so no row can be crafted to be always in it.
  package var draw: UInt64

  /// The keys of every row of a chunk.
  ///
  /// - Parameters:
  ///   - chunk: *n* rows with d numeric and c categorical features.
  ///   - seed: The key of the draw.
  ///   - vocabulary: What the codes stand for.
  /// - Returns: *n* keys in the order of rows.
  /// - Complexity: O(*n* (d + c)).
  package static func of(
    _ chunk: Chunk, seed: UInt64, vocabulary: Vocabulary = .empty
  ) -> [RowKey] {
    let n = chunk.count
    guard n > 0 else { return [] }
    var hashes = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: n)
    let d = chunk.numeric.count / n
    for j in 0..<d {
      let salt = mix(UInt64(j) &+ 1)
      for i in 0..<n {
        let x = chunk.numeric[j * n + i]
        // −0 equals 0 and every NaN is the one missing value.
        let bits = x.isNaN ? 0x7FF8_0000_0000_0000 : x == 0 ? 0 : x.bitPattern
        hashes[i] = mix(hashes[i] ^ (bits &+ salt))
      }
    }
    for j in 0..<chunk.codes.count / n {
      let salt = mix(UInt64(d + j) &+ 1)
      for i in 0..<n {
        let code = vocabulary.level(chunk.codes[j * n + i], feature: j)
        hashes[i] = mix(hashes[i] ^ (code &+ salt))
      }
    }
    return (0..<n).map { i in
      let row = mix(hashes[i] &+ mix(vocabulary.label(chunk.labels[i]) &+ 77))
      return RowKey(features: hashes[i], row: row, draw: mix(row ^ seed))
    }
  }
}

/// A bijective mix of 64 bits in which every input bit moves every output bit.
///
/// - SeeAlso: Steele, Lea & Flood 2014 (SplitMix64's finaliser), doi:10.1145/2660193.2660195
func mix(_ x: UInt64) -> UInt64 {
  var z = x &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
