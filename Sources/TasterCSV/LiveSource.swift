private import Glibc
private import Synchronization

/// Asks a stream to end where it is; may be set from anywhere, also from a signal's handler.
package final class StopSign: Sendable {
  private let flag = Atomic(false)
  private let other: StopSign?

  /// A sign that is not set.
  ///
  /// - Parameter other: A sign that counts as well; it is never set by this one.
  package init(or other: StopSign? = nil) { self.other = other }

  /// Whether the stream is to end.
  package var isSet: Bool { flag.load(ordering: .acquiring) || other?.isSet ?? false }

  /// Asks the stream to end.
  package func set() { flag.store(true, ordering: .releasing) }
}

/// Why a stream hands on nothing for now: no fault, and nothing is lost.
package enum StreamPause: Error, Hashable {
  /// Nothing came for a while; whoever asks again waits again.
  case idle
  /// The stream was asked to end.
  case stopped
}

/// A file or a pipe that is read once, as it comes, and never spooled.
///
/// A read waits for bytes and no longer than a while: then it throws ``StreamPause/idle``, and may be asked again. A file
/// that is followed ends where it is cut or another one has taken its name; ``reopen()`` goes on with what is there then.
/// While nothing has its name, it may still grow.
package final class LiveSource: ByteSource {
  /// The name as it was given; `-` is the standard input.
  package let name: String
  /// Whether the bytes lie in a regular file.
  package let isFile: Bool
  /// Why a followed file ended, in words; nil where it did not.
  package private(set) var ending: String?
  private let path: String
  private var descriptor: Int32
  private let stop: StopSign
  private let pause: Int
  private let follows: Bool
  /// Where the next byte stands in the file.
  private var position = 0
  /// Whether the file was seen to have ended: it is read once more, for what was written before it did.
  private var isLast = false

  /// The longest wait between two looks at the sign, in milliseconds.
  private static let slice = 50

  /// Opens a file or a pipe.
  ///
  /// - Parameters:
  ///   - path: Where it is; `-` for the standard input.
  ///   - pause: After how many milliseconds without a byte a read gives up for now.
  ///   - follows: Whether a regular file is expected to grow.
  ///   - stop: Ends the stream when it is set.
  /// - Throws: ``CSVError`` where it cannot be read.
  package init(_ path: String, pause: Int, follows: Bool, stop: StopSign) throws(CSVError) {
    name = path == "-" ? "standard input" : path
    self.path = path
    self.pause = pause
    self.stop = stop
    let opened = unsafe path == "-" ? dup(0) : open(path, Self.flags)
    guard opened >= 0 else { throw Self.fault("cannot open \(path): \(reason())") }
    var status = stat()
    guard unsafe fstat(opened, &status) == 0 else {
      close(opened)
      throw Self.fault("cannot look at \(path): \(reason())")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(opened)
      throw Self.fault("\(path) is a directory; name a CSV file in it")
    }
    isFile = status.st_mode & S_IFMT == S_IFREG
    self.follows = follows && isFile
    descriptor = opened
    if isFile { position = max(Int(lseek(opened, 0, SEEK_CUR)), 0) }
  }

  deinit { close(descriptor) }

  // A named pipe may have no writer yet: waiting for one must not outlast the sign.
  private static let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK

  /// Goes on with the file that has the name of a followed one now, from its start; waits until there is one.
  ///
  /// - Throws: ``StreamPause/stopped`` where the stream was asked to end first.
  package func reopen() throws {
    while true {
      if stop.isSet { throw StreamPause.stopped }
      let opened = unsafe open(path, Self.flags)
      if opened >= 0 {
        var status = stat()
        if unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
          close(descriptor)
          (descriptor, position, ending, isLast) = (opened, 0, nil, false)
          return
        }
        close(opened)
      }
      usleep(UInt32(Self.slice) * 1_000)
    }
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if stop.isSet { throw StreamPause.stopped }
      if !isFile { try wait() }
      let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 {
        position += count
        return count
      }
      if count == 0 {
        guard follows, ending == nil else { return 0 }
        let reason = departure()
        if isLast { ending = reason }
        isLast = reason != nil
        if reason == nil { try rest() }
        continue
      }
      guard errno == EINTR || errno == EAGAIN else {
        throw Self.fault("cannot read \(name): \(reason())")
      }
    }
  }

  /// Waits until there is something to read.
  private func wait() throws {
    var left = pause
    while true {
      if stop.isSet { throw StreamPause.stopped }
      var look = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let slice = min(left, Self.slice)
      let count = unsafe poll(&look, 1, Int32(slice))
      if count > 0 { return }
      guard count == 0 || errno == EINTR else {
        throw Self.fault("cannot wait for \(name): \(reason())")
      }
      if count == 0 { left -= slice }
      if left <= 0 { throw StreamPause.idle }
    }
  }

  /// Lets a file grow for a while.
  private func rest() throws {
    var left = pause
    while left > 0 {
      if stop.isSet { throw StreamPause.stopped }
      usleep(UInt32(min(left, Self.slice)) * 1_000)
      left -= Self.slice
    }
    throw StreamPause.idle
  }

  /// Why a file that has been read to its end is not the one of its name any more; nil where it is, or where there is none.
  private func departure() -> String? {
    var (own, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &own) == 0 else { return nil }
    if Int(own.st_size) < position {
      return "it was cut from \(position) to \(own.st_size) bytes"
    }
    guard path != "-" else { return nil }
    guard unsafe stat(path, &named) == 0 else { return nil }
    let isSame = own.st_ino == named.st_ino && own.st_dev == named.st_dev
    return isSame ? nil : "another file took its name"
  }

  private static func fault(_ message: String) -> CSVError {
    CSVError(.unreadable, byteOffset: 0, line: 0, message)
  }
}

/// Lets the first bytes of a source be looked at before they are read.
package final class PeekingSource: ByteSource {
  private var source: any ByteSource
  /// Bytes that were looked at and not yet read: `ahead[next...]`.
  private var ahead: [UInt8] = []
  private var next = 0

  /// Looks at a source from where it stands.
  package init(_ source: any ByteSource) { self.source = source }

  /// Looks at the first bytes; whoever reads gets them all the same.
  ///
  /// - Parameters:
  ///   - count: How many at most.
  ///   - isEnough: Whether what has come will do, asked whenever the source has nothing for now.
  /// - Returns: The bytes, and whether nothing follows them.
  /// - Throws: What the source throws, but for pauses that it can wait out.
  package func sample(
    _ count: Int, isEnough: ([UInt8]) -> Bool = { _ in false }
  ) throws -> (bytes: [UInt8], isWhole: Bool) {
    var block = [UInt8](repeating: 0, count: count)
    while ahead.count < count {
      do {
        let room = count - ahead.count
        let read = unsafe try block.withUnsafeMutableBytes {
          unsafe try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<room]))
        }
        if read == 0 { return (ahead, true) }
        ahead += block[..<read]
      } catch StreamPause.idle {
        if isEnough(ahead) { break }
      }
    }
    return (ahead, false)
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard next < ahead.count else { return unsafe try source.read(into: buffer) }
    let count = min(buffer.count, ahead.count - next)
    unsafe ahead[next..<next + count].withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
    next += count
    if next == ahead.count { (ahead, next) = ([], 0) }
    return count
  }
}

/// Passes bytes on and keeps them until they are taken.
package final class KeepingSource: ByteSource {
  private var source: any ByteSource
  /// Bytes that were handed on: `kept[first...]`.
  private var kept: [UInt8] = []
  private var first = 0

  /// From so many bytes that were taken on their room is used again.
  private static let slack = 1 << 20

  /// Listens to a source.
  package init(_ source: any ByteSource) { self.source = source }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = unsafe try source.read(into: buffer)
    unsafe kept.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }

  /// Takes the next bytes that were handed on.
  package func take(_ count: Int) -> [UInt8] {
    precondition(count <= kept.count - first, "only what was handed on can be taken")
    let taken = Array(kept[first..<first + count])
    first += count
    if first == kept.count {
      kept.removeAll(keepingCapacity: true)
      first = 0
    } else if first >= Self.slack {
      kept.removeFirst(first)
      first = 0
    }
    return taken
  }
}
