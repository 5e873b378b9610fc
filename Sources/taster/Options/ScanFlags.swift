import ArgumentParser
import Foundation
import TasterKit

/// The flags that say by what rows are judged.
struct JudgeFlags: ParsableArguments {
  @Option(
    name: .long, help: "The profile of trusted data to judge by; see 'taster profile'.",
    completion: .file(extensions: ["taster"]))
  var baseline: String?
  @Option(
    name: .long, help: "The detectors to run, with commas between; all by default.",
    completion: .list(Catalog.detectors.map { $0.name }))
  var detectors: String?
  @Option(name: .long, help: "The key of every random choice; 0 by default.")
  var seed: String?
  @Option(name: .long, help: "Tasks at a time; results do not depend on it.")
  var threads: String?

  /// The settings that the flags spell.
  var settings: Settings {
    var settings = Settings()
    settings.set(flag: "baseline", to: baseline)
    settings.set(flag: "detectors", to: detectors)
    settings.set(flag: "seed", to: seed)
    settings.set(flag: "threads", to: threads)
    return settings
  }
}

/// The flags that say how rows are judged and which of them are held.
struct JudgingFlags: ParsableArguments {
  @OptionGroup var judge: JudgeFlags
  @Option(
    name: .long,
    help: "With --baseline: the share of false ones among rows held by it; 0.1 by default.")
  var fdr: String?
  @Option(
    name: .long, help: "The policy that says which rows are held; see 'taster tune'.",
    completion: .file(extensions: ["yaml", "yml"]))
  var policy: String?
  @Option(name: .long, help: "Hold rows with at least this score, 0 to 1, instead of the gates.")
  var threshold: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Plant every attack N times in a copy of the rows: what would be seen?",
      valueName: "N"))
  var calibrate: String?

  /// The settings that the flags spell.
  var settings: Settings {
    var settings = judge.settings
    settings.set(flag: "fdr", to: fdr)
    settings.set(flag: "policy", to: policy)
    settings.set(flag: "threshold", to: threshold)
    settings.set(flag: "calibrate", to: calibrate)
    return settings
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
  @OptionGroup var reports: ReportFlags
  @OptionGroup var policy: PolicyFlags
  @Flag(name: .long, help: "Exit with 0 also where rows are held.")
  var exitZero = false

  /// Puts the flags into a run.
  func apply(to run: inout ScanRun) throws {
    run.reports = try reports.files()
    run.exitsZero = exitZero
    run.overwrites = force
    run.writesScores = scores
    run.pipesClean = out == "-"
    if let out, out != "-" { run.directory = RunDirectory(out) }
    run.facts.arguments = CommandLine.arguments
    run.facts.runID = UUID().uuidString.lowercased()
  }

  /// Whether the standard output is taken by the clean rows or by a report.
  var hasOutput: Bool { out == "-" || reports.hasOutput }
}

/// The flag that says when a run is violated.
struct PolicyFlags: ParsableArguments {
  @Option(name: .long, help: "How many held rows are no violation: 20 or 0.5%; 0 by default.")
  var maxQuarantine: String?

  /// The setting that the flag spells.
  var settings: Settings {
    var settings = Settings()
    settings.set(flag: "max-quarantine", to: maxQuarantine)
    return settings
  }
}
