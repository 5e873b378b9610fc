import ArgumentParser
import TasterKit
import TasterStore

struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Let held rows go: they return to clean.csv, and the ledger remembers.",
    discussion: """
      EXAMPLE
        taster release run --rows 3,7-12 --by ana --because "a valid unit, checked"
        taster release run --where 'source=eu-7 score<0.9' --by ana --because "known lab"
        taster release run --rows 3 --undo --by ana --because "wrong row"

      clean.csv, quarantine.csv, findings.jsonl and run.json change together; `taster verify` proves \
      them again. Nothing is deleted: an undo is one more decision. Where 'taster filter' sent the good rows \
      out, released rows stand in released.csv, to be sent after them.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @OptionGroup var decision: DecisionFlags
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func run() throws {
    try Deciding(directory: directory, talk: talk, json: json).decide(.release, decision)
  }
}

struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Confirm that held rows are planted: they stay held, and the ledger remembers.",
    discussion: """
      EXAMPLE
        taster confirm run --group 'flow:ham -> spam' --by ana --because "the campaign of May"
        taster confirm run --rows 17 --undo --by ana --because "not sure any more"

      A later scan with --decisions holds the same rows again, whatever their score.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @OptionGroup var decision: DecisionFlags
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func run() throws {
    try Deciding(directory: directory, talk: talk, json: json).decide(.confirm, decision)
  }
}
