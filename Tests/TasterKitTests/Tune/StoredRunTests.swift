import Testing

@testable import TasterKit

@Suite struct `A stored run` {
  /// Thresholds, gates, detectors that hold by themselves, weights, detectors that are off.
  private static let policies = [
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
    Policy(
      detectors: [
        "label-flip": Policy.DetectorRule(threshold: 2),
        "outlier": Policy.DetectorRule(weight: 2), "flood": Policy.DetectorRule(runs: false),
      ]),
  ]

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
      let run = try await Self.scan(shop)
      var counts: Set<Int> = []
      for policy in Self.policies {
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

  @Test(arguments: [
    Policy(threshold: 0.5), Policy(detectors: ["outlier": Policy.DetectorRule(threshold: 40)]),
    Policy(detectors: ["label-flip": Policy.DetectorRule(weight: 0.25)]),
  ])
  func `tells what the gates hold, whatever the run itself followed`(own: Policy) async throws {
    try await Workshop.open { shop in
      let run = try await Self.scan(shop) { $0.policy = own }
      #expect(try run.held(by: own) == run.scores.flagged)
      for policy in Self.policies {
        let held = try run.held(by: policy)
        #expect(try await Self.judged(policy, shop) == held, "\(policy)")
      }
    }
  }

  @Test func `holds what a scan by a baseline and the policy would`() async throws {
    try await Workshop.open { shop in
      try Self.data(shop)
      var run = ProfileRun()
      run.output = shop.file("t.taster")
      run.table.label = .column("class")
      _ = try await run.run([shop.file("a.csv")])
      let trusting: (inout ScanRun) -> Void = {
        $0.baseline = shop.file("t.taster")
        $0.scan.falseDiscoveryRate = 0.3
      }
      let stored = try await Self.scan(shop) {
        trusting(&$0)
        $0.policy = Policy(threshold: 0.9)
      }
      let baseline = ["baseline": Policy.DetectorRule(weight: 2, threshold: 1)]
      let surplus = ["surplus": Policy.DetectorRule(weight: 0, threshold: 0.5)]
      var counts: Set<Int> = []
      for policy in Self.policies + [Policy(detectors: baseline), Policy(detectors: surplus)] {
        let held = try stored.held(by: policy)
        let judged = try await Self.scan(shop) {
          trusting(&$0)
          $0.policy = policy
        }
        #expect(judged.scores.flagged == held, "\(policy)")
        counts.insert(held.count { $0 })
      }
      #expect(counts.count > 2)
      // The goal of a policy may name another rate, which `scan --policy` takes over.
      for rate in [0.01, 0.6, 0.99] {
        let policy = Policy(goal: TuningGoal(falseDiscoveryRate: rate))
        let judged = try await Self.scan(shop) {
          trusting(&$0)
          $0.scan.falseDiscoveryRate = rate
          $0.policy = policy
        }
        #expect(try stored.held(by: policy) == judged.scores.flagged, "\(rate)")
      }
    }
  }

  @Test func `holds what a filter by the policy would`() async throws {
    try await Workshop.open { shop in
      _ = try ProfileFile.write(
        FilterGround.banknote.get().baseline, as: shop.file("t.taster"), overwrites: true)
      func filter(_ policy: Policy?) async throws -> StoredRun {
        var run = FilterRun(
          baseline: shop.file("t.taster"), directory: RunDirectory(shop.file("run")))
        (run.keepsClean, run.writesScores, run.overwrites) = (true, true, true)
        run.policy = policy
        _ = try await run.run(FilterGround.file("data.csv"), clock: .system)
        return try StoredRun(shop.file("run"))
      }
      let stored = try await filter(Policy(threshold: 0.99))
      var counts: Set<Int> = []
      let rules = [
        Policy.DetectorRule(threshold: 2), Policy.DetectorRule(weight: 0.5, threshold: 6),
      ]
      let own = rules.map { Policy(threshold: 0.8, detectors: ["baseline": $0]) }
      for policy in Self.policies + own + rules.map({ Policy(detectors: ["baseline": $0]) }) {
        let held = try stored.held(by: policy)
        #expect(try await filter(policy).scores.flagged == held, "\(policy)")
        counts.insert(held.count { $0 })
      }
      #expect(counts.count > 2)
      let error = #expect(throws: TableError.self) {
        _ = try stored.held(by: Policy(goal: TuningGoal(falseDiscoveryRate: 0.5)))
      }
      #expect(error?.description.contains("filter again") == true)
      #expect(try Verification(RunReader(shop.file("run"))).fault == nil)
    }
  }

  @Test func `holds what ranks alone, or what the others say where it is off`() async throws {
    try await Workshop.open { shop in
      func plain(_ policy: Policy?) async throws -> StoredRun {
        try await Self.scan(shop) {
          $0.table.label = TableOptions.Label.none
          $0.table.ignored = ["class"]
          $0.policy = policy
        }
      }
      let stored = try await plain(nil)
      let off = Policy(
        threshold: 0.3, detectors: ["row-distance": Policy.DetectorRule(runs: false)])
      let heavy = Policy(
        threshold: 0.3,
        detectors: [
          "row-distance": Policy.DetectorRule(weight: 3), "outlier": Policy.DetectorRule(weight: 3),
        ])
      for policy in [off, heavy, Policy(threshold: 0.3), Policy()] {
        #expect(try await plain(policy).scores.flagged == stored.held(by: policy), "\(policy)")
      }
    }
  }

  @Test func `of an earlier version is refused, with what to do`() async throws {
    try await Workshop.open { shop in
      _ = try await Self.scan(shop)
      let lines = String(decoding: try shop.read("run/scores.csv"), as: UTF8.self)
        .split(separator: "\n")
      let old = lines.map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return (cells[..<3] + cells[4...]).joined(separator: ",") + "\n"
      }
      try shop.write("run/scores.csv", old.joined())
      let run = try StoredRun(shop.file("run"))
      let error = #expect(throws: TableError.self) { _ = try run.held(by: Policy()) }
      #expect(error?.description.contains("scan again with --scores --force") == true)
    }
  }

  @Test func `does not guess which gates planted poison would shut among other detectors`()
    async throws
  {
    try await Workshop.open { shop in
      let run = try await Self.scan(shop) { $0.calibrationDraws = 1 }
      #expect(try run.held(by: Policy()) == run.scores.flagged)
      let off = ["outlier": Policy.DetectorRule(runs: false)]
      let error = #expect(throws: TableError.self) {
        _ = try run.held(by: Policy(detectors: off))
      }
      #expect(error?.description.contains("--calibrate") == true)
      #expect(try run.held(by: Policy(threshold: 0.5, detectors: off)).contains(true))
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
