private import Glibc

/// A file, or what comes through a pipe, that can be read more than once.
///
/// A pipe is copied to a temporary file first, unlinked at birth; a regular file is read where it lies.
@safe package final class InputFile: Sendable {
  /// The name as it was given; `-` is the standard input.
  package let name: String
  /// How many bytes there are, compressed ones as they lie.
  package let size: Int
  /// How the bytes are compressed, by the first of them; nil where they are not.
  package let compression: Compression?
  private let descriptor: Int32
  private let start: Int

  /// Opens a file, or takes in all of a pipe.
  ///
  /// - Parameters:
  ///   - path: Where it is; `-` for the standard input.
  ///   - temporaryDirectory: Where a pipe's bytes go; nil means `TMPDIR`, else `/var/tmp`.
  /// - Throws: ``CSVError`` where it cannot be read.
  package init(_ path: String, temporaryDirectory: String? = nil) throws(CSVError) {
    name = path == "-" ? "standard input" : path
    let opened = unsafe path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw Self.fault("cannot open \(path): \(reason())") }
    var status = stat()
    guard unsafe fstat(opened, &status) == 0 else {
      close(opened)
      throw Self.fault("cannot look at \(path): \(reason())")
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      close(opened)
      throw Self.fault("\(path) is a directory; name the CSV files in it")
    case S_IFREG:
      descriptor = opened
      start = max(lseek(opened, 0, SEEK_CUR), 0)
      size = max(Int(status.st_size) - start, 0)
    default:
      let spooled = Self.spool(opened, directory: temporaryDirectory)
      close(opened)
      switch spooled {
      case .success(let (file, count)):
        descriptor = file
        size = count
        start = 0
      case .failure(let error): throw error
      }
    }
    var magic: [UInt8] = [0, 0, 0, 0]
    let read = unsafe pread(descriptor, &magic, 4, off_t(start))
    compression = Compression(magic.prefix(max(read, 0)))
  }

  private init(name: String, descriptor: Int32, size: Int) {
    self.name = name
    self.descriptor = descriptor
    self.size = size
    start = 0
    compression = nil
  }

  deinit { close(descriptor) }

  /// The same text as a file that can be read at any place: this file, or a temporary one with what is compressed in it.
  ///
  /// - Parameter directory: Where the temporary file lives; nil means `TMPDIR`, else `/var/tmp`.
  /// - Returns: A file of the same name that is not compressed.
  /// - Throws: ``CSVError`` where the text is damaged or the disk is full.
  package func plain(directory: String? = nil) throws -> InputFile {
    guard isCompressed else { return self }
    var source = try text()
    let spooled = unsafe Self.spool(directory: directory, what: name) {
      unsafe try source.read(into: UnsafeMutableRawBufferPointer($0))
    }
    let (file, count) = try spooled.get()
    return InputFile(name: name, descriptor: file, size: count)
  }

  /// Reads some bytes from the middle, as they lie.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - offset: The first one, from 0.
  /// - Returns: The bytes; fewer than asked at the end.
  /// - Throws: ``CSVError`` where they cannot be read.
  package func bytes(_ count: Int, at offset: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let part = unsafe try bytes.withUnsafeMutableBytes { room in
        unsafe try read(
          UnsafeMutableRawBufferPointer(rebasing: room[done...]), at: start + offset + done)
      }
      if part == 0 { break }
      done += part
    }
    bytes.removeLast(count - done)
    return bytes
  }

  /// How a file is compressed.
  package enum Compression: Sendable, Hashable {
    case gzip, zstandard

    /// By the first four bytes; nil where they are those of no such file.
    package init?(_ magic: ArraySlice<UInt8>) {
      if magic.starts(with: [0x1F, 0x8B]) {
        self = .gzip
      } else if magic == [0x28, 0xB5, 0x2F, 0xFD] {
        self = .zstandard
      } else {
        return nil
      }
    }
  }

  /// Whether the bytes are compressed.
  package var isCompressed: Bool { compression != nil }

  /// The bytes from the start, decompressed.
  package func text() throws -> any ByteSource {
    switch compression {
    case .gzip: try GzipSource(bytes(), name: name)
    case .zstandard: try ZstdSource(bytes(), name: name)
    case nil: bytes()
    }
  }

  /// The bytes from the start, as they lie.
  package func bytes() -> any ByteSource { bytes(from: 0) }

  /// The bytes from some place on, as they lie.
  ///
  /// - Parameter offset: The first one, from 0.
  /// - Returns: A source that begins there.
  package func bytes(from offset: Int) -> any ByteSource {
    PositionedSource(file: self, position: start + offset)
  }

  private static func spool(_ pipe: Int32, directory: String?) -> Result<(Int32, Int), CSVError> {
    unsafe spool(directory: directory, what: "the standard input") { block in
      while true {
        let count = unsafe Glibc.read(pipe, block.baseAddress, block.count)
        if count >= 0 { return count }
        guard errno == EINTR else { throw fault("cannot read the standard input: \(reason())") }
      }
    }
  }

  /// Copies what a reader gives to a temporary file, unlinked at birth.
  private static func spool(
    directory: String?, what: String,
    _ read: (UnsafeMutableBufferPointer<UInt8>) throws -> Int
  ) -> Result<(Int32, Int), CSVError> {
    let place = directory ?? temporaryDirectory()
    var template = Array("\(place)/taster-XXXXXX".utf8CString)
    let file = unsafe mkstemp(&template)
    guard file >= 0 else {
      return .failure(
        fault("no temporary file in \(place): \(reason()); set TMPDIR to another place"))
    }
    _ = unsafe unlink(&template)
    var block = [UInt8](repeating: 0, count: 1 << 20)
    var total = 0
    do {
      while true {
        let count = unsafe try block.withUnsafeMutableBufferPointer { unsafe try read($0) }
        if count == 0 { return .success((file, total)) }
        var written = 0
        while written < count {
          let part = unsafe block.withUnsafeBytes { bytes in
            unsafe bytes.baseAddress.map { unsafe write(file, $0 + written, count - written) } ?? -1
          }
          if part < 0, errno == EINTR { continue }
          guard part > 0 else {
            throw fault(
              "cannot keep \(what) in \(place): \(reason()); free some space or set TMPDIR to another "
                + "place")
          }
          written += part
        }
        total += count
      }
    } catch {
      close(file)
      return .failure(error as? CSVError ?? fault("\(error)"))
    }
  }

  private static func fault(_ message: String) -> CSVError {
    CSVError(.unreadable, byteOffset: 0, line: 0, message)
  }

  fileprivate func read(_ buffer: UnsafeMutableRawBufferPointer, at position: Int) throws -> Int {
    while true {
      let count = unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(position))
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.fault("cannot read \(name): \(reason())") }
    }
  }
}

/// The words of the last error.
func reason() -> String { unsafe String(cString: strerror(errno)) }

/// Where temporary files live: `TMPDIR`, else `/var/tmp`.
package func temporaryDirectory() -> String {
  let value = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
  return value.isEmpty ? "/var/tmp" : value
}

/// A file read by position: several may read at once.
private struct PositionedSource: ByteSource {
  let file: InputFile
  var position: Int

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = unsafe try file.read(buffer, at: position)
    position += count
    return count
  }
}
