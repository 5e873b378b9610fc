import ArgumentParser
import TasterKit

struct ScanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Judge every row of a data set and put the suspects aside.",
    discussion: """
      EXAMPLE
        taster scan train.csv --label class --out run

      The data judges itself: a ranking with an estimated number of poisoned rows, no controlled \
      rate. Memory: about 200 MB and the dictionaries of texts, however long the file is; the typed \
      columns go to a temporary file of 8 bytes a cell.
      """)

  @Argument(
    help: "CSV files with one header, plain or gzip; '-' is the standard input.",
    completion: .file(extensions: ["csv", "tsv", "gz"]))
  var files: [String] = []
  @OptionGroup(title: "Reading") var table: TableFlags
  @OptionGroup(title: "Judging") var judging: JudgingFlags
  @OptionGroup(title: "Results") var results: RunFlags
  @Option(name: .long, help: .hidden)
  var block: Int?
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print report.json as one line on the standard output.")
  var json = false

  func validate() throws {
    if json, results.out == "-" {
      throw ValidationError("--json and '--out -' both want the standard output; choose one")
    }
  }

  func run() async throws {
    let files = try table.inputs(files, of: self)
    var run = ScanRun()
    run.table = try table.options()
    if let block { run.table.blockBytes = max(block, 1) }
    run.scan = try judging.scan()
    run.scan.temporaryDirectory = table.temporary
    try results.apply(to: &run)
    let progress = ProgressLine(talk)
    let report: Report
    do {
      defer { progress.end() }
      report = try await run.run(files, clock: .system) { progress.show($0) }
    }
    if json {
      Talk.output(ReportJSON().compact(report))
    } else if !talk.quiet {
      show(report)
    }
    if report.facts.exitStatus != 0 { throw Ending.violated }
  }

  private func show(_ report: Report) {
    var format = TextFormat()
    guard results.out != "-" else {
      format.width = Terminal.width(.talk)
      return Talk.error(String(decoding: format.render(report), as: UTF8.self))
    }
    format.width = talk.width
    format.style = talk.style
    Talk.output(format.render(report))
  }
}
