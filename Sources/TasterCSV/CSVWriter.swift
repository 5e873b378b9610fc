/// Writes records as RFC 4180 has them: commas, double quotes where they are needed, CR LF behind every record.
@safe package struct CSVWriter: ~Copyable {
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 16
  /// How many bytes have been written and not yet taken.
  package private(set) var count = 0

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")

  /// A writer that has written nothing.
  package init() { unsafe buffer = .allocate(capacity: capacity) }

  deinit { unsafe buffer.deallocate() }

  /// Takes what has been written.
  package mutating func take() -> [UInt8] {
    defer { count = 0 }
    return unsafe Array(UnsafeBufferPointer(start: buffer, count: count))
  }

  /// Writes a record as it was read.
  package mutating func write(_ record: Int, of batch: RecordBatch) {
    let fields = batch.records[record].fieldCount
    for j in 0..<fields {
      unsafe add(batch.pointer(record, j), isFirst: j == 0, isOnly: fields == 1)
    }
    endRecord()
  }

  /// Writes a record of some fields.
  package mutating func write(_ fields: [String]) {
    for (j, field) in fields.enumerated() {
      unsafe Array(field.utf8).withUnsafeBufferPointer {
        unsafe add($0, isFirst: j == 0, isOnly: fields.count == 1)
      }
    }
    endRecord()
  }

  private mutating func endRecord() {
    makeRoom(2)
    unsafe buffer[count] = 13
    unsafe buffer[count + 1] = 10
    count += 2
  }

  private mutating func makeRoom(_ wanted: Int) {
    guard capacity - count < wanted else { return }
    capacity = max(2 * capacity, count + wanted)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe larger.update(from: buffer, count: count)
    unsafe buffer.deallocate()
    unsafe buffer = larger
  }

  /// Writes a field; with quotes where it would read otherwise without: also where spaces stand round it, where it looks
  /// like a comment or like a byte order mark, and where it would make a blank line.
  private mutating func add(_ field: UnsafeBufferPointer<UInt8>, isFirst: Bool, isOnly: Bool) {
    // In quotes, every byte may take two.
    makeRoom(2 * field.count + 3)
    if !isFirst {
      unsafe buffer[count] = Self.comma
      count += 1
    }
    guard let first = unsafe field.first, let last = unsafe field.last else {
      if isOnly { unsafe addQuoted(field) }
      return
    }
    let needsQuotes =
      Self.isSpace(first) || Self.isSpace(last)
      || isFirst && (first == UInt8(ascii: "#") || first == 0xEF)
    if needsQuotes { return unsafe addQuoted(field) }
    for i in 0..<field.count {
      let byte = unsafe field[i]
      if byte <= Self.comma, byte == Self.comma || byte == Self.quote || byte == 10 || byte == 13 {
        return unsafe addQuoted(field)
      }
      unsafe buffer[count + i] = byte
    }
    count += field.count
  }

  private mutating func addQuoted(_ field: UnsafeBufferPointer<UInt8>) {
    var place = count
    unsafe buffer[place] = Self.quote
    place += 1
    for i in 0..<field.count {
      let byte = unsafe field[i]
      if byte == Self.quote {
        unsafe buffer[place] = byte
        place += 1
      }
      unsafe buffer[place] = byte
      place += 1
    }
    unsafe buffer[place] = Self.quote
    count = place + 1
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
