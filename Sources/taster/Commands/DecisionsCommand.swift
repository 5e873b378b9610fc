import ArgumentParser
import TasterKit
import TasterStore

struct DecisionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions",
    abstract: "List what was decided about held rows, or write many decisions at once.",
    discussion: """
      EXAMPLE
        taster decisions run
        taster decisions run --jsonl > decisions.jsonl
        taster decisions run --apply orders.jsonl

      --apply reads an object a line with verdict (release, confirm or undo), row, who and reason, and \
      acknowledges each with its number and hash when it is on the disk.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @Flag(name: .long, help: "Print every decision as one JSON object a line.")
  var jsonl = false
  @Option(
    name: .long, help: "Write the decisions of a file of JSON lines; '-' is the standard input.",
    completion: .file(extensions: ["jsonl"]))
  var apply: String?
  @OptionGroup(title: "Output") var talk: TalkFlags

  func validate() throws {
    if jsonl, apply != nil {
      throw ValidationError("--jsonl and --apply exclude each other; choose one")
    }
  }

  func run() throws {
    let ledger = try Ledger(RunReader(directory))
    if let apply {
      try ledger.apply(apply, at: RunClock.system.timestamp) {
        Talk.output(($0.acknowledgement).bytes() + [UInt8(ascii: "\n")])
      }
      _ = try Deciding(directory: directory, talk: talk, json: false).rebuild(ledger)
    } else if jsonl {
      try ledger.forEachDecision {
        Talk.output($0.json.bytes() + [UInt8(ascii: "\n")])
        return true
      }
    } else {
      Talk.output(try DecisionTable(ledger).lines(width: talk.width, style: talk.style))
    }
  }
}

struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Make the files of a run follow the decisions in its ledger.",
    discussion: """
      EXAMPLE
        taster rebuild run

      `taster release` and `taster confirm` do this themselves; it is for decisions that were written \
      when they were interrupted, or by another program.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() throws {
    let ledger = try Ledger(RunReader(directory))
    let review = try Deciding(directory: directory, talk: talk, json: false).rebuild(ledger)
    talk.say(
      "\(review.decisions) decisions: \(review.released) rows released, \(review.confirmed) confirmed"
    )
  }
}
