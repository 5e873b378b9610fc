import ArgumentParser
import TasterKit

/// The flags that say where the truth about rows comes from.
struct EvidenceFlags: ParsableArguments {
  @Option(
    name: .long, help: "Which rows were planted: row,poisoned and perhaps attack, a line a row.",
    completion: .file(extensions: ["csv"]))
  var truth: String?
  @Option(
    name: .long,
    help: "What reviewers decided: JSON lines or CSV with row and verdict (released, confirmed).",
    completion: .file(extensions: ["jsonl", "csv"]))
  var decisions: String?
  @Flag(name: .long, help: "Plant known poison in copies of the data.")
  var simulate = false
  @Option(
    name: .long, help: "With --simulate: what is planted, with commas between; all by default.",
    completion: .list(Attacks.all.map { $0.name }))
  var attacks: String?
  @Option(
    name: .long, help: "With --simulate: the shares that are planted; 0.01,0.03,0.1 by default.")
  var rates: String?
  @Option(name: .long, help: "With --simulate: how often each attack is planted at each rate.")
  var draws = 3

  /// The evidence that is named.
  func evidence() throws -> TuneRun.Evidence {
    let named = [truth != nil, decisions != nil, simulate].count { $0 }
    guard named == 1 else {
      throw ValidationError(
        "one of --truth, --decisions and --simulate says where the truth about rows comes from"
          + (named > 1 ? "; give one alone" : ""))
    }
    if let truth { return .truth(truth) }
    if let decisions { return .decisions(decisions) }
    var simulation = Simulation()
    if let attacks {
      simulation.attacks = try attacks.split(separator: ",").map { try Attacks.make(String($0)) }
    }
    if let rates {
      simulation.rates = try rates.split(separator: ",").map { text in
        guard let rate = Double(text), rate > 0, rate <= 0.5 else {
          throw ValidationError("--rates takes shares above 0 and at most 0.5, not '\(text)'")
        }
        return rate
      }
    }
    guard (1...100).contains(draws) else {
      throw ValidationError("--draws takes 1 to 100, not \(draws)")
    }
    simulation.draws = draws
    return .simulation(simulation)
  }
}

/// The flags that say what a threshold is chosen for.
struct GoalFlags: ParsableArguments {
  @Option(name: .long, help: "Hold at most so many rows of the data at hand.")
  var budget: Int?
  @Option(name: .long, help: "Hold at most this share of the honest rows.")
  var maxFalseRate: Double?
  @Option(
    name: .customLong("fdr"),
    help: "Of the held rows at most this share is held falsely, at the shares of poison there are.")
  var falseShare: Double?
  @Option(
    name: .long,
    help: ArgumentHelp("What a held honest and a missed planted row cost.", valueName: "fp=1,fn=50")
  )
  var cost: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Hold at least this share of what an attack plants, each of a family such as 'flip', or 'all'; several times.",
      valueName: "ATTACK=SHARE"))
  var minRecall: [String] = []

  /// The goal.
  func goal() throws -> TuningGoal {
    var goal = TuningGoal(
      budget: budget, maxFalseRate: maxFalseRate, falseDiscoveryRate: falseShare)
    if let budget, budget < 0 { throw ValidationError("--budget takes a number of rows from 0") }
    for (name, share) in [("max-false-rate", maxFalseRate), ("fdr", falseShare)] {
      if let share, !(0...1).contains(share) {
        throw ValidationError("--\(name) takes a share from 0 to 1, not \(share)")
      }
    }
    if let cost {
      var prices = ["fp": 1.0, "fn": 1.0]
      for (name, value) in try pairs(cost.split(separator: ",").map { String($0) }, of: "cost") {
        guard prices[name] != nil, value >= 0, value.isFinite else {
          throw ValidationError("--cost takes fp=1,fn=50 with prices from 0, not '\(cost)'")
        }
        prices[name] = value
      }
      goal.cost = TuningGoal.Cost(
        falsePositive: prices["fp"] ?? 1, falseNegative: prices["fn"] ?? 1)
    }
    for (name, share) in try pairs(minRecall, of: "min-recall") {
      guard (0...1).contains(share) else {
        throw ValidationError("--min-recall takes a share from 0 to 1, not \(share)")
      }
      goal.minRecall[name] = share
    }
    return goal
  }

  private func pairs(_ texts: [String], of flag: String) throws -> [(String, Double)] {
    try texts.map { text in
      let parts = text.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Double(parts[1]), !parts[0].isEmpty else {
        throw ValidationError("--\(flag) takes NAME=NUMBER, not '\(text)'")
      }
      return (String(parts[0]), value)
    }
  }
}
