private import Glibc

/// The standard output, written as results come, with the size and the hash of what went out.
package final class PipeOutput {
  /// How many bytes were to be written.
  package private(set) var count = 0
  /// How many of them the reader has taken, or what stands between.
  package private(set) var delivered = 0
  /// Whether the reader has gone.
  package private(set) var isClosed = false
  private var hash = StreamingHash()
  private let descriptor: Int32

  /// The standard output.
  package init(descriptor: Int32 = 1) { self.descriptor = descriptor }

  /// The SHA-256 of what was to be written, in hexadecimal.
  package var digest: String { hash.digest }

  /// Writes bytes; once the reader has gone they are counted and go nowhere.
  ///
  /// - Parameter bytes: What to write.
  /// - Throws: ``CSVError`` where the output takes nothing for another reason.
  package func write(_ bytes: [UInt8]) throws(CSVError) {
    hash.add(bytes[...])
    count += bytes.count
    guard !isClosed else { return }
    var (done, fault) = (0, Int32(0))
    unsafe bytes.withUnsafeBytes { raw in
      while done < raw.count {
        let written = unsafe Glibc.write(
          descriptor, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
        if written < 0, errno == EINTR { continue }
        if written < 0, errno == EAGAIN {
          var look = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = unsafe poll(&look, 1, 1_000)
          continue
        }
        guard written > 0 else {
          fault = errno
          return
        }
        done += written
      }
    }
    delivered += done
    guard fault != 0 else { return }
    guard fault == EPIPE else {
      let why = unsafe String(cString: strerror(fault))
      throw CSVError(
        .unwritable, byteOffset: 0, line: 0,
        "cannot write the good rows to the standard output: \(why)")
    }
    isClosed = true
  }
}
