import TasterKernels
package import TasterKit

/// How often the rate that one half of a table leads to expect is that of the other half.
package struct RateCoverage: Sendable {
  /// How many rates lay in their interval, for each point that holds rows.
  package private(set) var covered: [Int]
  /// How many rates were looked at, of each.
  package private(set) var runs = 0

  /// Cuts a table in halves at random and looks at both of them.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - points: What holds rows.
  ///   - cuts: How often the table is cut; every half is the known one once.
  ///   - seed: The key of every random choice.
  /// - Throws: What tables, disk or LAPACK throw.
  package init(_ table: Table, _ points: [OperatingPoint], cuts: Int, seed: UInt64) throws {
    let n = table.rowCount
    covered = points.map { _ in 0 }
    for cut in 0..<cuts {
      var dice = AttackDice(seed: seed &+ UInt64(cut), for: "coverage")
      let first = Set(dice.some(n / 2, of: Array(0..<n)))
      let halves = try [true, false].map { side in
        try RowSubset(table, rows: (0..<n).filter { first.contains($0) == side })
      }
      let heard = try halves.map { try HeardTable(Scan().run($0).judgement) }
      for side in [0, 1] {
        let tuning = try Self.tuning(halves[side], seed: seed)
        runs += 1
        for (k, point) in points.enumerated() {
          let held = heard[1 - side].held(by: point).count
          if tuning.expectedRate(by: point).holds(held, of: halves[1 - side].rowCount) {
            covered[k] += 1
          }
        }
      }
    }
  }

  /// What is known about a half; what is planted there does not matter to the rate that is expected.
  private static func tuning(_ half: RowSubset, seed: UInt64) throws -> Tuning {
    var simulation = Simulation()
    simulation.attacks = [FlipRandom()]
    simulation.rates = [0.03]
    simulation.draws = 1
    simulation.scan.seed = seed
    return try simulation.run(half, on: simulation.ground(half))
  }
}
