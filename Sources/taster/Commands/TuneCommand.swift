import ArgumentParser
import TasterKit

struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Show what each threshold would hold and catch, and choose one for a goal.",
    discussion: """
      EXAMPLE
        taster tune train.csv --label class --simulate --max-false-rate 0.001 -o policy.yaml
        taster tune run --truth truth.csv --cost fp=1,fn=50
        taster scan train.csv --label class --policy policy.yaml --out run

      A run directory needs scores.csv (scan --scores); nothing is judged again. --simulate plants the attacks \
      of the catalog in copies of at most 20,000 rows and judges each copy: as many scans as there are attacks, \
      rates and draws. Without a goal the threshold of the best F1 is chosen.

      Exit status: 0 a threshold meets the goal, 1 none does (no policy is written then), 2 the tuning \
      could not complete. Memory: 16 bytes a row and detector.
      """)

  @Argument(
    help: "The data: a CSV file, or the directory of a run with scores.csv.",
    completion: .file(extensions: ["csv", "tsv", "gz", "zst"]))
  var data: String
  @OptionGroup(title: "Evidence") var evidence: EvidenceFlags
  @OptionGroup(title: "Goal") var goal: GoalFlags
  @Option(name: .shortAndLong, help: "Where the policy goes; '-' is the standard output.")
  var out: String?
  @Flag(name: .long, help: "Overwrite files that are there.")
  var force = false
  @OptionGroup(title: "Reading") var table: TableFlags
  @OptionGroup(title: "Judging") var judging: TuneJudgingFlags
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() async throws {
    let settings = try settings.run(table.settings, judging.settings, for: [data])
    var run = TuneRun(evidence: try evidence.evidence())
    run.table = settings.table
    run.table.temporaryDirectory = table.temporary
    run.scan = settings.scan
    run.scan.temporaryDirectory = table.temporary
    run.baseline = settings.baseline
    run.goal = try goal.goal()
    (run.output, run.overwrites) = (out, force)
    let progress = ProgressLine(talk)
    let job = run
    let result = try await progress.during { try await job.run(data) { progress.show($0) } }
    for remark in settings.facts.notes.map({ $0.text }) + result.remarks { talk.say(remark) }
    var text = TuningText()
    text.width = out == "-" ? Terminal.width(.talk) : talk.width
    if out != "-" { text.style = talk.style }
    if !talk.quiet { show(text.render(result.tuning, result.recommendation)) }
    if result.exitStatus != 0 { throw Ending.violated }
  }

  /// Shows the figures, on the standard error where the policy has the output.
  private func show(_ text: [UInt8]) {
    guard out == "-" else { return Talk.output(text) }
    Talk.error(String(decoding: text.dropLast(), as: UTF8.self))
  }
}
