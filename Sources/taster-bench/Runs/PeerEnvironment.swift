import Foundation

/// A Python environment with the public tools that Taster is measured beside, made when it is first wanted.
struct PeerEnvironment {
  /// The folder of the environment.
  let folder: String

  /// Finds the environment, or makes it: `python3 -m venv`, then pip with the versions of a file of `Peers`.
  ///
  /// - Parameters:
  ///   - folder: Where; nil means `name` beside this program.
  ///   - name: The name of the environment: tools that want different versions of one package get one each.
  ///   - requirements: The file of `Peers` that pins the versions.
  /// - Throws: ``CaseError`` where Python or the registry fails.
  init(
    _ folder: String?, name: String = "peers", requirements: String = "requirements.txt"
  ) throws {
    self.folder = folder ?? Self.programFolder + "/\(name)"
    let mark = "\(self.folder)/requirements.txt"
    let wanted = try String(contentsOfFile: Self.resource(requirements), encoding: .utf8)
    if (try? String(contentsOfFile: mark, encoding: .utf8)) == wanted { return }
    _ = try Child.run(["python3", "-m", "venv", self.folder])
    _ = try Child.run([
      python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r",
      try Self.resource(requirements),
    ])
    try wanted.write(toFile: mark, atomically: true, encoding: .utf8)
  }

  private var python: String { "\(folder)/bin/python" }

  /// Runs one of the scripts.
  func run(_ script: String, _ arguments: [String]) throws -> Child {
    try Child.run([python, try Self.resource(script)] + arguments)
  }

  /// The path of a file of `Peers`.
  private static func resource(_ name: String) throws -> String {
    guard let url = Bundle.module.url(forResource: "Peers/\(name)", withExtension: nil) else {
      throw CaseError("Peers/\(name) is missing beside this program; build it again")
    }
    return url.path
  }

  /// The folder of this program.
  static var programFolder: String {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    return URL(filePath: program ?? CommandLine.arguments[0]).deletingLastPathComponent().path
  }
}
