import ArgumentParser
import Foundation
import TasterKit

/// The flags that say how the rows of a stream are judged.
struct StreamFlags: ParsableArguments {
  @Option(
    name: .long, help: "The profile of trusted data to judge by; see 'taster profile'.",
    completion: .file(extensions: ["taster"]))
  var baseline: String?
  @Option(name: .long, help: "The share of false ones among held rows; 0.1 by default.")
  var fdr: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      How many rows are looked at together; by default as many as make fourteen rows that are as odd as can be \
      enough.
      """, valueName: "ROWS"))
  var window: Int?
  @Option(
    name: .long, help: "How probable a false alarm may be, over the whole stream; 0.01 by default.")
  var alarmLevel = 0.01
  @Option(
    name: .long, help: "The policy that says which rows are held; see 'taster tune'.",
    completion: .file(extensions: ["yaml", "yml"]))
  var policy: String?
  @Option(name: .long, help: "Also hold rows with at least this score, 0 to 1.")
  var threshold: String?
  @Option(name: .long, help: "Tasks at a time; no verdict depends on it.")
  var threads: String?

  func validate() throws {
    if let window, !(1...10_000_000).contains(window) {
      throw ValidationError("--window takes 1 to 10000000 rows, not \(window)")
    }
    guard alarmLevel > 0, alarmLevel < 1 else {
      throw ValidationError(
        "--alarm-level takes a probability above 0 and below 1, not \(alarmLevel)")
    }
  }

  /// The settings that the flags spell.
  var settings: Settings {
    var settings = Settings()
    settings.set(flag: "baseline", to: baseline)
    settings.set(flag: "fdr", to: fdr)
    settings.set(flag: "policy", to: policy)
    settings.set(flag: "threshold", to: threshold)
    settings.set(flag: "threads", to: threads)
    return settings
  }

  /// Puts into a run what is no setting.
  func apply(to run: inout FilterRun) {
    run.window = window
    run.alarmLevel = alarmLevel
  }
}

/// The flags that say what a filter leaves behind.
struct StreamResultFlags: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The run directory, for what is held and rejected.",
    completion: .directory)
  var out: String
  @Flag(name: .long, help: "Overwrite a former run in the directory.")
  var force = false
  @Flag(name: .long, help: "Put the good rows into clean.csv there, not to stdout.")
  var keepClean = false
  @Flag(name: .long, help: "Also write scores.csv: a score for every row.")
  var scores = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also send quarantine, findings or rejects there batch by batch: a file, a named pipe, /dev/fd/3; several times.",
      valueName: "name=path"))
  var live: [String] = []
  @OptionGroup var reports: ReportFlags
  @OptionGroup var policy: PolicyFlags
  @Flag(name: .long, help: "Exit with 0 also where rows are held.")
  var exitZero = false

  func validate() throws {
    if out == "-" {
      throw ValidationError(
        "--out names a directory; the good rows go to the standard output as it is")
    }
    if reports.hasOutput, !keepClean {
      throw ValidationError(
        "a report on the standard output needs --keep-clean: the good rows have it")
    }
  }

  /// Whether the standard output is taken by the good rows or by a report.
  var hasOutput: Bool { !keepClean || reports.hasOutput }

  /// Puts the flags into a run.
  func apply(to run: inout FilterRun) throws {
    run.reports = try reports.files()
    run.overwrites = force
    run.keepsClean = keepClean
    run.writesScores = scores
    run.exitsZero = exitZero
    run.copies = try live.map { try copy($0) }
  }

  /// What a `--live NAME=PATH` asks for, opened; a named pipe waits for its reader.
  private func copy(_ text: String) throws -> LiveCopy {
    let parts = text.split(separator: "=", maxSplits: 1).map { String($0) }
    let names = LiveCopy.File.allCases.map { $0.rawValue }
    guard parts.count == 2, !parts[1].isEmpty else {
      throw ValidationError("--live wants NAME=PATH, such as findings=held.jsonl, not '\(text)'")
    }
    guard let file = LiveCopy.File(rawValue: parts[0]) else {
      throw ValidationError(
        "--live sends \(names.joined(separator: ", ")), not '\(parts[0])'"
          + Nearest.hint(parts[0], among: names))
    }
    let path = parts[1]
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard force || kind != .typeRegular else {
      throw ValidationError(
        "\(path) is there already; name another file, or overwrite it with --force")
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ValidationError("cannot write to \(path): \(String(cString: strerror(errno)))")
    }
    return LiveCopy(file, to: path, descriptor: descriptor)
  }
}
