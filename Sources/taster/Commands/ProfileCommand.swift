import ArgumentParser
import TasterKit

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Show what every class of a data set looks like.",
    discussion: """
      EXAMPLE
        taster profile train.csv --label class --show

      Counts, means, deviations, quantiles and levels by class, folded over all rows. Memory: about \
      100 MB and the dictionaries of texts, however long the file is; the typed columns go to a \
      temporary file of 8 bytes a cell.
      """)

  @Argument(
    help: "CSV files with one header, plain, gzip or Zstandard; '-' is the standard input.",
    completion: .file(extensions: ["csv", "tsv", "gz", "zst"]))
  var files: [String] = []
  @OptionGroup(title: "Reading") var table: TableFlags
  @Flag(name: .long, help: "Print the statistics; required, there is no other use yet.")
  var show = false
  @Option(name: .long, help: "Tasks at a time; results do not depend on it.")
  var threads: String?
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func validate() throws {
    guard show else {
      throw ValidationError(
        "this version shows profiles and writes none to a file; ask for the tables with --show")
    }
  }

  func run() async throws {
    let files = try table.inputs(files, of: self)
    var flags = table.settings
    flags.set(flag: "threads", to: threads)
    let settings = try settings.run(flags, for: files)
    var run = ProfileRun()
    run.table = settings.table
    run.table.temporaryDirectory = table.temporary
    run.threads = settings.scan.threads
    let progress = ProgressLine(talk)
    let result = try await progress.during {
      try await run.run(files) { progress.show($0) }
    }
    if json { return Talk.output(result.json) }
    for remark in settings.facts.notes.map({ $0.text }) + result.table.remarks { talk.say(remark) }
    Talk.output(result.text(width: talk.width, style: talk.style))
  }
}
