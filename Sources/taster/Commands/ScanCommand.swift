import ArgumentParser
import TasterKit
import TasterStore

struct ScanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Judge every row of a data set and put the suspects aside.",
    discussion: """
      EXAMPLE
        taster scan train.csv --label class --out run
        taster scan train.csv --baseline trusted.taster --fdr 0.05 --out run

      The data judges itself: a ranking with an estimated number of poisoned rows, no controlled \
      rate. With --baseline trusted data judges: of the rows that it holds, at most the share --fdr is \
      held falsely in the mean, as long as honest rows are drawn like the trusted ones; columns, roles \
      and texts for 'no value' are the baseline's. Memory: about 400 MB and the dictionaries of texts, however long the file is and however \
      many rows are held; the typed columns go to a temporary file of 8 bytes a cell, held rows to \
      another.
      """)

  @Argument(
    help: "CSV files with one header, plain, gzip or Zstandard; '-' is the standard input.",
    completion: .file(extensions: ["csv", "tsv", "gz", "zst"]))
  var files: [String] = []
  @OptionGroup(title: "Reading") var table: TableFlags
  @OptionGroup(title: "Judging") var judging: JudgingFlags
  @OptionGroup(title: "Results") var results: RunFlags
  @Option(
    name: .long,
    help: "A former run: rows released there are not held again, confirmed ones are held.",
    completion: .directory)
  var decisions: String?
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @Option(name: .long, help: .hidden)
  var block: Int?
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print report.json as one line on the standard output.")
  var json = false
  @Flag(name: .long, help: "Print one line: rows, held rows, policy met or violated.")
  var line = false

  func validate() throws {
    if json, results.out == "-" {
      throw ValidationError("--json and '--out -' both want the standard output; choose one")
    }
    if results.reports.hasOutput, json || line || results.out == "-" {
      throw ValidationError(
        "a report wants the standard output, and so does --json, --line or '--out -'; choose one")
    }
    if json, line { throw ValidationError("--json and --line exclude each other; choose one") }
  }

  func run() async throws {
    let files = try table.inputs(files, of: self)
    var run = try settings.run(
      table.settings, judging.settings, results.policy.settings, for: files)
    run.table.temporaryDirectory = table.temporary
    run.scan.temporaryDirectory = table.temporary
    if let block { run.table.blockBytes = max(block, 1) }
    try results.apply(to: &run)
    if let directory = run.directory, run.overwrites { try Ledger.checkOverwritable(directory) }
    let former = try decisions.map { try Ledger(RunReader($0)) }
    if let former { run.decisions = try former.earlierDecisions() }
    let progress = ProgressLine(talk)
    let report = try await progress.during {
      try await run.run(files, clock: .system) { progress.show($0) }
    }
    if let former, let directory = run.directory, !run.decisions.isEmpty {
      let ledger = try Ledger(RunReader(directory.path))
      try ledger.carry(from: former)
      try ledger.rebuild()
    }
    if json {
      Talk.output(ReportJSON().compact(report))
    } else if line {
      show(LineFormat().render(report))
    } else if !talk.quiet {
      var format = TextFormat()
      format.width = results.hasOutput ? Terminal.width(.talk) : talk.width
      if !results.hasOutput { format.style = talk.style }
      show(format.render(report))
    }
    if report.facts.exitStatus != 0 { throw Ending.violated }
  }

  /// Shows a report, on the standard error where the clean rows or another report have the output.
  private func show(_ text: [UInt8]) {
    guard results.hasOutput else { return Talk.output(text) }
    Talk.error(String(decoding: text.dropLast(), as: UTF8.self))
  }
}
