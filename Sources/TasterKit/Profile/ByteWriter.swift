/// Writes numbers and texts as bytes, the lowest byte first.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: UInt64) {
    for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * k))) }
  }

  mutating func add(_ number: UInt32) {
    for k in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * k))) }
  }

  mutating func add(byte: UInt8) { bytes.append(byte) }

  mutating func add(_ number: Int) { add(UInt64(number)) }
  mutating func add(_ number: Int32) { add(UInt32(bitPattern: number)) }
  mutating func add(_ number: Double) { add(number.bitPattern) }

  /// A text behind the number of its bytes.
  mutating func add(_ text: String) {
    add(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// A list behind its length.
  mutating func add<T>(_ list: [T], by write: (inout ByteWriter, T) -> Void) {
    add(UInt32(list.count))
    for value in list { write(&self, value) }
  }

  /// Bytes as they are.
  mutating func add(raw list: some Sequence<UInt8>) { bytes.append(contentsOf: list) }

  /// A section: its name, the number of its bytes, and these.
  mutating func add(section name: String, _ write: (inout ByteWriter) -> Void) {
    var inner = ByteWriter()
    write(&inner)
    add(raw: name.utf8)
    add(inner.bytes.count)
    add(raw: inner.bytes)
  }
}

/// Reads what ``ByteWriter`` wrote from bytes that nobody vouches for.
///
/// Nothing is taken at its word: every length is compared with the bytes that are left before room is made for it.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position: Int
  private let end: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// How many bytes are left.
  var left: Int { end - position }

  mutating func byte() throws(ByteFault) -> UInt8 {
    guard left >= 1 else { throw ByteFault("it ends in the middle of a value") }
    position += 1
    return bytes[position - 1]
  }

  mutating func raw(_ count: Int) throws(ByteFault) -> ArraySlice<UInt8> {
    guard count >= 0, left >= count else { throw ByteFault("it ends in the middle of a value") }
    position += count
    return bytes[position - count..<position]
  }

  mutating func word() throws(ByteFault) -> UInt64 {
    var value: UInt64 = 0
    for (k, byte) in try raw(8).enumerated() { value |= UInt64(byte) << UInt64(8 * k) }
    return value
  }

  mutating func half() throws(ByteFault) -> UInt32 {
    var value: UInt32 = 0
    for (k, byte) in try raw(4).enumerated() { value |= UInt32(byte) << UInt32(8 * k) }
    return value
  }

  /// A whole number from 0 to a bound.
  mutating func count(atMost bound: Int = 1 << 53) throws(ByteFault) -> Int {
    let value = try word()
    guard value <= UInt64(bound) else { throw ByteFault("a number in it is too large: \(value)") }
    return Int(value)
  }

  /// A code from −1 to a bound.
  mutating func code(below bound: Int) throws(ByteFault) -> Int32 {
    let value = Int32(bitPattern: try half())
    guard value >= -1, Int(value) < bound else { throw ByteFault("it holds a code of no text") }
    return value
  }

  /// A number that is neither NaN nor infinite.
  mutating func number() throws(ByteFault) -> Double {
    let value = Double(bitPattern: try word())
    guard value.isFinite else { throw ByteFault("it holds \(value) where a number belongs") }
    return value
  }

  /// A number, or NaN for a missing value.
  mutating func numberOrMissing() throws(ByteFault) -> Double {
    let value = Double(bitPattern: try word())
    guard !value.isInfinite else { throw ByteFault("it holds an infinite value") }
    return value
  }

  mutating func text() throws(ByteFault) -> String {
    let count = Int(try half())
    guard let text = String(validating: try raw(count), as: UTF8.self) else {
      throw ByteFault("it holds a text that is not UTF-8")
    }
    return text
  }

  /// The length of a list, each of whose entries has so many bytes at least.
  mutating func length(each least: Int) throws(ByteFault) -> Int {
    let count = Int(try half())
    guard count <= left / max(least, 1) else {
      throw ByteFault("a list claims \(count) entries, more than the bytes that follow")
    }
    return count
  }

  mutating func texts() throws(ByteFault) -> [String] {
    var list: [String] = []
    for _ in 0..<(try length(each: 4)) { list.append(try text()) }
    return list
  }

  /// The bytes of the section that comes next.
  mutating func section(_ name: String) throws(ByteFault) -> ByteReader {
    let found = try raw(4)
    guard found.elementsEqual(name.utf8) else {
      throw ByteFault("the section '\(name)' is not where it belongs")
    }
    let count = try word()
    guard count <= UInt64(left) else {
      throw ByteFault(
        "the section '\(name)' claims \(count) bytes; \(left) follow")
    }
    let start = position
    position += Int(count)
    return ByteReader(bytes, start..<position)
  }

  /// Refuses bytes that nothing was read from.
  func finish(_ what: String) throws(ByteFault) {
    guard left == 0 else { throw ByteFault("\(left) bytes too many stand in \(what)") }
  }
}

/// What is wrong with some bytes.
struct ByteFault: Error {
  let text: String
  init(_ text: String) { self.text = text }
}
