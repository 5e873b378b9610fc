import TasterKit
import Testing

@Suite struct `A stored run` {
  /// A table with flips and far rows, as a file of the workshop.
  private static func data(_ shop: Workshop) throws {
    var text = "x,y,class\n"
    for i in 0..<240 {
      let isA = i % 2 == 0
      let x = (isA ? 0.0 : 4) + Double((i * 37) % 100) / 50
      let y = (isA ? 3.0 : -2) + Double((i * 53) % 100) / 50
      let label = i % 40 == 7 ? "a" : isA ? "a" : "b"
      text += i == 100 ? "900,-700,\(label)\n" : "\(x),\(y),\(label)\n"
    }
    try shop.write("a.csv", text)
  }

  private static func scan(
    _ shop: Workshop, _ change: (inout ScanRun) -> Void = { _ in }
  ) async throws -> StoredRun {
    try data(shop)
    try await shop.scan(["a.csv"]) {
      $0.scan.threshold = nil
      $0.writesScores = true
      $0.overwrites = true
      change(&$0)
    }
    return try StoredRun(shop.file("run"))
  }

  /// What a scan by a policy holds, judged anew.
  private static func judged(_ policy: Policy, _ shop: Workshop) async throws -> [Bool] {
    try await scan(shop) { $0.policy = policy }.scores.flagged
  }

  @Test func `holds what a scan by the policy would`() async throws {
    try await Workshop.open { shop in
      let policies = [
        Policy(), Policy(threshold: 0.3), Policy(threshold: 0.02),
        Policy(detectors: ["label-flip": Policy.DetectorRule(threshold: 0.5)]),
        Policy(threshold: 0.9, detectors: ["label-flip": Policy.DetectorRule(threshold: 1)]),
        Policy(
          threshold: 0.2,
          detectors: [
            "label-flip": Policy.DetectorRule(weight: 0.5),
            "outlier": Policy.DetectorRule(runs: false),
          ]),
        Policy(detectors: ["outlier": Policy.DetectorRule(runs: false)]),
      ]
      let run = try await Self.scan(shop)
      var counts: Set<Int> = []
      for policy in policies {
        let held = try run.held(by: policy)
        #expect(try await Self.judged(policy, shop) == held, "\(policy)")
        counts.insert(held.count { $0 })
      }
      #expect(counts.count > 2)
    }
  }

  @Test func `lists the rows that change side`() async throws {
    try await Workshop.open { shop in
      let run = try await Self.scan(shop)
      let found = try run.changes(from: Policy(threshold: 0.02), to: Policy(threshold: 0.3))
      #expect(found.old > found.new && found.changes.count == found.old - found.new)
      #expect(found.changes.allSatisfy { !$0.isHeld && $0.score >= 0.02 && $0.score < 0.3 })
      #expect(try run.changes(from: Policy(), to: Policy()).changes.isEmpty)
    }
  }

  @Test func `says when a threshold hides what the gates would hold`() async throws {
    try await Workshop.open { shop in
      let run = try await Self.scan(shop) { $0.scan.threshold = 0.5 }
      #expect(run.facts.threshold == 0.5)
      let error = #expect(throws: TableError.self) { _ = try run.held(by: Policy()) }
      #expect(error?.description.contains("left it to the gates") == false)
      #expect(error?.description.contains("gates") == true)
      #expect(try run.held(by: Policy(threshold: 0.5)) == run.scores.flagged)
    }
  }

  @Test func `wants a column for every detector that the policy lets run`() async throws {
    try await Workshop.open { shop in
      let run = try await Self.scan(shop) { $0.scan.detectors = ["outlier"] }
      let error = #expect(throws: TableError.self) { _ = try run.held(by: Policy(threshold: 0.5)) }
      #expect(error?.description.contains("no evidence of label-flip") == true)
    }
  }
}
