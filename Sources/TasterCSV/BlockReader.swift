/// Reads runs of bytes of known length from a source.
package struct BlockReader {
  private var source: any ByteSource
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0

  /// Reads a source from where it stands.
  package init(_ source: any ByteSource, blockSize: Int = 1 << 20) {
    self.source = source
    buffer = Array(repeating: 0, count: max(blockSize, 1))
  }

  /// Hands on the next bytes in pieces.
  ///
  /// - Parameters:
  ///   - count: How many bytes.
  ///   - body: Called with one piece after the other.
  /// - Returns: How many bytes there were; fewer than asked at the end of the source.
  /// - Throws: What the source or the body throws.
  package mutating func forEachPiece(
    of count: Int, _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws -> Int {
    var left = count
    while left > 0 {
      if start == end, try !fill() { break }
      let size = min(left, end - start)
      try body(buffer[start..<start + size])
      start += size
      left -= size
    }
    return count - left
  }

  /// The next bytes; fewer than asked at the end of the source.
  package mutating func next(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try forEachPiece(of: count) { bytes += $0 }
    return bytes
  }

  /// The next byte, left where it is; nil at the end of the source.
  package mutating func peek() throws -> UInt8? {
    if start == end, try !fill() { return nil }
    return buffer[start]
  }

  /// The next line, without its line feed; nil at the end of the source.
  ///
  /// - Parameter limit: The most bytes of a line.
  /// - Returns: The bytes before the line feed; a carriage return stays.
  /// - Throws: What the source throws, and ``CSVError`` for a longer line.
  package mutating func line(limit: Int) throws -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if start == end, try !fill() { return line.isEmpty ? nil : line }
      let stop = buffer[start..<end].firstIndex(of: 10)
      line += buffer[start..<(stop ?? end)]
      start = stop.map { $0 + 1 } ?? end
      guard line.count <= limit else {
        throw CSVError(
          .recordTooLong, byteOffset: 0, line: 0, "a line is longer than \(limit >> 20) MiB")
      }
      if stop != nil { return line }
    }
  }

  private mutating func fill() throws -> Bool {
    start = 0
    end = unsafe try buffer.withUnsafeMutableBytes { unsafe try source.read(into: $0) }
    return end > 0
  }
}
