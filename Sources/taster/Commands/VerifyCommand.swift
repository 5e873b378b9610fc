import ArgumentParser
import TasterKit
import TasterStore

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that a run lost, altered or moved nothing.",
    discussion: """
      EXAMPLE
        taster verify run
        taster verify run --clean good.csv

      Every input is put together again from clean.csv, quarantine.csv and rejects.csv, and its \
      SHA-256 compared with the one in run.json; the input itself is not needed. What 'taster filter' sent \
      out is asked for with --clean, or the input with --input where it is not where it was; with neither, \
      sizes and hashes are counted, and it is said that no more can be. Where people have decided about \
      rows, the chain of their decisions is checked too, and that the files follow it. Exit status: 0 proven \
      or counted, 1 something differs, 2 a file could not be read. Memory: a few MB, however long the \
      files, and 100 bytes a held row where there is a ledger.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @Option(
    name: .long, help: "The good rows that a filter sent out, in a file.",
    completion: .file(extensions: ["csv"]))
  var clean: String?
  @Option(name: .long, help: "What a filter read, in a file.", completion: .file())
  var input: String?
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func run() throws {
    let progress = ProgressLine(talk)
    let proof = try progress.during {
      try RunProof(directory, clean: clean, input: input) {
        progress.show("verifying", $0, of: $1, isBytes: true)
      }
    }
    if json {
      Talk.output(proof.json)
    } else {
      for warning in proof.warnings { talk.say("Warning: \(warning)") }
      if proof.isProven {
        if !talk.quiet { Talk.output(proof.lines(width: talk.width)) }
      } else {
        for line in proof.lines(width: talk.width) { Talk.error(line) }
      }
    }
    if !proof.isProven { throw Ending.violated }
  }
}
