private import Crypto
private import Foundation
private import Glibc

/// A file that appears whole or not at all.
///
/// The bytes go to a nameless file in the same file system; ``publish(as:)`` syncs it and gives it its name. A process
/// that dies before leaves nothing behind. Where the file system knows no nameless files, a hidden one stands in.
@safe package final class OutputFile {
  private var descriptor: Int32
  private let directory: String
  /// The hidden name, where the file could not be nameless.
  private var hidden: String?
  private var buffer: [UInt8] = []
  private var hash = SHA256()
  /// How many bytes were written.
  package private(set) var count = 0

  private static let bufferSize = 1 << 18

  /// Opens a file without a name.
  ///
  /// - Parameter directory: A folder that exists, on the file system where the file will live.
  /// - Throws: ``CSVError`` where no file can be made there.
  package init(in directory: String) throws(CSVError) {
    self.directory = directory
    // O_TMPFILE as <fcntl.h> has it; Swift does not import the macro.
    let nameless = unsafe open(directory, O_WRONLY | O_CLOEXEC | 0o20_200_000, 0o666)
    if nameless >= 0 {
      descriptor = nameless
      return
    }
    var template = Array("\(directory)/.taster-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else {
      throw Self.fault("cannot write in \(directory): \(reason())")
    }
    hidden = unsafe template.withUnsafeBufferPointer { bytes in
      unsafe String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    retract()
  }

  /// Takes a hidden name away again.
  package func retract() {
    if let hidden { _ = unsafe unlink(hidden) }
    hidden = nil
  }

  /// Adds bytes.
  ///
  /// - Parameter bytes: What to write.
  /// - Throws: ``CSVError`` where the disk is full or fails.
  package func write(_ bytes: some Collection<UInt8>) throws(CSVError) {
    buffer.append(contentsOf: bytes)
    count += bytes.count
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// The SHA-256 of what was written, in hexadecimal.
  package var digest: String {
    var all = hash
    all.update(data: buffer)
    return hexadecimal(all.finalize())
  }

  /// Brings everything that was written to the disk.
  ///
  /// - Throws: ``CSVError`` where the disk is full or fails.
  package func sync() throws(CSVError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw Self.fault("cannot write the output: \(reason())") }
  }

  /// Gives the file a hidden name beside the one it will have.
  ///
  /// - Parameter path: The later name, in a folder of the same file system.
  /// - Throws: ``CSVError`` where the folder takes no more files.
  package func prepare(for path: String) throws(CSVError) {
    guard hidden == nil else { return }
    let temporary = "\(path).\(getpid()).partial"
    // A killed process of the same number may have left one.
    Folder.remove(temporary)
    let linked = unsafe linkat(
      AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, temporary, AT_SYMLINK_FOLLOW)
    guard linked == 0 else { throw Self.fault("cannot create \(path): \(reason())") }
    hidden = temporary
  }

  /// Syncs the file and gives it its name; an older file of that name is replaced.
  ///
  /// - Parameter path: The name, in a folder of the same file system.
  /// - Throws: ``CSVError`` where that fails; the file is then gone.
  package func publish(as path: String) throws(CSVError) {
    try sync()
    try prepare(for: path)
    guard let name = hidden, unsafe rename(name, path) == 0 else {
      throw Self.fault("cannot create \(path): \(reason())")
    }
    hidden = nil
    close(descriptor)
    descriptor = -1
  }

  /// Copies what was written to the standard output.
  ///
  /// - Throws: ``CSVError`` where the reader is gone or the file cannot be read back.
  package func copyToStandardOutput() throws(CSVError) {
    try flush()
    let again = unsafe open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
    guard again >= 0 else { throw Self.fault("cannot read the output back: \(reason())") }
    defer { close(again) }
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe read(again, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.fault("cannot read the output back: \(reason())") }
      if count == 0 { return }
      try Self.writeAll(block[0..<count], to: 1)
    }
  }

  private func flush() throws(CSVError) {
    hash.update(data: buffer)
    try Self.writeAll(buffer[...], to: descriptor)
    buffer.removeAll(keepingCapacity: true)
  }

  private static func writeAll(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(CSVError) {
    var done = 0
    var failed = false
    unsafe bytes.withUnsafeBytes { raw in
      while done < raw.count {
        let n = unsafe Glibc.write(
          file, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
        if n < 0, errno == EINTR { continue }
        guard n > 0 else {
          failed = true
          return
        }
        done += n
      }
    }
    if failed {
      throw CSVError(
        errno == EPIPE ? .closedPipe : .unwritable, byteOffset: 0, line: 0,
        "cannot write the output: \(reason()); nothing was left half-written. Free some space or "
          + "name another place.")
    }
  }

  private static func fault(_ message: String) -> CSVError {
    CSVError(.unwritable, byteOffset: 0, line: 0, message)
  }
}

/// Folders and names.
package enum Folder: Sendable {
  /// Whether there is a file or folder of a name.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether a name is a folder.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a name is a regular file: one that can be read without waiting for anybody.
  package static func isFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The nearest folder above a name that exists.
  package static func existingParent(of path: String) -> String {
    var current = path
    while !isFolder(current) {
      guard let slash = current.lastIndex(of: "/") else { return "." }
      current = slash == current.startIndex ? "/" : String(current[..<slash])
    }
    return current
  }

  /// Makes a folder and those above it.
  ///
  /// - Parameter path: Its name.
  /// - Throws: ``CSVError`` where it cannot be made.
  package static func make(_ path: String) throws(CSVError) {
    guard !isFolder(path) else { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try make(String(path[..<slash]))
    }
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST && isFolder(path) else {
      throw CSVError(
        .unwritable, byteOffset: 0, line: 0, "cannot make the folder \(path): \(reason())")
    }
  }

  /// Removes a file, where it is there.
  package static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// Removes a folder and those above it up to one that was there before, as long as they are empty.
  package static func removeEmpty(_ path: String, downTo parent: String) {
    var current = path
    while current.count > parent.count, unsafe rmdir(current) == 0,
      let slash = current.lastIndex(of: "/")
    {
      current = String(current[..<slash])
    }
  }
}
