/// Some consecutive records: their fields' bytes and where they stand in the stream.
///
/// The storage is used again for every batch; nothing is allocated for a field.
@safe package final class RecordBatch {
  /// One record, or one blank line.
  package struct Entry: Sendable, Hashable {
    /// What is remarkable about a record.
    package struct Flags: OptionSet, Sendable, Hashable {
      package let rawValue: UInt8
      package init(rawValue: UInt8) { self.rawValue = rawValue }
      /// A line with nothing but spaces: no record, unless the table has one column.
      package static let blank = Flags(rawValue: 1)
      /// A quote opened and never closed in time; the line was read once more with quotes as data.
      package static let strayQuote = Flags(rawValue: 2)
      /// The record ends in a carriage return without a line feed.
      package static let loneReturn = Flags(rawValue: 4)
      /// The record has no line end: it is the last one.
      package static let unterminated = Flags(rawValue: 8)
      /// The quotes did not add up to a row; the fields are those of the fewest wrong ones.
      package static let repairedQuotes = Flags(rawValue: 16)
      /// The lines before the header: no record.
      package static let preamble = Flags(rawValue: 32)
      /// A line that begins with the comment character: no record.
      package static let comment = Flags(rawValue: 64)
      /// There were too many fields; neighbouring ones are joined to what the columns hold.
      package static let splitByType = Flags(rawValue: 128)
    }

    /// The first byte, counted from the start of the stream.
    package let byteOffset: Int
    /// How many bytes, the line end included.
    package let byteLength: Int
    /// The physical line of the first byte, from 1.
    package internal(set) var line: Int
    /// How many line ends there are in it.
    package let lines: Int
    let firstField: Int
    /// How many fields; 0 for what is no record.
    package let fieldCount: Int
    package let flags: Flags

    /// Whether these bytes are no record, whatever the table is.
    package var isNoRecord: Bool { !flags.isDisjoint(with: [.blank, .preamble, .comment]) }
    /// Whether nothing is remarkable.
    @inlinable
    package var isPlain: Bool { flags.rawValue == 0 }
  }

  /// The records in stream order.
  package internal(set) var records: [Entry] = []
  let staging: UnsafeMutablePointer<Staging>

  /// An empty batch.
  package init() {
    unsafe staging = .allocate(capacity: 1)
    unsafe staging.initialize(to: Staging())
  }

  deinit {
    unsafe staging.pointee.free()
    unsafe staging.deallocate()
  }

  func clear() {
    records.removeAll(keepingCapacity: true)
    unsafe staging.pointee.clear()
  }

  /// The bytes of a field, without quotes and surrounding spaces; valid until the batch is filled again.
  @_lifetime(borrow self)
  package func field(_ record: Int, _ field: Int) -> Span<UInt8> {
    let bytes = unsafe pointer(record, field)
    return unsafe _overrideLifetime(Span(_unsafeElements: bytes), borrowing: self)
  }

  /// A field as text; bytes that are no UTF-8 become replacement characters.
  package func text(_ record: Int, _ field: Int) -> String {
    unsafe String(decoding: pointer(record, field), as: UTF8.self)
  }

  /// Whether every field of a record is UTF-8.
  package func isUTF8(_ record: Int) -> Bool {
    let count = records[record].fieldCount
    guard count > 0 else { return true }
    // A record without any byte beyond ASCII needs no look at each field.
    if isASCII(record..<record + 1) { return true }
    return (0..<count).allSatisfy { field in
      let bytes = unsafe pointer(record, field)
      if unsafe bytes.allSatisfy({ $0 < 0x80 }) { return true }
      return unsafe String(validating: bytes, as: UTF8.self) != nil
    }
  }

  /// Whether some records are records indeed and have so many fields.
  package func areRows(_ range: Range<Int>, width: Int) -> Bool {
    records[range].allSatisfy { $0.fieldCount == width && ($0.isPlain || !$0.isNoRecord) }
  }

  /// Whether no byte of some records' fields is beyond ASCII.
  package func isASCII(_ range: Range<Int>) -> Bool {
    let filled = records[range].lazy.filter { $0.fieldCount > 0 }
    guard let first = filled.first, let last = filled.last else { return true }
    // Fields lie one behind the other.
    let (start, end) = unsafe (
      staging.pointee.field(first.firstField),
      staging.pointee.field(last.firstField + last.fieldCount - 1)
    )
    guard let from = start.baseAddress, let to = end.baseAddress else { return true }
    return unsafe isASCII(UnsafeRawBufferPointer(start: from, count: to - from + end.count))
  }

  private func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    var many = SIMD8<UInt64>()
    while at + 64 <= bytes.count {
      many |= unsafe bytes.loadUnaligned(fromByteOffset: at, as: SIMD8<UInt64>.self)
      at += 64
    }
    var seen = many.indices.reduce(0) { $0 | many[$1] }
    while at < bytes.count {
      seen |= unsafe UInt64(bytes[at])
      at += 1
    }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// The code of a field's bytes in a dictionary, a new one where they have not stood before.
  ///
  /// - Returns: The code, or nil where the dictionary is full and the bytes are new.
  package func code(_ record: Int, _ field: Int, in dictionary: inout ByteDictionary) -> Int32? {
    unsafe dictionary.code(pointer(record, field))
  }

  /// The code of a field's bytes in a dictionary; nil where they are not in it.
  package func find(_ record: Int, _ field: Int, in dictionary: ByteDictionary) -> Int32? {
    unsafe dictionary.find(pointer(record, field))
  }

  /// How many bytes the fields and the bounds between them take.
  @inline(__always)
  package var byteCount: Int {
    unsafe staging.pointee.byteCount + 8 * staging.pointee.fieldCount
  }

  /// Whether the fields take so many bytes.
  @inline(__always)
  func isFull(_ bytes: Int) -> Bool { byteCount >= bytes }

  /// How many bytes the longest field of the last record has.
  var longestField: Int {
    let last = records.count - 1
    return (0..<records[last].fieldCount).reduce(0) { unsafe max($0, pointer(last, $1).count) }
  }

  @inline(__always)
  func pointer(_ record: Int, _ field: Int) -> UnsafeBufferPointer<UInt8> {
    let entry = records[record]
    precondition(field >= 0 && field < entry.fieldCount, "a record has fieldCount fields")
    return unsafe staging.pointee.field(entry.firstField + field)
  }
}
