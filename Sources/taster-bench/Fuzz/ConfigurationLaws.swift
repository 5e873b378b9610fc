import TasterKit
import TasterSettings

/// What must hold of the files by which people tell what they want, whatever is in them.
enum ConfigurationLaws {
  /// Policies with every key there is.
  static var policies: [[UInt8]] {
    let evidence = Policy.Grounds(
      kind: .simulation, version: "1.0", seed: 7, rows: 1_000,
      data: [Policy.Grounds.File(name: "a \"b\".csv", sha256: String(repeating: "0f", count: 32))])
    let full = Policy(
      threshold: 0.25, allowance: Allowance("0.5%"),
      detectors: Dictionary(
        uniqueKeysWithValues: Catalog.detectors.map {
          ($0.name, Policy.DetectorRule(runs: true, weight: 0.5, threshold: 3))
        }),
      goal: TuningGoal(), grounds: evidence,
      expected: ExpectedRate(rate: 0.1, low: 0.05, high: 0.2, rows: 1_000))
    let goals = """
      policy: 1
      threshold: gates
      max-quarantine: 20
      detectors: {flood: {run: false}, trigger: {hold: gate}}
      goal: {budget: 5, max-false-rate: 1e-3, fdr: .1, cost: {fp: 1, fn: 20}, min-recall: {flip-near: 0.5}}
      evidence: {kind: truth, version: x, seed: 1, rows: 2, data: [], profile: {name: p, sha256: q}}
      """
    return [PolicyText().render(full), PolicyText().render(Policy()), Array(goals.utf8)]
  }

  /// Files of settings with every key there is.
  static var settings: [[UInt8]] {
    let all = Setting.names.map { "\($0): 1\n" }.joined()
    let sets = """
      # data sets
      label: class
      ignore: [a, 'b c', "d"]
      max-quarantine: 8%
      missing: ["", NA, no]
      data:
        - path: wdbc/data.csv
          label: diagnosis
        - {path: "x y.csv", seed: 010, source: &s where}
      exclude: [drafts, *s]
      """
    return [all, sets].map { Array($0.utf8) }
  }

  /// A policy is refused with a sentence, or it is one that can be written and read again.
  static func checkPolicy(_ bytes: [UInt8]) throws {
    guard let policy = try read(bytes, { try Policy($0, path: "input") }) else { return }
    let text = PolicyText().render(policy)
    guard let again = try read(text, { try Policy($0, path: "again") }) else {
      throw FuzzFault("a policy that was read is refused when it is written")
    }
    guard again == policy, PolicyText().render(again) == text else {
      throw FuzzFault("a policy is another one when it is written and read again")
    }
  }

  /// A file of settings is refused with a sentence, or a run can be told what it says.
  static func checkSettings(_ bytes: [UInt8]) throws {
    guard let file = try read(bytes, { try SettingsFile($0, path: "input") }) else { return }
    guard try read(bytes, { try SettingsFile($0, path: "input") }) == file else {
      throw FuzzFault("the same bytes are two files of settings")
    }
    var run = ScanRun()
    do {
      try file.common.apply(to: &run)
      for entry in file.entries {
        try file.settings(for: [entry.path]) { $0.path }.apply(to: &run)
      }
    } catch {
      throw FuzzFault("what was read cannot be applied: \(error)")
    }
  }

  /// What a text is; nil where it is refused.
  private static func read<Value>(
    _ bytes: [UInt8], _ make: (SettingsNode?) throws -> Value
  ) throws -> Value? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    do {
      return try make(YAML.read(text, path: "input"))
    } catch let error as SettingsError {
      guard !error.description.isEmpty,
        error.description == printable(error.description, limit: .max)
      else {
        throw FuzzFault(
          "a refusal is no text for a terminal: \(error.description.debugDescription)")
      }
      return nil
    }
  }
}
