import Foundation
import TasterKit
import TasterSettings
import Testing

@Suite struct `The text of a policy` {
  private static let file = Policy.Grounds.File(
    name: "wild \"name\": {a}\n#\u{202E}.csv", sha256: String(repeating: "0f", count: 32))

  private static let policies = [
    Policy(), Policy(threshold: 0.1 + 0.2, allowance: .share(0.07)),
    Policy(
      threshold: 1e-9, allowance: .rows(200),
      detectors: [
        "label-flip": Policy.DetectorRule(weight: 0.5, threshold: 4.25),
        "outlier": Policy.DetectorRule(runs: false), "baseline": Policy.DetectorRule(weight: 2),
      ],
      goal: TuningGoal(
        budget: 200, maxFalseRate: 0.001, falseDiscoveryRate: 0.1,
        cost: TuningGoal.Cost(falsePositive: 1, falseNegative: 50.5),
        minRecall: ["flip-random": 0.9, "no": 1, "a: b": 0]),
      grounds: Policy.Grounds(
        kind: .simulation, version: "1.0", seed: .max, rows: 12, data: [file, file], profile: file),
      expected: ExpectedRate(rate: 1.0 / 3, low: 0.1, high: 0.7, rows: 12)),
    Policy(
      goal: TuningGoal(),
      grounds: Policy.Grounds(kind: .decisions, version: "no", seed: 0, rows: 0, data: [])),
  ]

  @Test(arguments: policies.indices)
  func `reads back as the same policy, and writes back as the same bytes`(k: Int) throws {
    let policy = Self.policies[k]
    let bytes = PolicyText().render(policy)
    let read = try Policy(yaml: String(decoding: bytes, as: UTF8.self))
    #expect(read == policy)
    #expect(PolicyText().render(read) == bytes)
  }

  @Test(arguments: [
    "flip-near:\u{FEFF} 0.5", "\"\\e[31m\": [1]", "\"\\u202E\": high", "\"\\u200B\": 2",
  ])
  func `is refused in words that a terminal may show, whatever its keys hold`(recall: String) {
    let error = #expect(throws: SettingsError.self) {
      _ = try Policy(yaml: "policy: 1\ngoal: {min-recall: {\(recall)}}\n")
    }
    let text = error?.description ?? ""
    #expect(!text.isEmpty && text == printable(text, limit: .max))
  }

  @Test func `is a file that is read strictly and overwrites nothing unasked`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "policy.yaml").path(percentEncoded: false)
    var policy = Policy(detectors: ["outlier": Policy.DetectorRule(threshold: 9.51)])
    // begin
    try policy.write(to: path)
    var run = ScanRun()
    run.policy = try Policy(contentsOf: path)
    // end
    #expect(run.policy == policy)
    policy.threshold = 0.5
    let changed = policy
    #expect(throws: TableError.self) { try changed.write(to: path) }
    try policy.write(to: path, overwriting: true)
    #expect(try Policy(contentsOf: path) == policy)
    let wrong = #expect(throws: SettingsError.self) {
      _ = try Policy(yaml: "policy: 1\ntreshold: 0.5\n", named: "mine")
    }
    #expect(wrong?.description.contains("mine:2: there is no key 'treshold'") == true)
    #expect(throws: TableError.self) { _ = try Policy(contentsOf: path + ".not") }
  }

  @Test func `is read and written as the article says`() throws {
    let code = try String(contentsOfFile: #filePath, encoding: .utf8)
    let lines = code.components(separatedBy: "    // begin\n").dropFirst().first?
      .components(separatedBy: "    // end\n").first?
      .split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n")
    let article = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/TasterKit/Documentation.docc/Guides/ChoosingThresholds.md")
    #expect(try String(contentsOf: article, encoding: .utf8).contains(try #require(lines)))
  }
}
