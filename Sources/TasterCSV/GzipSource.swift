private import CZlib

/// The decompressed bytes of a gzip stream, of one member or of several.
@safe package final class GzipSource: ByteSource {
  private var source: any ByteSource
  private let name: String
  private var stream = unsafe z_stream()
  private let input: UnsafeMutableRawBufferPointer
  private var isAtEnd = false
  private var isBetweenMembers = true
  private var consumed = 0

  private static let blockSize = 1 << 16

  /// Decompresses a source; the name is for messages.
  package init(_ source: any ByteSource, name: String) throws(CSVError) {
    self.source = source
    self.name = name
    unsafe input = .allocate(byteCount: Self.blockSize, alignment: 16)
    // 15 bits of window, plus 16: a gzip header and nothing else.
    let answer = unsafe inflateInit2_(
      &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard answer == Z_OK else {
      throw CSVError(.outOfMemory, byteOffset: 0, line: 0, "no memory to decompress \(name)")
    }
  }

  deinit {
    unsafe inflateEnd(&stream)
    unsafe input.deallocate()
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    unsafe stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.avail_out = UInt32(min(buffer.count, Int(UInt32.max)))
    let wanted = unsafe stream.avail_out
    while unsafe stream.avail_out == wanted {
      if unsafe stream.avail_in == 0, !isAtEnd {
        let count = unsafe try source.read(into: input)
        isAtEnd = count == 0
        consumed += count
        unsafe stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.avail_in = UInt32(count)
      }
      if unsafe stream.avail_in == 0, isAtEnd {
        guard isBetweenMembers else { throw fault("it ends in the middle") }
        return 0
      }
      isBetweenMembers = false
      let answer = unsafe inflate(&stream, Z_NO_FLUSH)
      switch answer {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END:
        isBetweenMembers = true
        unsafe inflateReset(&stream)
      default: throw fault("it is damaged")
      }
    }
    return unsafe Int(wanted - stream.avail_out)
  }

  private func fault(_ what: String) -> CSVError {
    CSVError(
      .badCompression, byteOffset: consumed - Int(unsafe stream.avail_in), line: 0,
      "cannot decompress \(name): \(what) near compressed byte "
        + "\(consumed - Int(unsafe stream.avail_in)); fetch the file again")
  }
}
