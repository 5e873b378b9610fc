import Foundation

/// A package in a temporary folder that depends on this one, as a client's would.
struct SamplePackage: ~Copyable {
  /// Where it is.
  let folder: URL

  /// Makes a package with a library, a resource, two data sets and what is none.
  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "taste-\(UUID().uuidString.lowercased())")
    let house = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    try write(
      "Package.swift",
      """
      // swift-tools-version: 6.2
      import PackageDescription

      let package = Package(
        name: "client",
        dependencies: [.package(name: "taster", path: "\(house)")],
        targets: [.target(name: "Client", resources: [.copy("Resources/small.csv")])]
      )
      """)
    try write("Sources/Client/Client.swift", "public enum Client {}\n")
    try write("Sources/Client/Resources/small.csv", Self.table(rows: 120, planted: 0))
    try write("Datasets/good.csv", Self.table(rows: 400, planted: 0))
    try write("Datasets/bad.csv", Self.table(rows: 400, planted: 40))
    try write("Datasets/truth.csv", "row,poisoned\n1,0\n")
    try write("Datasets/bad.truth.csv", "row,poisoned\n1,0\n")
    try write("Datasets/drafts/none.csv", "no table\n")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file.
  func write(_ path: String, _ text: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Runs `swift package taste`.
  func taste(_ arguments: String...) throws -> (status: Int32, lines: [String]) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["swift", "package", "taste"] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.filter {
      !$0.key.hasPrefix("TASTER_")
    }
    let log = folder.appending(path: "log")
    try Data().write(to: log)
    let handle = try FileHandle(forWritingTo: log)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
    return (process.terminationStatus, text.split(separator: "\n").map { String($0) })
  }

  /// Two classes, three columns; the last rows lie far out where poison is planted.
  private static func table(rows: Int, planted: Int) -> String {
    var state: UInt64 = 6_010
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p53
    }
    func bell() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
    var text = "x,y,z,kind\n"
    for row in 0..<rows {
      let isRed = row.isMultiple(of: 2)
      let far = row >= rows - planted ? 40.0 * (isRed ? 1 : -1) : 0
      let cells = (0..<3).map { _ in bell() + (isRed ? 3 : -3) + far * (1 + uniform()) }
      let texts = cells.map { String(($0 * 1_000).rounded() / 1_000) }
      text += texts.joined(separator: ",") + (isRed ? ",red\n" : ",no\n")
    }
    return text
  }
}
