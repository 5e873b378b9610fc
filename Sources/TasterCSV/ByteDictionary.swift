private import Glibc

/// Codes for byte strings in the order of their first appearance; exact, whatever collides.
package struct ByteDictionary: Sendable {
  /// The most strings.
  package let limit: Int
  private var slots: [Int32] = []
  private var hashes: [UInt64] = []
  private var ends: [Int] = []
  private var bytes: [UInt8] = []

  /// An empty dictionary of at most `limit` strings.
  package init(limit: Int = 1 << 20) { self.limit = limit }

  /// How many strings there are.
  package var count: Int { hashes.count }

  /// The string of a code as text; bytes that are no UTF-8 become replacement characters.
  package func text(_ code: Int32) -> String { String(decoding: self[code], as: UTF8.self) }

  /// The string of a code.
  package subscript(code: Int32) -> ArraySlice<UInt8> { bytes[place(of: code)] }

  /// Where the string of a code lies.
  private func place(of code: Int32) -> Range<Int> {
    (code == 0 ? 0 : ends[Int(code) - 1])..<ends[Int(code)]
  }

  /// Takes in a string.
  package mutating func insert(_ text: String) {
    _ = unsafe Array(text.utf8).withUnsafeBufferPointer { unsafe code($0) }
  }

  /// The code here of a string of another dictionary; nil where this one is full and the string is new.
  package mutating func code(of other: Int32, in dictionary: borrowing ByteDictionary) -> Int32? {
    let bytes = dictionary.place(of: other)
    return unsafe dictionary.bytes.withUnsafeBufferPointer {
      unsafe code(UnsafeBufferPointer(rebasing: $0[bytes]), dictionary.hashes[Int(other)])
    }
  }

  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard count > 0 else { return nil }
    let code = unsafe slots[slot(key, Self.hash(key))]
    return code < 0 ? nil : code
  }

  mutating func code(_ key: UnsafeBufferPointer<UInt8>) -> Int32? {
    unsafe code(key, Self.hash(key))
  }

  private mutating func code(_ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32? {
    if slots.isEmpty { slots = Array(repeating: -1, count: 16) }
    let place = unsafe slot(key, hash)
    if slots[place] >= 0 { return slots[place] }
    guard count < limit else { return nil }
    let code = Int32(count)
    slots[place] = code
    hashes.append(hash)
    unsafe bytes.append(contentsOf: key)
    ends.append(bytes.count)
    if 2 * count > slots.count { grow() }
    return code
  }

  private func slot(_ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] >= 0 {
      let code = slots[place]
      if hashes[Int(code)] == hash, unsafe isString(code, key) { break }
      place = (place + 1) & mask
    }
    return place
  }

  private func isString(_ code: Int32, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let place = self.place(of: code)
    guard place.count == key.count, let bytes = key.baseAddress else {
      return place.isEmpty && key.isEmpty
    }
    // Empty strings have no place in memory.
    return unsafe self.bytes.withUnsafeBytes {
      unsafe place.isEmpty
        || memcmp(bytes, $0.baseAddress.unsafelyUnwrapped + place.lowerBound, key.count) == 0
    }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    let mask = slots.count - 1
    for (code, hash) in hashes.enumerated() {
      var place = Int(truncatingIfNeeded: hash) & mask
      while slots[place] >= 0 { place = (place + 1) & mask }
      slots[place] = Int32(code)
    }
  }

  /// Known to nobody, so that nobody can write a file of strings that all fall into one slot.
  ///
  /// Codes do not depend on it.
  private static let secret = (
    start: UInt64.random(in: .min ... .max), factor: UInt64.random(in: .min ... .max) | 1
  )

  /// Words folded by multiplication.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let secret = secret
    var hash = secret.start ^ UInt64(key.count)
    var at = 0
    while at + 8 <= key.count {
      hash = folded(unsafe hash ^ word(key, at), secret.factor)
      at += 8
    }
    guard at < key.count else { return hash }
    if key.count >= 8 {
      return folded(unsafe hash ^ word(key, key.count - 8), secret.factor)
    }
    var last: UInt64 = 0
    while at < key.count {
      last = unsafe last << 8 | UInt64(key[at])
      at += 1
    }
    return folded(hash ^ last, secret.factor)
  }

  @inline(__always)
  private static func word(_ key: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt64 {
    unsafe UnsafeRawBufferPointer(key).loadUnaligned(fromByteOffset: at, as: UInt64.self)
  }

  /// The upper half of a product added to the lower one: every bit of the word has its say in all of them.
  @inline(__always)
  private static func folded(_ word: UInt64, _ factor: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }
}
