import Foundation

/// The data sets of the package.
enum Shipped {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Datasets").standardizedFileURL.path()
}

/// A fresh folder that goes with its test.
final class Workbench {
  let path = NSTemporaryDirectory() + "taster-bench-test-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }
}
