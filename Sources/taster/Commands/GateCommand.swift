import ArgumentParser
import TasterKit

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Judge a finished run by its exit status alone.",
    discussion: """
      EXAMPLE
        taster gate run --max-quarantine 0.5% && python train.py run/clean.csv

      Exit status: 0 no more rows are held than allowed, 1 more are, 2 there is no finished run. \
      Only run.json is read.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @OptionGroup var policy: PolicyFlags
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() throws {
    let facts = try RunReader(directory).facts
    let allowed = try policy.allowance().rows(of: facts.rows)
    let isViolated = facts.held > allowed
    talk.say(
      "\(facts.held) of \(facts.rows) rows are held, \(allowed) allowed: the policy is "
        + (isViolated ? "violated" : "met"))
    if isViolated { throw Ending.violated }
  }
}
