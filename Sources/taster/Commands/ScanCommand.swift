import ArgumentParser
import Foundation
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

  @Argument(help: "CSV files with one header, plain or gzip; '-' is the standard input.")
  var files: [String] = []
  @OptionGroup(title: "Reading") var table: TableFlags
  @Option(name: .shortAndLong, help: "The run directory; '-' writes the clean rows to stdout.")
  var out: String?
  @Flag(name: .long, help: "Overwrite a former run in the directory.")
  var force = false
  @Flag(name: .long, help: "Also write scores.csv: a score for every row.")
  var scores = false
  @Option(name: .long, help: "Hold rows with at least this score, 0 to 1, instead of the gates.")
  var threshold: Double?
  @Option(name: .long, help: "How many held rows are no violation: 20 or 0.5%.")
  var maxQuarantine: String = "0"
  @Flag(name: .long, help: "Exit with 0 also where rows are held.")
  var exitZero = false
  @Option(name: .long, help: "The detectors to run, with commas between; all by default.")
  var detectors: String?
  @Option(name: .long, help: "The key of every random choice.")
  var seed: UInt64 = 0
  @Option(name: .long, help: "Tasks at a time; results do not depend on it.")
  var threads: Int?
  @Option(name: .long, help: .hidden)
  var block: Int?
  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false
  @Flag(name: .long, help: "Print report.json as one line on the standard output.")
  var json = false

  func run() async throws {
    let files = files.isEmpty ? ["-"] : files
    if files.contains("-"), isatty(0) == 1 { throw CleanExit.helpRequest(self) }
    let report = try await scanRun().run(files, clock: .system)
    if json {
      Talk.output(ReportJSON().compact(report))
    } else if !quiet {
      let text = TextFormat().render(report)
      if out == "-" {
        Talk.error(String(decoding: text, as: UTF8.self))
      } else {
        Talk.output(text)
      }
    }
    if report.facts.exitStatus != 0 { throw Ending.violated }
  }

  private func scanRun() throws -> ScanRun {
    var run = ScanRun()
    run.table = try table.options()
    if let block { run.table.blockBytes = max(block, 1) }
    run.scan.seed = seed
    run.scan.temporaryDirectory = table.temporary
    if let threads {
      guard (1...256).contains(threads) else {
        throw ValidationError("--threads takes 1 to 256, not \(threads)")
      }
      run.scan.threads = threads
    }
    if let threshold {
      guard (0...1).contains(threshold) else {
        throw ValidationError("--threshold takes a score from 0 to 1, not \(threshold)")
      }
      run.scan.threshold = threshold
    }
    if let detectors { run.scan.detectors = try Self.names(detectors) }
    guard let allowance = Allowance(maxQuarantine) else {
      throw ValidationError(
        "--max-quarantine takes rows or a percentage, such as 20 or 0.5%, not '\(maxQuarantine)'")
    }
    run.allowance = allowance
    run.exitsZero = exitZero
    run.overwrites = force
    run.writesScores = scores
    run.pipesClean = out == "-"
    if let out, out != "-" { run.directory = RunDirectory(out) }
    run.facts.arguments = CommandLine.arguments
    run.facts.runID = UUID().uuidString.lowercased()
    return run
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
