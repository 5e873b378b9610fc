import ArgumentParser
import TasterKit

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that a run lost, altered or moved nothing.",
    discussion: """
      EXAMPLE
        taster verify run

      Every input is put together again from clean.csv, quarantine.csv and rejects.csv, and its \
      SHA-256 compared with the one in run.json; the input itself is not needed. Exit status: 0 \
      proven, 1 not proven, 2 a file could not be read. Memory: a few MB, however long the files.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func run() throws {
    let run = try RunReader(directory)
    let progress = ProgressLine(talk)
    let verification = try progress.during {
      try Verification(run) { progress.show("verifying", $0, of: $1, isBytes: true) }
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
