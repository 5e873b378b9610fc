import ArgumentParser
import TasterKit
import TasterSettings

struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Show what each threshold would hold and catch, and choose one for a goal.",
    discussion: """
      EXAMPLE
        taster tune train.csv --label class --simulate --max-false-rate 0.001 -o policy.yaml
        taster tune run --truth truth.csv --cost fp=1,fn=50
        taster tune --diff policy.yaml edited.yaml run
        taster scan train.csv --label class --policy policy.yaml --out run

      A run directory needs scores.csv (scan --scores); nothing is judged again. --simulate plants the attacks \
      of the catalog in copies of at most 20,000 rows and judges each copy: as many scans as there are attacks, \
      rates and draws. Without a goal the best F1 is looked for: that of a threshold on the score or, with --simulate, of \
      detectors that hold rows by themselves, by their gates or by thresholds of their own.

      Exit status: 0 a threshold meets the goal, 1 none does (no policy is written then), 2 the tuning \
      could not complete. Memory: 16 bytes a row and detector.
      """)

  @Argument(
    help:
      "The data: a CSV file, or the directory of a run with scores.csv; with --diff two policies and a run.",
    completion: .file(extensions: ["csv", "tsv", "gz", "zst"]))
  var data: [String]
  @Flag(name: .long, help: "List the rows that change side between two policies: OLD NEW DIR.")
  var diff = false
  @OptionGroup(title: "Evidence") var evidence: EvidenceFlags
  @OptionGroup(title: "Goal") var goal: GoalFlags
  @Option(name: .shortAndLong, help: "Where the policy goes; '-' is the standard output.")
  var out: String?
  @Flag(name: .long, help: "Overwrite files that are there.")
  var force = false
  @OptionGroup(title: "Reading") var table: TableFlags
  @OptionGroup(title: "Judging") var judging: JudgeFlags
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @Option(
    name: .long, help: "Where a page with curves and figures goes.",
    completion: .file(extensions: ["html"]))
  var html: String?
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() async throws {
    // Not while arguments are parsed: the value of a misspelt option looks like a second data set there, and would be blamed.
    guard data.count == (diff ? 3 : 1) else {
      throw ValidationError(
        diff
          ? "--diff takes two policies and the directory of a run" : "name one data set or one run")
    }
    if diff { return try compare() }
    let data = data[0]
    let settings = try settings.run(table.settings, judging.settings, for: [data])
    var run = TuneRun(evidence: try evidence.evidence())
    run.table = settings.table
    run.table.temporaryDirectory = table.temporary
    run.scan = settings.scan
    run.scan.temporaryDirectory = table.temporary
    // What is to be chosen is not presumed.
    run.scan.threshold = nil
    run.baseline = settings.baseline
    run.goal = try goal.goal()
    (run.output, run.page, run.overwrites) = (out, html, force)
    let progress = ProgressLine(talk)
    let job = run
    let result = try await progress.during { try await job.run(data) { progress.show($0) } }
    for remark in settings.facts.notes.map({ $0.text }) + result.remarks { talk.say(remark) }
    var text = TuningText()
    text.width = out == "-" ? Terminal.width(.talk) : talk.width
    if out != "-" { text.style = talk.style }
    if !talk.quiet { show(text.render(result.tuning, result.recommendation)) }
    if result.exitStatus != 0 { throw Ending.violated }
    if let out, out != "-", !Place.isFolder(data) {
      talk.say("next: taster scan \(again(data)) --policy \(out.shellWord) --scores --out run")
    } else if let out, out != "-" {
      talk.say("next: taster gate \(data.shellWord) --policy \(out.shellWord)")
    } else if out == nil {
      talk.say("no policy was written; -o policy.yaml writes the choice down")
    }
  }

  /// The data with what was said about its columns, as a scan wants it.
  private func again(_ data: String) -> String {
    let flags = [
      ("--label", table.label), ("--id", table.id), ("--source", table.source),
      ("--baseline", judging.baseline),
    ]
    let given = flags.compactMap { name, value in value.map { "\(name) \($0.shellWord)" } }
    return ([data.shellWord] + given).joined(separator: " ")
  }

  /// Lists the rows on which two policies differ.
  private func compare() throws {
    guard !data.prefix(2).contains(where: { Place.isFolder($0) }), Place.isFolder(data[2]) else {
      throw ValidationError(
        "--diff takes two policies and the directory of a run, in this order: OLD.yaml NEW.yaml DIR"
      )
    }
    let policies = try data.prefix(2).map { try Policy(contentsOf: $0) }
    let run = try StoredRun(data[2])
    let found = try run.changes(from: policies[0], to: policies[1])
    talk.say(
      "\(Figures.grouped(found.old)) of \(Figures.count(run.scores.rowCount, "row")) held so far, "
        + "\(Figures.grouped(found.new)) then; \(Figures.grouped(found.changes.count)) change side")
    Talk.output(
      ["row,score,side"]
        + found.changes.map { "\($0.row),\($0.score),\($0.isHeld ? "held" : "kept")" })
  }

  /// Shows the figures, on the standard error where the policy has the output.
  private func show(_ text: [UInt8]) {
    guard out == "-" else { return Talk.output(text) }
    Talk.error(String(decoding: text.dropLast(), as: UTF8.self))
  }
}
