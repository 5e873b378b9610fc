import ArgumentParser
import TasterKit

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Tell what changed between two snapshots, and whether it looks like an attack.",
    discussion: """
      EXAMPLE
        taster compare january.csv february.csv --key id --label class --out changes
        taster compare trusted.taster february.csv

      Rows are matched by the key, or by their content without one: the same features under another \
      label are a changed label either way. Cells are the same where they spell the same number, both \
      mean "no value", or have the same bytes. Columns are matched by name.

      Either side may be a profile (taster profile). Then rows are not matched: columns, classes, levels and \
      distributions are compared, and the new rows are judged by the old snapshot.

      Exit status: 0 the policy minds nothing, 1 it minds something (--fail-on), 2 the comparison could \
      not complete. Memory: about 75 MB with --rows-only, 300 MB else, however long the files are; \
      temporary files take 56 bytes a row, and 8 a cell without --rows-only.
      """)

  @Argument(
    help: "The old snapshot: CSV, plain or gzip, or a profile; '-' is the standard input.",
    completion: .file(extensions: ["csv", "tsv", "gz", "taster"]))
  var old: String
  @Argument(
    help: "The new snapshot.", completion: .file(extensions: ["csv", "tsv", "gz", "taster"]))
  var new: String
  @Option(name: .long, help: "A column that a row goes by; several times for a key of several.")
  var key: [String] = []
  @Flag(name: .long, help: "Compare rows and labels only: learn nothing, test no distribution.")
  var rowsOnly = false
  @Option(
    name: .customLong("expect-sha256"),
    help: ArgumentHelp(
      "The SHA-256 that OLD has to have, or NEW with 'new:' before it.", valueName: "HASH"))
  var expected: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      What makes the exit status 1, with commas between: planted, hash, drift, columns, rows, or none; \
      planted,hash,drift by default.
      """, valueName: "WHAT"))
  var failOn: String?
  @Option(
    name: .long,
    help: "The policy whose max-quarantine says how many changed rows may look wrong.",
    completion: .file(extensions: ["yaml", "yml"]))
  var policy: String?
  @Option(name: .long, help: "The key of every random choice; 0 by default.")
  var seed: String?
  @Option(name: .long, help: "Tasks at a time; results do not depend on it.")
  var threads: String?
  @Option(name: .shortAndLong, help: "The run directory.", completion: .directory)
  var out: String?
  @Flag(name: .long, help: "Overwrite a former run in the directory.")
  var force = false
  @Flag(name: .long, help: "Exit with 0 also where the policy is violated.")
  var exitZero = false
  @OptionGroup(title: "Reports") var reports: ReportFlags
  @OptionGroup(title: "Reading") var table: TableFlags
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print comparison.json as one line on the standard output.")
  var json = false

  func validate() throws {
    if json, reports.hasOutput {
      throw ValidationError("--json and a report both want the standard output; choose one")
    }
  }

  func run() async throws {
    // Reading, testing and learning follow each other: what one stage leaves is room for the next.
    Taster.keepFreedMemory(megabytes: 16)
    let files = try table.inputs([old, new], of: self)
    var flags = table.settings
    flags.set(flag: "seed", to: seed)
    flags.set(flag: "threads", to: threads)
    flags.set(flag: "policy", to: policy)
    let settings = try settings.run(flags, for: files)
    var run = ComparisonRun()
    run.table = settings.table
    run.table.temporaryDirectory = table.temporary
    run.allowance = settings.policy?.allowance
    (run.keys, run.isRowsOnly) = (key, rowsOnly)
    (run.seed, run.threads) = (settings.scan.seed, settings.scan.threads)
    (run.directory, run.overwrites) = (out.map { RunDirectory($0) }, force)
    run.reports = try reports.files(ofComparison: true)
    try pin(&run)
    if let failOn { run.failsOn = try Self.alarms(failOn) }
    let progress = ProgressLine(talk)
    let job = run
    let result = try await progress.during {
      try await job.run(old, new) { progress.show($0) }
    }
    if json {
      Talk.output(
        ComparisonJSON().render(
          result.comparison, violations: result.violations, version: Taster.version))
    } else if !talk.quiet {
      for note in settings.facts.notes { talk.say(note.text) }
      var text = ComparisonText()
      (text.width, text.style, text.directory) = (talk.width, talk.style, out)
      let bytes = text.render(result.comparison, violations: result.violations)
      if reports.hasOutput {
        Talk.error(String(decoding: bytes.dropLast(), as: UTF8.self))
      } else {
        Talk.output(bytes)
      }
    }
    if result.exitStatus != 0, !exitZero { throw Ending.violated }
  }

  private func pin(_ run: inout ComparisonRun) throws {
    for text in expected {
      let isNew = text.hasPrefix("new:")
      let hash = text.hasPrefix("new:") || text.hasPrefix("old:") ? String(text.dropFirst(4)) : text
      guard hash.count == 64, hash.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
        throw ValidationError("--expect-sha256 takes 64 hexadecimal digits, not '\(hash)'")
      }
      if isNew { run.expectedNew = hash } else { run.expectedOld = hash }
    }
  }

  private static func alarms(_ text: String) throws -> Set<Comparison.Alarm> {
    guard text != "none" else { return [] }
    let names = Comparison.Alarm.allCases.map { $0.rawValue }
    return Set(
      try text.split(separator: ",").map { word in
        guard let alarm = Comparison.Alarm(rawValue: String(word)) else {
          throw ValidationError(
            "--fail-on takes \(names.joined(separator: ", ")) or none, not '\(word)'"
              + Nearest.hint(String(word), among: names))
        }
        return alarm
      })
  }
}
