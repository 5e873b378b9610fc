private import Glibc

/// Where bytes come from.
package protocol ByteSource {
  /// Appends up to `count` bytes to `buffer`; returns how many, 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
  /// Whether reading stops here for now, though more may come; `isOpen` says that a record has begun.
  func isSeam(isOpen: Bool) -> Bool
}

extension ByteSource {
  package func isSeam(isOpen: Bool) -> Bool { false }
}

/// Bytes in memory.
package struct MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, bytes.count - position)
    unsafe bytes[position..<position + count].withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
    position += count
    return count
  }
}

/// Bytes that a function makes, some at a time.
package struct MadeSource: ByteSource {
  private let next: (_ most: Int) throws -> [UInt8]

  /// A source of what `next` makes: at most so many bytes a call, none at the end.
  package init(_ next: @escaping (_ most: Int) throws -> [UInt8]) { self.next = next }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let bytes = try next(buffer.count)
    precondition(bytes.count <= buffer.count, "no more is made than was asked for")
    unsafe buffer.copyBytes(from: bytes)
    return bytes.count
  }
}

/// An open file descriptor, read from where it stands; it is not closed.
package struct FileSource: ByteSource {
  private let descriptor: Int32
  private let name: String

  /// Reads a descriptor; the name is for messages.
  package init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else {
        throw CSVError(
          .unreadable, byteOffset: 0, line: 0,
          "cannot read \(name): \(unsafe String(cString: strerror(errno)))")
      }
    }
  }
}
