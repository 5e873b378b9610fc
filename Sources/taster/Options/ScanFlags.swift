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
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also write a report: sarif, avid, in-toto, openmetrics, junit, github, markdown; several times.",
      valueName: "name=path"))
  var report: [String] = []
  @Flag(name: .long, help: "Let reports for build servers and code hosts tell values of cells.")
  var showValues = false
  @OptionGroup var policy: PolicyFlags
  @Flag(name: .long, help: "Exit with 0 also where rows are held.")
  var exitZero = false

  /// Puts the flags into a run.
  func apply(to run: inout ScanRun) throws {
    run.reports = try reports()
    run.exitsZero = exitZero
    run.overwrites = force
    run.writesScores = scores
    run.pipesClean = out == "-"
    if let out, out != "-" { run.directory = RunDirectory(out) }
    run.facts.arguments = CommandLine.arguments
    run.facts.runID = UUID().uuidString.lowercased()
  }

  /// Whether a report goes to the standard output.
  var hasReportOnOutput: Bool { report.contains { $0.hasSuffix("=-") } }

  /// Whether the standard output is taken by the clean rows or by a report.
  var hasOutput: Bool { out == "-" || hasReportOnOutput }

  /// The reports that `--report NAME=PATH` asks for.
  private func reports() throws -> [ReportFile] {
    try report.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map { String($0) }
      guard parts.count == 2, !parts[1].isEmpty else {
        throw ValidationError("--report wants NAME=PATH, such as sarif=taster.sarif, not '\(text)'")
      }
      guard let type = Formats.format(named: parts[0]) else {
        throw ValidationError("there is no report '\(parts[0])'\(Formats.hint(parts[0]))")
      }
      guard var format = type.init() as? any DiscreetFormat else {
        return ReportFile(type.init(), to: parts[1])
      }
      format.showsValues = showValues
      return ReportFile(format, to: parts[1])
    }
  }
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
