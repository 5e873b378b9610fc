import Foundation
import Testing

/// A fresh folder in which the real program runs; it goes with its test.
final class Workshop {
  /// What a process left behind.
  struct Run {
    /// The exit status; nil where a signal ended the process.
    var status: Int32?
    /// The signal that ended the process.
    var signal: Int32?
    var output: [UInt8]
    var talk: String

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  let path: String
  /// Where the program's temporary files go.
  let temporary: String
  private let captured: String

  init() throws {
    let root = NSTemporaryDirectory() + "taster-test-" + UUID().uuidString
    path = root + "/shop"
    temporary = root + "/tmp"
    captured = root + "/captured"
    for folder in [path, temporary, captured] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
  }

  /// The program, beside the tests that were built with it.
  static let program: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/taster"
  }()

  /// The folder of the package.
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  func file(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  /// The names in a folder, hidden ones included; nil where there is no folder.
  func names(_ folder: String = ".") -> [String]? {
    (try? FileManager.default.contentsOfDirectory(atPath: file(folder)))?.sorted()
  }

  /// Whether the program left a temporary file.
  var isTidy: Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty) ?? false
  }

  /// Runs the program in the folder.
  func taster(_ arguments: [String]) throws -> Run {
    try process(Self.program, arguments).wait()
  }

  /// Runs a shell script in the folder; `$TASTER` is the program.
  func shell(_ script: String) throws -> Run { try process("/bin/bash", ["-c", script]).wait() }

  /// Starts the program in the folder.
  func process(_ program: String, _ arguments: [String]) throws -> Started {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.environment = [
      "PATH": "/usr/bin:/bin", "TMPDIR": temporary, "TASTER": Self.program, "LC_ALL": "C",
    ]
    process.standardInput = FileHandle.nullDevice
    let name = "\(captured)/\(UUID().uuidString)"
    for end in ["out", "err"] {
      _ = FileManager.default.createFile(atPath: "\(name).\(end)", contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: "\(name).out")
    process.standardError = FileHandle(forWritingAtPath: "\(name).err")
    try process.run()
    return Started(process: process, captured: name)
  }

  /// Learns `t.taster` from the clean rows of a data set.
  func learn(_ set: Shipped) throws {
    let learned = try taster([
      "profile", set.file("clean.csv"), "--label", set.label, "-o", "t.taster", "-q",
    ])
    try #require(learned.status == 0, "\(learned.talk)")
  }

  /// A process that runs.
  struct Started {
    let process: Process
    fileprivate let captured: String

    func wait() throws -> Run {
      process.waitUntilExit()
      let output = try Data(contentsOf: URL(fileURLWithPath: "\(captured).out"))
      let talk = try Data(contentsOf: URL(fileURLWithPath: "\(captured).err"))
      let isSignal = process.terminationReason == .uncaughtSignal
      return Run(
        status: isSignal ? nil : process.terminationStatus,
        signal: isSignal ? process.terminationStatus : nil, output: Array(output),
        talk: String(decoding: talk, as: UTF8.self))
    }
  }
}

/// A data set of the package.
struct Shipped: Sendable, CustomTestStringConvertible {
  let name: String
  let label: String

  static let all = [
    Shipped(name: "adult", label: "income"), Shipped(name: "banknote", label: "class"),
    Shipped(name: "digits", label: "digit"), Shipped(name: "penguins", label: "Species"),
    Shipped(name: "wdbc", label: "diagnosis"), Shipped(name: "wine", label: "cultivar"),
  ]

  static let wine = Shipped(name: "wine", label: "cultivar")
  static let penguins = Shipped(name: "penguins", label: "Species")

  var testDescription: String { name }
  var data: String { file("data.csv") }

  func file(_ file: String) -> String { "\(Workshop.package)/Datasets/\(name)/\(file)" }

  func bytes(_ file: String = "data.csv") throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: self.file(file))))
  }
}

/// The objects of a text with one JSON object a line.
func objects(_ bytes: [UInt8]) throws -> [[String: Any]] {
  try bytes.split(separator: 10).map {
    try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
  }
}
