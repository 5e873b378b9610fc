import ArgumentParser
import TasterKit

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Learn what every class of trusted data looks like, and keep it.",
    discussion: """
      EXAMPLE
        taster profile trusted.csv --label class -o trusted.taster
        taster profile trusted.taster
        taster profile trusted.taster --check
        taster profile march.csv --like trusted.taster -o march.taster
        taster profile merge trusted.taster march.taster -o all.taster
        taster scan new.csv --baseline trusted.taster --out run

      A profile keeps the models that were solved from its rows, so that judging by it begins at once; \
      --check solves them anew and says whether they are the same (exit status 1 where they are not). \
      Merging solves them anew.

      Without -o the statistics are shown: counts, means, deviations, quantiles and levels by class, \
      folded over all rows. A profile holds up to 20,000 of the rows as they are: treat it like the \
      data. Pin it by the SHA-256 that is printed. Memory: about 100 MB and the dictionaries of texts, \
      however long the file is; the typed columns go to a temporary file of 8 bytes a cell.
      """)

  @Argument(
    help: ArgumentHelp(
      "CSV files with one header, plain, gzip or Zstandard; '-' is the standard input.",
      discussion: "Or one profile, to be shown; or 'merge' and profiles."),
    completion: .file(extensions: ["csv", "tsv", "gz", "zst", "taster"]))
  var files: [String] = []
  @Option(
    name: .shortAndLong, help: "Where the profile goes; '-' is the standard output.",
    completion: .file(extensions: ["taster"]))
  var out: String?
  @Option(
    name: .long, help: "Read the files as the data of this profile: its columns, roles and kinds.",
    completion: .file(extensions: ["taster"]))
  var like: String?
  @Option(name: .long, help: "The key of every random choice; 0 by default.")
  var seed: String?
  @Flag(name: .long, help: "Overwrite a profile that is there.")
  var force = false
  @OptionGroup(title: "Reading") var table: TableFlags
  @Flag(
    name: .long, help: "Solve the models of a profile anew, and compare with those that it keeps.")
  var check = false
  @Flag(name: .long, help: "Print the statistics, also where a profile is written.")
  var show = false
  @Option(name: .long, help: "Tasks at a time; results do not depend on it.")
  var threads: String?
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func validate() throws {
    if out == "-", json || show {
      throw ValidationError(
        "'-o -' and \(json ? "--json" : "--show") both want the standard output; choose one")
    }
    if check, files.count != 1 || out != nil {
      throw ValidationError("--check takes one profile and nothing else")
    }
    if files.first == "merge", out == nil {
      throw ValidationError("'merge' needs -o: where the whole goes")
    }
  }

  func run() async throws {
    let result: ProfileRun.Result
    if files.first == "merge" {
      result = try ProfileRun.merge(Array(files.dropFirst()), as: out ?? "-", overwrites: force)
    } else if let file = files.first, check || ProfileFile.isProfile(file) {
      guard files.count == 1, out == nil else {
        throw ValidationError(
          "\(file) is a profile already; show it alone, or merge profiles with "
            + "'taster profile merge A B -o C'")
      }
      result = try ProfileRun.read(file)
      if check { return try checkModels(of: result.baseline) }
    } else {
      result = try await learned()
    }
    if json { return Talk.output(result.json) }
    let isPiped = out == "-"
    for line in result.summary {
      if isPiped || talk.quiet {
        talk.say(line)
      } else {
        Talk.output([printable(line, limit: 400)])
      }
    }
    guard !isPiped, show || out == nil else { return }
    Talk.output([""])
    Talk.output(result.text(width: talk.width, style: talk.style))
  }

  /// Says whether the models that a profile keeps are those of its rows.
  private func checkModels(of baseline: Baseline) throws {
    guard baseline.isSolved else {
      return talk.say(
        "the profile keeps no models: they are solved from its rows whenever it is used")
    }
    guard try baseline.departure() <= Baseline.mostDeparture else {
      talk.say(
        "the models in the profile are NOT those of its rows: somebody altered them, or a program of "
          + "another version solved them; do not judge by it, learn it again")
      throw Ending.violated
    }
    talk.say("the models in the profile are those that its rows give")
  }

  private func learned() async throws -> ProfileRun.Result {
    let files = try table.inputs(files, of: self)
    var flags = table.settings
    flags.set(flag: "threads", to: threads)
    flags.set(flag: "seed", to: seed)
    let settings = try settings.run(flags, for: files)
    var run = ProfileRun()
    run.table = settings.table
    run.table.temporaryDirectory = table.temporary
    run.threads = settings.scan.threads
    run.seed = settings.scan.seed
    run.output = out
    run.overwrites = force
    run.like = try like.map { try ProfileFile.read($0).baseline }
    let progress = ProgressLine(talk)
    let job = run
    let result = try await progress.during {
      try await job.run(files) { progress.show($0) }
    }
    for remark in settings.facts.notes.map({ $0.text }) + result.remarks { talk.say(remark) }
    return result
  }
}
