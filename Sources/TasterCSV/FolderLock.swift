private import Glibc

/// Keeps others out of a folder while its files change, or keeps its files as they are while they are read.
///
/// The lock is the folder's own (`flock`): no file stands for it, and it ends with the process that holds it, however that
/// ends. Those who do not ask for it are not kept out.
@safe package final class FolderLock {
  private let descriptor: Int32

  /// Waits until the folder is free.
  ///
  /// - Parameters:
  ///   - path: A folder that exists.
  ///   - isShared: Whether others who only read may hold it too.
  /// - Throws: ``CSVError`` where the folder cannot be locked.
  package init(_ path: String, isShared: Bool = false) throws(CSVError) {
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.fault(path) }
    while flock(descriptor, isShared ? LOCK_SH : LOCK_EX) != 0 {
      guard errno == EINTR else {
        let error = Self.fault(path)
        close(descriptor)
        throw error
      }
    }
  }

  deinit { close(descriptor) }

  private static func fault(_ path: String) -> CSVError {
    CSVError(.unreadable, byteOffset: 0, line: 0, "cannot lock the folder \(path): \(reason())")
  }
}

extension Folder {
  /// Gives a file or a folder another name; an older file of that name is replaced.
  ///
  /// - Parameters:
  ///   - old: The name it has.
  ///   - new: The name it gets, on the same file system.
  /// - Throws: ``CSVError`` where that fails.
  package static func rename(_ old: String, to new: String) throws(CSVError) {
    guard unsafe Glibc.rename(old, new) == 0 else {
      throw CSVError(
        .unwritable, byteOffset: 0, line: 0, "cannot rename \(old) to \(new): \(reason())")
    }
  }

  /// Brings the names of a folder's files to the disk, where its file system can.
  package static func sync(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Removes a folder that is empty.
  package static func removeFolder(_ path: String) { _ = unsafe rmdir(path) }

  /// Whether files can be made in a folder.
  package static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }
}
