import ArgumentParser
import Foundation
import TasterKit
import TasterYAML

/// The flags that say which file of settings holds.
struct SettingsFlags: ParsableArguments {
  @Option(
    name: .long, help: "The file of settings; by default the nearest taster.yaml upward.",
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?
  @Flag(name: .long, help: "Read no file of settings.")
  var noConfig = false

  /// A run over files that are read as one data set, told what holds for them.
  ///
  /// Flags stand over the environment, and that over the file of settings.
  ///
  /// - Parameters:
  ///   - flags: What the command line says, layer by layer.
  ///   - files: The files as they were named.
  /// - Returns: The run; its notes say what came from elsewhere than the command line.
  /// - Throws: `SettingsError`.
  func run(_ flags: Settings..., for files: [String]) throws -> ScanRun {
    var settings = flags.reduce(Settings()) { $0.over($1) }
    settings = settings.over(try .environment(ProcessInfo.processInfo.environment))
    if let found = try FoundSettings.find(self, for: files) {
      settings = settings.over(try found.settings(for: files))
    }
    var run = ScanRun()
    try settings.apply(to: &run)
    if let path = run.policyPath {
      let file = try PolicyFile(path) { try YAML.read($0, path: $1) }
      try settings.follow(file, in: &run)
    }
    run.facts.notes = settings.remarks.map { Judgement.Note(text: $0) }
    return run
  }
}

/// A file of settings and where it lies.
struct FoundSettings {
  /// What it says.
  let file: SettingsFile
  /// Its folder, an absolute path without links.
  let folder: String

  /// Reads the file that was named, else the one that is found.
  ///
  /// - Parameters:
  ///   - flags: What the command line says.
  ///   - files: Data files or their folders.
  /// - Returns: The settings; nil where there are none.
  /// - Throws: `SettingsError` for a file that cannot be read or makes no sense.
  static func find(_ flags: SettingsFlags, for files: [String]) throws -> FoundSettings? {
    guard !flags.noConfig else {
      guard flags.config == nil else {
        throw ValidationError("--config and --no-config exclude each other")
      }
      return nil
    }
    let variable = ProcessInfo.processInfo.environment[Settings.fileVariable]
    if let path = flags.config ?? variable, !path.isEmpty { return try FoundSettings(path) }
    let folders = SettingsSearch.folders(
      workingDirectory: Place.workingDirectory,
      data: files.filter { $0 != "-" }.map {
        Place.isFolder($0) ? Place.real($0) : Place.folder(of: $0)
      },
      isRoot: { Place.exists("\($0)/.git") })
    return try folders.map { "\($0)/\(SettingsSearch.fileName)" }.first { Place.exists($0) }
      .map { try FoundSettings(PathName.relative($0, to: Place.workingDirectory)) }
  }

  private init(_ path: String) throws {
    let name = printable(path, limit: 200)
    guard !Place.isFolder(path) else { throw SettingsError("\(name) is a folder; name a file") }
    guard Place.exists(path) else { throw SettingsError("there is no file \(name)") }
    let limit = 1 << 20
    guard let handle = FileHandle(forReadingAtPath: path),
      let bytes = try? handle.read(upToCount: limit + 1) ?? Data()
    else { throw SettingsError("the settings in \(name) cannot be read; look at its permissions") }
    guard bytes.count <= limit else {
      throw SettingsError("\(name) has more than 1 MiB; settings have less")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError("\(name) is not UTF-8")
    }
    file = try SettingsFile(YAML.read(text, path: path), path: path)
    folder = Place.folder(of: path)
  }

  /// What the file says about data files that are read as one data set.
  func settings(for files: [String]) throws -> Settings {
    try file.settings(for: files.filter { $0 != "-" }.map { Place.real($0) }) { place(of: $0) }
  }

  /// Where the data of an entry lies.
  func place(of entry: SettingsFile.Entry) -> String {
    Place.real(PathName.absolute(entry.path, in: folder))
  }
}

/// Paths on this machine.
enum Place {
  /// The working directory, without links.
  static var workingDirectory: String { real(FileManager.default.currentDirectoryPath) }

  /// Where a path leads: absolute, and without links as far as there is something.
  static func real(_ path: String) -> String {
    let absolute = PathName.absolute(path, in: FileManager.default.currentDirectoryPath)
    return PathName.absolute(URL(filePath: absolute).resolvingSymlinksInPath().path, in: "/")
  }

  /// The folder in which a file is named, without links.
  static func folder(of path: String) -> String {
    let absolute = PathName.absolute(path, in: FileManager.default.currentDirectoryPath)
    return real(PathName.absolute("\(absolute)/..", in: "/"))
  }

  /// Whether a path leads to a folder.
  static func isFolder(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: real(path))
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }

  /// Whether a path leads to something.
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
