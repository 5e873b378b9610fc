/// A policy as the file that a person reads and edits: YAML with comments, every text quoted.
///
/// What it says is read back as the same policy, and the text of that is the same to the byte.
public struct PolicyText: Sendable {
  /// The version of the keys; it changes when one of them goes or changes its meaning.
  public static let schemaVersion = 1

  /// A writer.
  public init() {}

  /// The whole file.
  ///
  /// - Parameter policy: What it says.
  /// - Returns: UTF-8, with a line end behind the last line.
  public func render(_ policy: Policy) -> [UInt8] {
    var lines = [
      "# A policy of taster: which rows are held, and on what grounds.",
      "# Use it with:  taster scan FILE --policy THIS     An unknown key is refused with its line.",
      "policy: \(Self.schemaVersion)",
      "",
      "# Rows with at least this score (0 ordinary, 1 certainly planted) are held, and no gate holds any;",
      "# 'gates' leaves it to the detectors' own gates.",
      "threshold: \(policy.threshold.map { Self.number($0) } ?? "gates")",
    ]
    if let allowance = policy.allowance {
      lines += [
        "", "# How many held rows are no violation: rows, or a percentage.",
        "max-quarantine: \(allowance.text)",
      ]
    } else if let expected = policy.expected {
      lines += [
        "",
        "# How many held rows are no violation: rows, or a percentage. Without it any held row is one,",
        "# and a scan exits with 1. As many as are expected at most:",
        "# max-quarantine: \(Figures.significant((expected.high * 1_000).rounded(.up) / 10, digits: 3))%",
      ]
    }
    lines += detectors(policy)
    if let goal = policy.goal { lines += self.goal(goal) }
    if let grounds = policy.grounds { lines += self.grounds(grounds) }
    if let expected = policy.expected {
      lines += [
        "",
        "# The share of rows held that is expected, and where it lies nine times in ten in a table of so",
        "# many rows; a scan warns where it does not.", "expected:",
        "  rate: \(Self.number(expected.rate))", "  low: \(Self.number(expected.low))",
        "  high: \(Self.number(expected.high))", "  rows: \(expected.rows)",
      ]
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func detectors(_ policy: Policy) -> [String] {
    guard !policy.detectors.isEmpty else { return [] }
    let order = Catalog.detectors.map { $0.name }
    let names =
      order.filter { policy.detectors[$0] != nil }
      + policy.detectors.keys.filter { !order.contains($0) }.sorted()
    return [
      "",
      "# Detectors: whether one runs, what its evidence counts in the score, and from how many nats of it a",
      "# row is held whatever the score ('gate' leaves that to its own gate).", "detectors:",
    ]
      + names.map { name in
        let rule = policy.rule(for: name)
        let threshold = rule.threshold.map { Self.number($0) } ?? "gate"
        return
          "  \(name): {run: \(rule.runs), weight: \(Self.number(rule.weight)), hold: \(threshold)}"
      }
  }

  private func goal(_ goal: TuningGoal) -> [String] {
    var lines = ["", "# What was asked for when the threshold was chosen."]
    if goal.isEmpty { return lines + ["goal: {}"] }
    lines.append("goal:")
    if let budget = goal.budget { lines.append("  budget: \(budget)") }
    if let rate = goal.maxFalseRate { lines.append("  max-false-rate: \(Self.number(rate))") }
    if let share = goal.falseDiscoveryRate { lines.append("  fdr: \(Self.number(share))") }
    if let cost = goal.cost {
      lines.append(
        "  cost: {fp: \(Self.number(cost.falsePositive)), fn: \(Self.number(cost.falseNegative))}")
    }
    if !goal.minRecall.isEmpty {
      let parts = goal.minRecall.sorted { $0.key < $1.key }.map {
        "\(Self.quoted($0.key)): \(Self.number($0.value))"
      }
      lines.append("  min-recall: {\(parts.joined(separator: ", "))}")
    }
    return lines
  }

  private func grounds(_ grounds: Policy.Grounds) -> [String] {
    var lines = [
      "", "# What it was chosen on: 'truth' knows every row, a 'simulation' planted known poison,",
      "# 'decisions' are those of reviewers, who saw no random sample.", "evidence:",
      "  kind: \(grounds.kind.rawValue)", "  version: \(Self.quoted(grounds.version))",
      "  seed: \(grounds.seed)", "  rows: \(grounds.rows)",
    ]
    lines.append(grounds.data.isEmpty ? "  data: []" : "  data:")
    lines += grounds.data.map { "    - \(Self.file($0))" }
    if let profile = grounds.profile { lines.append("  profile: \(Self.file(profile))") }
    return lines
  }

  private static func file(_ file: Policy.Grounds.File) -> String {
    "{name: \(quoted(file.name)), sha256: \(quoted(file.sha256))}"
  }

  /// A number in as few digits as read back as the same, whole ones without a point.
  private static func number(_ x: Double) -> String {
    Int(exactly: x).map { "\($0)" } ?? "\(x)"
  }

  /// A text in double quotes: JSON's strings are YAML's.
  private static func quoted(_ text: String) -> String {
    String(decoding: JSON.string(text).bytes(.compact), as: UTF8.self)
  }
}
