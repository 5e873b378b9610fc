private import Glibc

/// Where a run of values stands in a spill.
package struct Extent: Sendable, Hashable {
  /// The first byte.
  package let offset: Int
  /// How many values.
  package let count: Int

  /// Names a place: the first byte, and how many values from there on.
  package init(offset: Int, count: Int) {
    self.offset = offset
    self.count = count
  }
}

/// A temporary file of numbers, unlinked at birth: nothing is left behind, however the process ends.
///
/// Values are read back by position, so several tasks may read at once; memory holds only what is asked for.
package final class Spill: Sendable {
  private let descriptor: Int32
  private let directory: String

  /// Opens an empty spill.
  ///
  /// - Parameter directory: Where the file lives; nil means `TMPDIR`, else `/var/tmp`.
  /// - Throws: ``KernelError`` where no file can be made there.
  package init(directory: String? = nil) throws(KernelError) {
    let place = directory ?? Self.temporaryDirectory
    var template = Array("\(place)/taster-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else {
      throw KernelError(
        "no temporary file in \(place): \(Self.reason()); set TMPDIR to another place")
    }
    _ = unsafe unlink(&template)
    self.descriptor = descriptor
    self.directory = place
  }

  deinit { close(descriptor) }

  private static var temporaryDirectory: String {
    let value = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    return value.isEmpty ? "/var/tmp" : value
  }

  private static func reason() -> String { unsafe String(cString: strerror(errno)) }

  /// Writes values behind a position.
  ///
  /// - Parameters:
  ///   - values: What to write.
  ///   - offset: The first byte; the caller keeps count.
  /// - Returns: Where they stand.
  /// - Throws: ``KernelError`` where the disk is full or fails.
  package func write<T: BitwiseCopyable>(
    _ values: [T], at offset: Int
  ) throws(KernelError) -> Extent {
    let size = values.count * MemoryLayout<T>.stride
    var done = 0
    var failure: Int32 = 0
    unsafe values.withUnsafeBytes { bytes in
      while done < size {
        let n = unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, size - done, off_t(offset + done))
        if n < 0, errno == EINTR { continue }
        guard n > 0 else {
          failure = errno
          return
        }
        done += n
      }
    }
    guard done == size else {
      errno = failure
      throw KernelError(
        "cannot write \(size) bytes of temporary data in \(directory): \(Self.reason()); "
          + "free some space or set TMPDIR to another place")
    }
    return Extent(offset: offset, count: values.count)
  }

  /// Reads values back.
  ///
  /// - Parameters:
  ///   - extent: Where they stand.
  ///   - type: What they are.
  /// - Returns: The values in the order in which they were written.
  /// - Throws: ``KernelError`` where the disk fails.
  package func read<T: BitwiseCopyable>(
    _ extent: Extent, as type: T.Type
  ) throws(KernelError) -> [T] {
    let size = extent.count * MemoryLayout<T>.stride
    var done = 0
    // Not filled beforehand: that would be done value by value.
    let values = unsafe [T](unsafeUninitializedCapacity: extent.count) { room, count in
      let bytes = UnsafeMutableRawBufferPointer(room)
      while done < size {
        let n = unsafe pread(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, size - done,
          off_t(extent.offset + done))
        if n < 0, errno == EINTR { continue }
        guard n > 0 else { return }
        done += n
      }
      count = extent.count
    }
    guard done == size else {
      throw KernelError("cannot read temporary data back from \(directory): \(Self.reason())")
    }
    return values
  }
}
