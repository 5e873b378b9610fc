import ArgumentParser
import TasterKit

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Judge a finished run by its exit status alone.",
    discussion: """
      EXAMPLE
        taster gate run --max-quarantine 0.5% && python train.py run/clean.csv
        taster gate run --policy policy.yaml

      Exit status: 0 no more rows are held than allowed, 1 more are, or a stream raised its alarm or had \
      too many rejects, 2 there is no finished run. Of the run, only run.json is read, and scores.csv where it followed another policy; the policy is that \
      of the flag, of the environment or of the taster.yaml that holds for the data.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @OptionGroup var policy: PolicyFlags
  @Option(
    name: .customLong("policy"), help: "The policy to judge by; see 'taster tune'.",
    completion: .file(extensions: ["yaml", "yml"]))
  var policyPath: String?
  @Flag(name: .long, help: "Let a stream pass that raised its alarm: somebody has looked at it.")
  var ignoreAlarms = false
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() throws {
    let names = try RunReader(directory).facts.inputs.map { $0.name }
    var flags = policy.settings
    flags.set(flag: "policy", to: policyPath)
    let settings = try settings.run(flags, for: names)
    var gate = GateRun()
    (gate.allowance, gate.policy) = (settings.allowance, settings.policy)
    gate.policyFile = settings.facts.policy
    gate.ignoresAlarms = ignoreAlarms
    let found = try gate.run(directory)
    let isViolated = found.status == .violated
    talk.say(
      "\(found.held) of \(found.rows) rows are held, \(found.allowed) allowed: the policy is "
        + (isViolated ? "violated" : "met"))
    if found.isRejudged { talk.say("held by this policy and the stored scores, not by the run") }
    if found.status == .warned {
      talk.say("warned: not as many rows are held as the policy expects")
    }
    sayAboutStream(found)
    if isViolated {
      if found.held > found.allowed {
        talk.say("--max-quarantine, or max-quarantine in the policy, allows more")
      }
      throw Ending.violated
    }
  }

  private func sayAboutStream(_ found: GateRun.Outcome) {
    if let first = found.alarmRows.first {
      let advice =
        ignoreAlarms
        ? "ignored (--ignore-alarms)"
        : "'taster inspect \(directory.shellWord)' shows what is held, --ignore-alarms lets it pass"
      talk.say(
        "odd rows were too frequent in the stream: \(Figures.count(found.alarms, "alarm")), seen first at row "
          + "\(first); \(advice)")
    }
    if found.hasManyRejects {
      talk.say(
        "more records of the stream are no rows than --max-rejects allowed: see rejects.csv; filter again to "
          + "allow more")
    }
  }
}
