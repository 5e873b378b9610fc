private import CZstd

/// The decompressed bytes of a Zstandard stream, of one frame or of several.
@safe package final class ZstdSource: ByteSource {
  private var source: any ByteSource
  private let name: String
  private let stream: OpaquePointer
  private let input: UnsafeMutableRawBufferPointer
  /// What of `input` has been read and not yet decompressed.
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  private var isBetweenFrames = true
  private var consumed = 0

  private static let blockSize = 1 << 17
  /// The most a frame may want to look back: 128 MiB, what the command line tool allows without being told.
  private static let windowLog: Int32 = 27

  /// Decompresses a source; the name is for messages.
  package init(_ source: any ByteSource, name: String) throws(CSVError) {
    guard let stream = unsafe ZSTD_createDStream() else {
      throw CSVError(.outOfMemory, byteOffset: 0, line: 0, "no memory to decompress \(name)")
    }
    unsafe self.stream = stream
    _ = unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.windowLog)
    self.source = source
    self.name = name
    unsafe input = .allocate(byteCount: Self.blockSize, alignment: 16)
  }

  deinit {
    unsafe ZSTD_freeDStream(stream)
    unsafe input.deallocate()
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var output = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while unsafe output.pos == 0, buffer.count > 0 {
      if start == end, !isAtEnd {
        end = unsafe try source.read(into: input)
        start = 0
        isAtEnd = end == 0
        consumed += end
      }
      let hasMore = start < end
      if !hasMore, isBetweenFrames { return 0 }
      var rest = unsafe ZSTD_inBuffer(src: input.baseAddress, size: end, pos: start)
      let answer = unsafe ZSTD_decompressStream(stream, &output, &rest)
      start = unsafe rest.pos
      if ZSTD_isError(answer) != 0 {
        throw unsafe fault("it is damaged (\(String(cString: ZSTD_getErrorName(answer))))")
      }
      isBetweenFrames = answer == 0
      // Nothing came and nothing can come: the last frame is cut off.
      if unsafe !hasMore && output.pos == 0 && !isBetweenFrames {
        throw fault("it ends in the middle")
      }
    }
    return unsafe output.pos
  }

  private func fault(_ what: String) -> CSVError {
    CSVError(
      .badCompression, byteOffset: consumed - (end - start), line: 0,
      "cannot decompress \(name): \(what) near compressed byte \(consumed - (end - start)); fetch "
        + "the file again")
  }
}
