import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `The stage of a rehearsal` {
  private static func stage(
    scale: Double = 1, labels: [Int] = [0, 0, 1, 2, 1, 0]
  ) -> Rehearsal.Stage {
    var z = Numbers(rows: 6, columns: 2)
    for (i, x) in [3.0, 1, 4, 1, 5, 9].enumerated() {
      z[i, 0] = x * scale
      z[i, 1] = -x * x
    }
    return Rehearsal.Stage(z, labels: labels, classes: 3, rows: 0..<4, seed: 7)
  }

  @Test func `takes its strangers from other classes, from each of them`() {
    let stage = Self.stage()
    for row in 0..<6 {
      let stranger = stage.stranger(to: row)
      #expect(stranger.map { stage.labels[$0] != stage.labels[row] } == true)
    }
    var met: Set<Int> = []
    for seed in 0..<40 {
      let stage = Rehearsal.Stage(
        Self.stage().z, labels: [0, 0, 1, 2, 1, 0], classes: 3, rows: 0..<4, seed: UInt64(seed))
      if let stranger = stage.stranger(to: 2) { met.insert(stranger) }
    }
    #expect(met == [0, 1, 3, 5])
  }

  @Test func `has no strangers where there is one class`() {
    #expect(Self.stage(labels: [1, 1, 1, 1, 1, 1]).stranger(to: 2) == nil)
  }

  @Test func `throws the same for a column in another unit, something else for another one`() {
    let (stage, scaled) = (Self.stage(), Self.stage(scale: 1_000))
    for row in 0..<6 {
      #expect(stage.normal(row, column: 0) == scaled.normal(row, column: 0))
      #expect(stage.normal(row, column: 0) != stage.normal(row, column: 1))
    }
  }

  @Test func `throws evenly and normally`() {
    let z = Numbers(rows: 2_000, columns: 1)
    let stage = Rehearsal.Stage(
      z, labels: Array(repeating: 0, count: 2_000), classes: 1, rows: 0..<1, seed: 1)
    let even = (0..<2_000).map { stage.uniform($0, 3) }
    let normal = (0..<2_000).map { stage.normal($0, column: 0) }
    #expect(even.allSatisfy { (0..<1).contains($0) })
    #expect((even.reduce(0, +) / 2_000 - 0.5).magnitude < 0.03)
    #expect((normal.reduce(0, +) / 2_000).magnitude < 0.1)
    #expect((normal.reduce(0) { $0 + $1 * $1 } / 2_000 - 1).magnitude < 0.15)
  }
}
