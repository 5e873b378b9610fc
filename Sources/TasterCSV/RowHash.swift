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
    hasMissingNumber = missing.contains { Double($0) != nil }
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

  private static let powers: [UInt64] = (0..<20).map { k in (0..<k).reduce(1) { n, _ in n * 10 } }

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
    guard at < count else { return nil }
    let head = unsafe bytes[at]
    guard head &- 48 < 10 || head == UInt8(ascii: ".") else { return nil }
    var (seen, size, zeros) = (false, 0, 0)
    var point = -1
    while at < count {
      let byte = unsafe bytes[at]
      let digit = byte &- 48
      if digit < 10 {
        seen = true
        if point >= 0 { point += 1 }
        if digit == 0 {
          // Zeros count only when a digit follows them; in front of the first one they never do.
          zeros += size > 0 ? 1 : 0
        } else {
          size += zeros + 1
          guard size <= 19 else { return nil }
          digits = digits &* Self.powers[zeros + 1] &+ UInt64(digit)
          zeros = 0
        }
      } else if byte == UInt8(ascii: "."), point < 0 {
        point = 0
      } else {
        break
      }
      at += 1
    }
    guard seen else { return nil }
    exponent = zeros - max(point, 0)
    if at < count {
      guard unsafe bytes[at] | 0x20 == UInt8(ascii: "e"), let power = unsafe Self.power(bytes, at + 1)
      else { return nil }
      exponent += power
    }
    if digits == 0 { (isNegative, exponent) = (false, 0) }
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
