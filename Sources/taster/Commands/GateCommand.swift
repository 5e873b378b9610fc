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
      Of the run, only run.json is read; the policy is that of the flag, of the environment or of the \
      taster.yaml that holds for the data.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @OptionGroup var policy: PolicyFlags
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() throws {
    let facts = try RunReader(directory).facts
    let names = facts.inputs.map { $0.name }
    let allowed = try settings.run(policy.settings, for: names).allowance.rows(of: facts.rows)
    let isViolated = facts.held > allowed
    talk.say(
      "\(facts.held) of \(facts.rows) rows are held, \(allowed) allowed: the policy is "
        + (isViolated ? "violated" : "met"))
    if isViolated { throw Ending.violated }
  }
}
