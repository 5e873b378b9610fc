/// Turns fields of records into fingerprints.
///
/// By value, two fields are the same when they spell the same decimal number (`1.50` and `1.5`, `1e3` and `1000`, `-0` and
/// `0`), when both mean "no value", or when their bytes are the same. A number of more than 19 digits that count is compared
/// by its bytes. By text, only the bytes count.
package struct RowHash: Sendable {
  /// What makes two fields the same.
  package enum Reading: Sendable { case value, text }

  private let key: (UInt64, UInt64)
  private let missing: ByteDictionary
  /// Whether some number means "no value".
  private let hasMissingNumber: Bool

  /// A way to make fingerprints.
  ///
  /// - Parameters:
  ///   - key: Two fingerprints can be compared where they were made under one key.
  ///   - missing: The texts that mean "no value".
  package init(key: (UInt64, UInt64), missing: [String]) {
    self.key = key
    var dictionary = ByteDictionary()
    for text in missing { dictionary.insert(text) }
    self.missing = dictionary
    // The words nan and inf are texts here.
    hasMissingNumber = missing.contains { Double($0)?.isFinite ?? false }
  }

  /// The fingerprint of some fields of a record.
  ///
  /// - Parameters:
  ///   - batch: Where the record is.
  ///   - record: Its position in the batch.
  ///   - fields: Positions of fields; their order counts.
  ///   - reading: What makes two fields the same.
  /// - Returns: The same for the same fields in the same order.
  /// - Complexity: O(bytes).
  package func callAsFunction(
    _ batch: RecordBatch, _ record: Int, _ fields: [Int], as reading: Reading
  ) -> ContentHash {
    var hash = SipHash(key: key)
    switch reading {
    case .text: for j in fields { unsafe add(text: batch.pointer(record, j), to: &hash) }
    case .value: for j in fields { unsafe add(value: batch.pointer(record, j), to: &hash) }
    }
    return hash.finish(last: UInt64(fields.count))
  }

  // MARK: Fields

  // A field's first word says in its top byte what it is: 0 to 7 the length of a text that is all in it, so that fields
  // never run into one another.
  private static let long: UInt64 = 0xFF << 56
  private static let wideNumber: UInt64 = 0xFE << 56
  private static let number: UInt64 = 0xFD << 56
  private static let none: UInt64 = 0xFC << 56

  @inline(__always)
  private func add(value bytes: UnsafeBufferPointer<UInt8>, to hash: inout SipHash) {
    if hasMissingNumber, unsafe missing.find(bytes) != nil { return hash.add(Self.none) }
    if let number = unsafe Decimal(bytes) {
      let sign: UInt64 = number.isNegative ? 1 << 48 : 0
      if number.digits < 1 << 40, -128...127 ~= number.exponent {
        let exponent = UInt64(UInt8(bitPattern: Int8(number.exponent))) << 40
        hash.add(Self.number | sign | exponent | number.digits)
      } else {
        hash.add(Self.wideNumber | sign | UInt64(UInt32(bitPattern: Int32(number.exponent))))
        hash.add(number.digits)
      }
    } else if unsafe missing.find(bytes) != nil {
      hash.add(Self.none)
    } else {
      unsafe add(text: bytes, to: &hash)
    }
  }

  @inline(__always)
  private func add(text bytes: UnsafeBufferPointer<UInt8>, to hash: inout SipHash) {
    let count = bytes.count
    guard count > 7 else {
      return hash.add(unsafe Self.word(bytes, from: 0) | UInt64(count) << 56)
    }
    hash.add(Self.long | UInt64(count))
    var at = 0
    while at < count {
      hash.add(unsafe Self.word(bytes, from: at))
      at += 8
    }
  }

  /// Up to eight bytes, the first one lowest; nothing behind the end counts.
  @inline(__always)
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt64 {
    if start + 8 <= bytes.count {
      return unsafe UInt64(
        littleEndian: UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + start)
          .loadUnaligned(as: UInt64.self))
    }
    var word: UInt64 = 0
    var shift: UInt64 = 0
    for i in start..<bytes.count {
      word |= unsafe UInt64(bytes[i]) << shift
      shift += 8
    }
    return word
  }
}

/// A decimal number as it is spelled: ± digits · 10^exponent, digits not divisible by ten.
///
/// The same spellings are numbers here as in ``RecordBatch/number(_:_:)``.
struct Decimal: Hashable {
  var isNegative = false
  var digits: UInt64 = 0
  var exponent = 0

  /// Reads all of some bytes; nil where they spell no number, or one of more than 19 digits that count.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let count = bytes.count
    guard count > 0 else { return nil }
    var at = 0
    let first = unsafe bytes[0]
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      at = 1
    }
    let start = at
    while at < count, unsafe bytes[at] &- 48 < 10 {
      digits = unsafe digits &* 10 &+ UInt64(bytes[at] &- 48)
      at += 1
    }
    var written = at - start
    if at < count, unsafe bytes[at] == UInt8(ascii: ".") {
      at += 1
      let point = at
      while at < count, unsafe bytes[at] &- 48 < 10 {
        digits = unsafe digits &* 10 &+ UInt64(bytes[at] &- 48)
        at += 1
      }
      written += at - point
      exponent = point - at
    }
    guard written > 0 else { return nil }
    if written > 19 {
      guard unsafe readLong(bytes, from: start) else { return nil }
    }
    if at < count {
      guard unsafe bytes[at] | 0x20 == UInt8(ascii: "e"),
        let power = unsafe Self.power(bytes, at + 1)
      else { return nil }
      exponent += power
    }
    if digits == 0 { (isNegative, exponent) = (false, 0) }
    while digits > 0, digits.isMultiple(of: 10) {
      digits /= 10
      exponent += 1
    }
  }

  /// Reads digits of which some are zeros that do not count; false where more than 19 do.
  private mutating func readLong(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var (size, zeros) = (0, 0)
    digits = 0
    for i in start..<bytes.count {
      let digit = unsafe bytes[i] &- 48
      guard digit < 10 else {
        if unsafe bytes[i] == UInt8(ascii: ".") { continue }
        break
      }
      // Zeros count only when a digit follows them; in front of the first one they never do.
      guard digit > 0 else {
        zeros += size > 0 ? 1 : 0
        continue
      }
      size += zeros + 1
      guard size <= 19 else { return false }
      for _ in 0...zeros { digits = digits &* 10 }
      digits = digits &+ UInt64(digit)
      zeros = 0
    }
    exponent += zeros
    return true
  }

  /// The power of ten that stands from a position to the end; nil where none does, or one beyond a million.
  private static func power(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var at = start
    guard at < bytes.count else { return nil }
    let sign = unsafe bytes[at]
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { at += 1 }
    guard at < bytes.count else { return nil }
    var value = 0
    while at < bytes.count {
      let digit = unsafe bytes[at] &- 48
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
      guard value <= 1_000_000 else { return nil }
      at += 1
    }
    return sign == UInt8(ascii: "-") ? -value : value
  }
}
