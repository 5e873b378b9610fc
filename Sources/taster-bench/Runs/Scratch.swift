import Foundation

/// A folder for the files of one measurement, gone with it unless it is to be kept.
final class Scratch {
  let path: String
  private let isKept: Bool

  /// Makes a folder.
  ///
  /// - Parameter kept: A folder that stays; nil for a fresh one under `TMPDIR`, else under `/var/tmp`.
  /// - Throws: Where it cannot be made.
  init(kept: String?) throws {
    isKept = kept != nil
    let root = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/var/tmp"
    path = kept ?? "\(root)/taster-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    if !isKept { try? FileManager.default.removeItem(atPath: path) }
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}
