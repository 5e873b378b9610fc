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
      if start == end {
        start = 0
        end = unsafe try buffer.withUnsafeMutableBytes { unsafe try source.read(into: $0) }
        if end == 0 { break }
      }
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
}
