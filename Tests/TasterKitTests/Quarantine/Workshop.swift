import Foundation
import TasterCSV
import TasterKit

/// A folder with files and runs that is there while a test needs it.
struct Workshop {
  let path: String

  /// Makes a folder, works in it, removes it.
  static func open<T>(_ body: (Workshop) async throws -> T) async throws -> T {
    let path = NSTemporaryDirectory() + "taster-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(Workshop(path: path))
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

  /// Scans files into `run`, holding whatever looks the least bit odd.
  @discardableResult
  func scan(
    _ names: [String], _ change: (inout ScanRun) -> Void = { _ in }
  ) async throws -> Report {
    var run = ScanRun()
    run.table.label = .column("class")
    run.scan.threshold = 0.03
    run.directory = RunDirectory(file("run"))
    change(&run)
    return try await run.run(names.map { file($0) }, clock: .system)
  }

  /// Writes a file of the run anew and makes `run.json` agree with it, as a careful forger would.
  func forge(_ name: String, _ bytes: [UInt8]) throws {
    try write("run/\(name)", bytes)
    try changeRun { run in
      var outputs = run["outputs"] as? [[String: Any]] ?? []
      for k in outputs.indices where outputs[k]["name"] as? String == name {
        outputs[k]["bytes"] = bytes.count
        outputs[k]["sha256"] = sha256(bytes)
      }
      run["outputs"] = outputs
    }
  }

  /// Changes the members of `run.json`.
  func changeRun(_ body: (inout [String: Any]) -> Void) throws {
    var run = try object(try read("run/run.json"))
    body(&run)
    try write("run/run.json", Array(try JSONSerialization.data(withJSONObject: run)))
  }

  /// Lines of two classes that overlap a little, quoted where asked for, without a header.
  static func rows(_ count: Int, from first: Int = 0, quotes: Bool = false) -> [String] {
    (first..<first + count).map { i in
      let side = i % 2
      let x = Double((i * 37) % 101) / 10 + (i % 7 == 0 ? 0 : Double(8 * side))
      let word = quotes ? "\"w,\(i % 3)\n\"" : "w\(i % 3)"
      return "\(x),\((i * 53) % 97),\(word),\(side == 0 ? "even" : "odd")"
    }
  }

  static let header = "x,y,word,class"

  /// A whole file with these line ends.
  static func table(
    _ count: Int, from first: Int = 0, quotes: Bool = false, end: String = "\n"
  ) -> String {
    ([header] + rows(count, from: first, quotes: quotes)).map { $0 + end }.joined()
  }
}
