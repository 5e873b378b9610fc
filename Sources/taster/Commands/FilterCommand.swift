import ArgumentParser
import Foundation
import TasterKit

struct FilterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Judge a stream by trusted data: good rows go on, suspects are put aside.",
    discussion: """
      EXAMPLE
        producer | taster filter --baseline trusted.taster --out run | consumer
        taster filter new.csv --baseline trusted.taster --out run > good.csv
        taster filter log.csv --follow --baseline trusted.taster --out run --live findings=held.jsonl

      The header and the good rows go to the standard output byte for byte as soon as their batch is \
      judged; what is held or rejected is in the run directory at the end, whole or not at all, and goes where \
      --live says at once. A row's verdict depends on it and on the rows before it, never on --batch or --threads. Floods, triggers, \
      bad sources and changed units are things of many rows: 'taster scan' looks for them.

      SIGTERM and SIGINT end the stream behind the last complete record, with complete files; so does a \
      reader that goes away. Exit status: 0 no row held and no alarm, 1 rows held, an alarm, or too many \
      rejects, 2 could not complete. Memory: about 100 MB where 20,000 rows are trusted, however long the \
      stream is; 400 MB by a profile that keeps no models. Nothing is spooled.
      """)

  @Argument(
    help: "A CSV file or a pipe, plain, gzip or Zstandard; '-' is the standard input.",
    completion: .file(extensions: ["csv", "tsv", "gz", "zst"]))
  var file = "-"
  @OptionGroup(title: "Reading") var table: TableFlags
  @Flag(
    name: .long,
    help: "Wait for more at the file's end; where it is cut or replaced, go on with what is there.")
  var follow = false
  @Option(name: .long, help: "How many rows are judged together; 10000 by default.")
  var batch = 10_000
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Judge what there is after so many milliseconds without a byte; 100 by default.",
      valueName: "MS"))
  var flushAfter = 100
  @OptionGroup(title: "Judging") var judging: StreamFlags
  @OptionGroup(title: "Results") var results: StreamResultFlags
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "With --keep-clean: print report.json as one line.")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(batch) else {
      throw ValidationError("--batch takes 1 to 1000000 rows, not \(batch)")
    }
    guard (1...3_600_000).contains(flushAfter) else {
      throw ValidationError("--flush-after takes 1 to 3600000 milliseconds, not \(flushAfter)")
    }
    if follow, file == "-" {
      throw ValidationError("--follow needs a file; the standard input is followed as it is")
    }
    if json, results.reports.hasOutput {
      throw ValidationError("--json and a report both want the standard output; choose one")
    }
    if json, !results.keepClean {
      throw ValidationError("--json needs --keep-clean: the good rows have the standard output")
    }
  }

  func run() async throws {
    let file = try table.inputs([file], of: self)[0]
    let scan = try settings.run(
      table.settings, judging.settings, results.policy.settings, for: [file])
    guard let baseline = scan.baseline else {
      throw ValidationError(
        "a filter needs --baseline: 'taster profile trusted.csv --label COLUMN -o trusted.taster' "
          + "makes one")
    }
    var run = FilterRun(baseline: baseline, directory: RunDirectory(results.out))
    run.table = scan.table
    run.table.temporaryDirectory = table.temporary
    run.falseDiscoveryRate = scan.scan.falseDiscoveryRate
    (run.threshold, run.threads) = (scan.scan.threshold, scan.scan.threads)
    (run.policy, run.allowance, run.facts) = (scan.policy, scan.allowance, scan.facts)
    run.facts.arguments = CommandLine.arguments
    run.facts.runID = UUID().uuidString.lowercased()
    (run.stream.batchRows, run.stream.pause) = (batch, flushAfter)
    run.stream.follows = follow
    judging.apply(to: &run)
    try results.apply(to: &run)
    let signals = StopSignals(run.stream.stop)
    defer { signals.end() }
    let progress = ProgressLine(talk)
    let job = run
    let report = try await progress.during {
      try await job.run(file, clock: .system) { news in
        switch news {
        case .remark(let text): progress.say("note: \(text)")
        case .alarm(let row):
          progress.say("alarm: odd rows are too frequent, seen at row \(row): a slow drip?")
        case .progress(let done): progress.show(done)
        }
      }
    }
    if json {
      Talk.output(ReportJSON().compact(report))
    } else if !talk.quiet {
      show(report)
    }
    if report.facts.exitStatus != 0 { throw Ending.violated }
  }

  /// Shows a report, on the standard error where the good rows have the output.
  private func show(_ report: Report) {
    var format = TextFormat()
    format.width = results.hasOutput ? Terminal.width(.talk) : talk.width
    if !results.hasOutput { format.style = talk.style }
    let text = format.render(report)
    guard results.hasOutput else { return Talk.output(text) }
    Talk.error(String(decoding: text.dropLast(), as: UTF8.self))
  }
}

/// Ends a stream where the process is asked to end; a second signal ends the process.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ stop: StreamStop) {
    sources = [SIGTERM, SIGINT, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        stop.ask()
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
  }

  func end() { for source in sources { source.cancel() } }
}
