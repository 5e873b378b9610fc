import ArgumentParser
import Foundation
import TasterKit

/// The flags that say how rows are judged.
struct JudgingFlags: ParsableArguments {
  @Option(name: .long, help: "Hold rows with at least this score, 0 to 1, instead of the gates.")
  var threshold: Double?
  @Option(
    name: .long, help: "The detectors to run, with commas between; all by default.",
    completion: .list(Catalog.detectors.map { $0.name }))
  var detectors: String?
  @Option(name: .long, help: "The key of every random choice.")
  var seed: UInt64 = 0
  @Option(name: .long, help: "Tasks at a time; results do not depend on it.")
  var threads: Int?

  /// The scan that the flags spell.
  func scan() throws -> Scan {
    var scan = Scan()
    scan.seed = seed
    if let threads {
      guard (1...256).contains(threads) else {
        throw ValidationError("--threads takes 1 to 256, not \(threads)")
      }
      scan.threads = threads
    }
    if let threshold {
      guard (0...1).contains(threshold) else {
        throw ValidationError("--threshold takes a score from 0 to 1, not \(threshold)")
      }
      scan.threshold = threshold
    }
    if let detectors { scan.detectors = try Self.names(detectors) }
    return scan
  }

  private static func names(_ list: String) throws -> [String] {
    let names = list.split(separator: ",").map { String($0) }
    for name in names where Catalog.detector(named: name) == nil {
      throw ValidationError(
        "there is no detector '\(name)'\(Catalog.hint(name)); `taster detectors` lists them")
    }
    return names
  }
}

/// The flags that say what a scan leaves behind.
struct RunFlags: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The run directory; '-' writes the clean rows to stdout.",
    completion: .directory)
  var out: String?
  @Flag(name: .long, help: "Overwrite a former run in the directory.")
  var force = false
  @Flag(name: .long, help: "Also write scores.csv: a score for every row.")
  var scores = false
  @OptionGroup var policy: PolicyFlags
  @Flag(name: .long, help: "Exit with 0 also where rows are held.")
  var exitZero = false

  /// Puts the flags into a run.
  func apply(to run: inout ScanRun) throws {
    run.allowance = try policy.allowance()
    run.exitsZero = exitZero
    run.overwrites = force
    run.writesScores = scores
    run.pipesClean = out == "-"
    if let out, out != "-" { run.directory = RunDirectory(out) }
    run.facts.arguments = CommandLine.arguments
    run.facts.runID = UUID().uuidString.lowercased()
  }
}

/// The flag that says when a run is violated.
struct PolicyFlags: ParsableArguments {
  @Option(name: .long, help: "How many held rows are no violation: 20 or 0.5%.")
  var maxQuarantine = "0"

  /// The number of rows that the flag spells.
  func allowance() throws -> Allowance {
    guard let allowance = Allowance(maxQuarantine) else {
      throw ValidationError(
        "--max-quarantine takes rows or a percentage, such as 20 or 0.5%, not '\(maxQuarantine)'")
    }
    return allowance
  }
}
