import Foundation
import PackagePlugin

/// `swift package taste`: judges the CSV files of a package by its `taster.yaml`, one line a file.
///
/// The files are those that `data:` lists in the `taster.yaml`; where it lists none, the ones below `Datasets` and among
/// the targets' resources, but for those that `exclude:` names. What stands behind the verb goes to every `taster scan`.
/// Nothing is written. The command fails when a file violates its policy and when one could not be judged.
@main
struct Taste: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let package = context.package.directoryURL
    let taster = Tool(url: try context.tool(named: "taster").url, folder: package)
    let resources = context.package.targets.flatMap { target in
      target.sourceModule?.sourceFiles.filter { $0.type == .resource }.map { $0.url.path } ?? []
    }
    let datasets = package.appending(path: "Datasets").path
    let places = FileManager.default.fileExists(atPath: datasets) ? [datasets] : []

    let listing = try taster.run(["config", "--json", "--"] + places + resources, isRead: true)
    guard listing.status == 0 else {
      throw Failure("the settings make no sense; see above")
    }
    let list = try JSONDecoder().decode(Listing.self, from: listing.output)
    guard !list.dataSets.isEmpty else {
      print("no CSV files: neither below Datasets nor among the targets' resources")
      return
    }

    let settings = list.file.map { ["--config", $0] } ?? ["--no-config"]
    var violated: [String] = []
    var unjudged: [String] = []
    for path in list.dataSets {
      switch try taster.run(["scan", "--line"] + settings + arguments + ["--", path]).status {
      case 0: break
      case 1: violated.append(path)
      default: unjudged.append(path)
      }
    }
    if !unjudged.isEmpty {
      Diagnostics.error("could not be judged: \(unjudged.joined(separator: ", "))")
    }
    if !violated.isEmpty {
      Diagnostics.error("policy violated: \(violated.joined(separator: ", "))")
    }
  }
}

/// What `taster config --json` says, as far as it matters here.
private struct Listing: Decodable {
  let file: String?
  let dataSets: [String]

  enum CodingKeys: String, CodingKey {
    case file
    case dataSets = "data_sets"
  }
}

/// A program and the folder in which it runs.
private struct Tool {
  let url: URL
  let folder: URL

  /// Runs it to its end; what it prints goes on to the user unless it is to be read.
  func run(_ arguments: [String], isRead: Bool = false) throws -> (status: Int32, output: Data) {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    if isRead { process.standardOutput = pipe }
    try process.run()
    let output = isRead ? pipe.fileHandleForReading.readDataToEndOfFile() : Data()
    process.waitUntilExit()
    // A program that was killed has judged nothing.
    return (process.terminationReason == .exit ? process.terminationStatus : 2, output)
  }
}

private struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
