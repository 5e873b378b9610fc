import Foundation
import TasterCSV
import Testing

@Suite struct `A lock on a folder` {
  private let folder = NSTemporaryDirectory() + "taster-lock-" + UUID().uuidString

  init() throws { try Folder.make(folder) }

  /// Whether another process gets the lock at once.
  private func isFree(shared: Bool = false) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    process.arguments = [shared ? "-s" : "-x", "-n", folder, "true"]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test func `keeps others out as long as it lives`() throws {
    defer { Folder.removeFolder(folder) }
    #expect(try isFree())
    var lock: FolderLock? = try FolderLock(folder)
    withExtendedLifetime(lock) {}
    #expect(try !isFree() && !isFree(shared: true))
    lock = nil
    #expect(try isFree())
  }

  @Test func `lets others read where it only reads`() throws {
    defer { Folder.removeFolder(folder) }
    let lock = try FolderLock(folder, isShared: true)
    #expect(try isFree(shared: true))
    #expect(try !isFree())
    withExtendedLifetime(lock) {}
  }

  @Test func `needs a folder`() throws {
    Folder.removeFolder(folder)
    #expect(throws: CSVError.self) { try FolderLock(folder) }
    #expect(throws: CSVError.self) { try Folder.rename(folder, to: folder + "x") }
    #expect(!Folder.isWritable(folder))
  }
}
