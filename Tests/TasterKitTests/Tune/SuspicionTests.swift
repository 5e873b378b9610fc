import TasterKernels
import Testing

@testable import TasterKit

@Suite struct `What is suspicious before anything is planted` {
  // A hundred rows, the first one with the highest score, some of them held by a gate.
  private static func heard(
    highest: Double, held: [Int] = [], estimate: Double
  ) -> HeardTable {
    var stored = StoredScores(detectors: ["gated"])
    let rows = 0..<100
    stored.append(
      ScoreStore.Part(
        firstRow: 0, scores: rows.map { highest * Double(100 - $0) / 100 },
        flagged: rows.map { held.contains($0) }, evidence: [rows.map { _ in 0 }], gates: []))
    return HeardTable(
      stored, gates: Dictionary(uniqueKeysWithValues: held.map { ($0, 1) }),
      highestEstimate: estimate)
  }

  @Test(arguments: [1, 7, 20, 300])
  func `is likely as many rows as the estimate was made of`(count: Int) {
    var estimate = Contamination()
    for _ in 0..<count { estimate.add(score: 0.1, isHeld: false, possibility: 0.75) }
    let likely = Contamination.likely(below: estimate.interval.high)
    #expect(abs(likely - 0.75 * Double(count)) < 1e-9)
    #expect(Contamination.likely(below: 0) == 0)
  }

  @Test func `stands for poison in the share of what is likely, most of it at the top`() {
    var estimate = Contamination()
    for _ in 0..<20 { estimate.add(score: 0, isHeld: false, possibility: 1) }
    let found = Suspicion(Self.heard(highest: 0.4, estimate: estimate.interval.high))
    #expect((19...21).contains(found.aside.count), "\(found.aside.count)")
    #expect(found.aside.contains(0) && found.aside.allSatisfy { $0 < 40 })
    let upper = found.aside.count { $0 < 20 }
    #expect((14...16).contains(upper), "\(upper) of the first twenty")
    #expect(found.suspicious == Set(0..<Int(estimate.interval.high)).union(found.aside))
  }

  @Test func `is what is held, what scores high by its score, and nothing where nothing is`() {
    let held = Array(60..<80)
    let found = Suspicion(Self.heard(highest: 0.5, held: held, estimate: 0))
    #expect(found.aside == Set(held) && found.suspicious == Set(held))
    // Fifty rows with scores from 0.51 to 1 add up to 38.
    let loud = Suspicion(Self.heard(highest: 1, estimate: 0))
    #expect((37...39).contains(loud.aside.count) && loud.aside.allSatisfy { $0 < 50 })
    let quiet = Suspicion(Self.heard(highest: 0.5, estimate: 0))
    #expect(quiet.aside.isEmpty && quiet.suspicious.isEmpty)
  }

  @Test func `goes on behind what is held only as far as more is likely`() {
    var estimate = Contamination()
    for _ in 0..<30 { estimate.add(score: 0, isHeld: false, possibility: 1) }
    let held = Array(0..<20)
    let found = Suspicion(Self.heard(highest: 0.4, held: held, estimate: estimate.interval.high))
    #expect(found.aside.isSuperset(of: held))
    // Ten more are likely, so they lie among the next twenty.
    let more = found.aside.subtracting(held)
    #expect((9...11).contains(more.count) && more.allSatisfy { $0 < 40 }, "\(more.sorted())")
  }
}
