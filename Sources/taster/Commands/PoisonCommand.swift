import ArgumentParser
import TasterKit

struct PoisonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poison",
    abstract: "Plant known poison in a copy of a data set, to see what would be found.",
    discussion: """
      EXAMPLE
        taster poison clean.csv --label class --attack flip-random --rate 0.05 --seed 1 \
      -o poisoned.csv --truth truth.csv
        taster poison --list
        taster explain backdoor-trigger

      Rows in which nothing is planted keep their bytes; planted numbers are written as their column \
      writes them. The truth has a line a row, as scores.csv numbers them. The file is read in several \
      passes; memory: 8 bytes a row, the planted rows, and for attacks that need models what a scan \
      needs.
      """)

  @Argument(
    help: "A CSV file, plain, gzip or Zstandard; '-' is the standard input.",
    completion: .file(extensions: ["csv", "tsv", "gz", "zst"]))
  var file: String?
  @Option(
    name: .long, help: "What to plant; --list shows what there is.",
    completion: .list(Attacks.all.map { $0.name }))
  var attack: String?
  @Option(name: .long, help: "The share of the rows to poison, such as 0.03.")
  var rate = 0.03
  @Option(name: .long, help: "The key of all that is drawn; the same seed plants the same poison.")
  var seed: UInt64 = 0
  @Option(name: .customLong("set"), help: "An option of the attack, NAME=VALUE; several times.")
  var options: [String] = []
  @Flag(name: .long, help: "List the attacks and their options.")
  var list = false
  @Option(name: .shortAndLong, help: "Where the poisoned file goes; '-' is the standard output.")
  var out: String?
  @Option(name: .long, help: "Where the truth goes: row,poisoned,attack.")
  var truth: String?
  @Option(name: .long, help: "Where rows of other classes with the trigger go.")
  var triggeredTest: String?
  @Option(name: .long, help: "The rows for --triggered-test; those of FILE by default.")
  var test: String?
  @Flag(name: .long, help: "Overwrite files that are there.")
  var force = false
  @OptionGroup(title: "Reading") var table: TableFlags
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() async throws {
    if list { return Talk.output(Explanation(talk).attacks()) }
    guard let attack, let out, let truth else {
      throw ValidationError("--attack, --out and --truth are needed; --list shows the attacks")
    }
    let chosen = try Attacks.make(attack, options: options)
    let file = try table.inputs(file.map { [$0] } ?? [], of: self)[0]
    let settings = try settings.run(table.settings, for: [file])
    var run = PoisonRun(attack: chosen, output: out, truth: truth)
    run.table = settings.table
    run.table.temporaryDirectory = table.temporary
    (run.rate, run.seed, run.threads) = (rate, seed, settings.scan.threads)
    (run.triggeredTest, run.test, run.overwrites) = (triggeredTest, test, force)
    let progress = ProgressLine(talk)
    let job = run
    let result = try await progress.during { try await job.run(file) { progress.show($0) } }
    for remark in settings.facts.notes.map({ $0.text }) + result.remarks { talk.say(remark) }
    talk.say(result.text)
  }
}
