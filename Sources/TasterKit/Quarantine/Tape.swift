import TasterCSV

/// One output, read from its start.
struct Tape {
  let name: String
  private var reader: BlockReader
  private(set) var position = 0

  init(name: String, reader: BlockReader) {
    self.name = name
    self.reader = reader
  }

  static func isLineEnd(_ byte: UInt8?) -> Bool { byte == 10 || byte == 13 }

  mutating func copy(_ count: Int, _ body: (Int, ArraySlice<UInt8>) throws -> Void) throws {
    var offset = position
    let copied = try reader.forEachPiece(of: count) { bytes in
      try body(offset, bytes)
      offset += bytes.count
    }
    position = offset
    guard copied == count else {
      throw Verification.Fault(endOf: name, at: position, missing: count - copied)
    }
  }

  mutating func next(_ count: Int) throws -> [UInt8] {
    let bytes = try reader.next(count)
    position += bytes.count
    return bytes
  }

  /// Passes the line end that was added behind a file that had none.
  ///
  /// - Returns: Its bytes.
  @discardableResult
  mutating func skipLineEnd() throws -> [UInt8] {
    guard let first = try reader.peek(), Self.isLineEnd(first) else {
      throw Verification.Fault(
        file: name, byteOffset: position, text: "the line end between two files is missing")
    }
    let end = try next(1)
    guard first == 13, try reader.peek() == 10 else { return end }
    return end + (try next(1))
  }

  mutating func end() throws {
    guard try reader.peek() == nil else {
      throw Verification.Fault(
        file: name, byteOffset: position, text: "more follows here than the inputs held")
    }
  }
}

extension Verification.Fault {
  /// The fault of an output that is too short.
  init(endOf file: String, at position: Int, missing count: Int) {
    self.init(
      file: file, byteOffset: position, text: "it ends here; \(count) bytes are missing")
  }
}
