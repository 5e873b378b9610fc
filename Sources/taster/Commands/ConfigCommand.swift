import ArgumentParser
import Foundation
import TasterKit

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show the settings that hold, where each was written, and the data sets.",
    discussion: """
      EXAMPLE
        taster config Datasets

      A flag stands over a TASTER_… variable (TASTER_MAX_QUARANTINE), that over the file taster.yaml, that over the \
      defaults. The file is looked for from the working directory up to the root of its repository (the folder with \
      .git), then from the folder of the data up to the same root. Its keys are the long flags of `taster scan`:

        label: class
        max-quarantine: 0.5%
        data:
          - path: wdbc/data.csv       # seen from the folder of taster.yaml
            label: diagnosis          # stands over the label above
        exclude: [drafts]             # files and folders that are no data sets
      """)

  @Argument(help: "CSV files and folders of them.")
  var paths: [String] = []
  @OptionGroup var file: SettingsFlags
  @Flag(name: .long, help: "Print one line of JSON.")
  var json = false

  func run() throws {
    let found = try FoundSettings.find(file, for: paths)
    let environment = try Settings.environment(ProcessInfo.processInfo.environment)
    var parts: [(name: String?, settings: Settings)] = [
      (nil, environment.over(found?.file.common ?? Settings()))
    ]
    for entry in found?.file.entries ?? [] {
      parts.append((entry.path, entry.settings))
    }
    var run = ScanRun()
    try environment.apply(to: &run)
    let list = SettingsList(
      file: found?.file.path, parts: parts,
      dataSets: DataSets.found(in: paths, settings: found))
    Talk.output(json ? list.json : list.text)
  }
}

extension DataSets {
  /// The data sets of a file of settings; where it lists none, those of some folders that it does not exclude.
  ///
  /// - Parameters:
  ///   - paths: CSV files and folders of them; runs of Taster in a folder are passed over.
  ///   - settings: The file of settings.
  /// - Returns: Paths seen from the working directory, each once.
  static func found(in paths: [String], settings: FoundSettings?) -> [String] {
    let base = Place.workingDirectory
    if let settings, !settings.file.entries.isEmpty {
      return settings.file.entries.map {
        PathName.relative(PathName.absolute($0.path, in: settings.folder), to: base)
      }
    }
    var found: [String] = []
    for path in paths.flatMap({ files(in: PathName.absolute($0, in: base)) })
    where isOne(path) && !found.contains(path) {
      if let settings, isExcluded(path, by: settings.file.excluded, in: settings.folder) {
        continue
      }
      found.append(path)
    }
    return found.map { PathName.relative($0, to: base) }
  }

  /// The files below a path, by name, hidden ones and runs left out; a file is its own only one.
  private static func files(in path: String) -> [String] {
    guard Place.isFolder(path) else { return [path] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if names.contains("run.json"), names.contains("findings.jsonl") { return [] }
    return names.sorted().filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
      let inner = "\(path)/\(name)"
      let attributes = try? FileManager.default.attributesOfItem(atPath: inner)
      // A link to a folder may lead in circles.
      let isLink = attributes?[.type] as? FileAttributeType == .typeSymbolicLink
      return isLink && Place.isFolder(inner) ? [] : files(in: inner)
    }
  }
}
