import ArgumentParser
import TasterKit

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
      sizes and hashes are counted, and it is said that no more can be. Exit status: 0 proven or \
      counted, 1 something differs, 2 a file could not be read. Memory: a few MB, however long the files.
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
    let run = try RunReader(directory)
    let progress = ProgressLine(talk)
    let verification = try progress.during {
      try Verification(run, clean: clean, input: input) {
        progress.show("verifying", $0, of: $1, isBytes: true)
      }
    }
    let text = VerificationText(run, verification)
    if json {
      Talk.output(text.json)
    } else {
      for warning in verification.warnings { talk.say("Warning: \(warning)") }
      if verification.fault == nil {
        if !talk.quiet { Talk.output(text.lines(width: talk.width)) }
      } else {
        for line in text.lines(width: talk.width) { Talk.error(line) }
      }
    }
    if verification.fault != nil { throw Ending.violated }
  }
}
