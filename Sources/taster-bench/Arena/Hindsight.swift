import TasterKernels
import TasterKit

/// A threshold chosen on one table's planted poison, held against the poison that others planted there.
package struct Hindsight: Sendable {
  /// One table: its control and its poisoned cases.
  package struct Group: Sendable {
    package let name: String
    package let control: Case
    package let poisoned: [Case]
  }

  package let name: String
  /// How many poisoned cases.
  package let cases: Int
  /// The threshold that was recommended.
  package let threshold: Double
  /// Its mean F1 over the cases.
  package let f1: Double
  /// The one threshold that is best in hindsight.
  package let best: Double
  /// Its mean F1.
  package let bestF1: Double
  /// The mean of every case's own best F1.
  package let eachBest: Double
  /// How often the expected rate's interval held.
  package let covered: Int
  /// How often it was looked at.
  package let halves: Int

  /// Tables that have a control and a poisoned case, by name.
  package static func groups(_ cases: [Case]) -> [Group] {
    let byTable = Dictionary(grouping: cases) { one in
      one.name.split(separator: "/").first.map { part in
        String(part.split(separator: "_", maxSplits: 1).first ?? part)
      } ?? one.name
    }
    return byTable.sorted { $0.key < $1.key }.compactMap { name, list in
      let poisoned = list.filter { !["none", "source_none"].contains($0.attack) }
      guard let control = list.first(where: { $0.attack == "none" }), !poisoned.isEmpty else {
        return nil
      }
      return Group(name: name, control: control, poisoned: poisoned)
    }
  }

  /// Tunes a group's control and looks at its cases.
  ///
  /// - Parameters:
  ///   - group: The table.
  ///   - draws: How often each attack is planted at each rate.
  ///   - halves: How often the control is cut in halves.
  ///   - seed: The key of every random choice.
  /// - Throws: What tables, disk or LAPACK throw.
  package init(_ group: Group, draws: Int, halves: Int, seed: UInt64) throws {
    name = group.name
    cases = group.poisoned.count
    var simulation = Simulation()
    simulation.draws = draws
    simulation.scan.seed = seed
    let control = try group.control.table()
    let tuning = try simulation.run(control, on: simulation.ground(control))
    threshold = try tuning.recommendation(for: TuningGoal()).threshold ?? 1
    let rankings = try group.poisoned.map { try Self.ranking($0, seed: seed) }
    let t = threshold
    f1 = average(rankings.map { $0.f1(at: t) }) ?? .nan
    let pooled = Ranking(pooling: rankings)
    let candidates = Sweep(pooled, count: 4_000).points.map { $0.threshold }
    let curves = rankings.map { ranking in candidates.map { ranking.f1(at: $0) } }
    let means = candidates.indices.map { k in average(curves.map { $0[k] }) ?? 0 }
    let top = means.indices.max { (means[$0], $1) < (means[$1], $0) } ?? 0
    (best, bestF1) = (candidates[top], means[top])
    eachBest = average(curves.map { $0.max() ?? 0 }) ?? .nan
    // Besides the recommended threshold some others, so that few held rows are covered too.
    let looked = [t, 0.3, 0.6, 0.9]
    let hits = try (0..<halves).map {
      try Self.hits(control, looked, seed: seed &+ UInt64($0))
    }
    covered = hits.reduce(0, +)
    self.halves = halves * looked.count
  }

  private static func ranking(_ one: Case, seed: UInt64) throws -> Ranking {
    let table = try one.table()
    var scan = Scan()
    scan.seed = seed
    let stored = try StoredScores(scan.run(table).judgement)
    let planted = try one.planted(rows: table.rowCount)
    return Ranking(
      planted: planted.indices.filter { planted[$0] }.map { stored.scores[$0] },
      others: planted.indices.filter { !planted[$0] }.map { stored.scores[$0] })
  }

  /// At how many of some thresholds the rate of one half lies where the other half expects it.
  private static func hits(_ table: Table, _ thresholds: [Double], seed: UInt64) throws -> Int {
    var dice = AttackDice(seed: seed, for: "hindsight")
    let first = Set(dice.some(table.rowCount / 2, of: Array(0..<table.rowCount)))
    let known = try RowSubset(table, rows: (0..<table.rowCount).filter { first.contains($0) })
    let next = try RowSubset(table, rows: (0..<table.rowCount).filter { !first.contains($0) })
    // What is planted does not matter to the rate that is expected.
    var simulation = Simulation()
    simulation.attacks = [FlipRandom()]
    simulation.rates = [0.03]
    simulation.draws = 1
    simulation.scan.seed = seed
    let tuning = try simulation.run(known, on: simulation.ground(known))
    let scores = try StoredScores(Scan().run(next).judgement).scores
    return thresholds.count { t in
      tuning.expectedRate(at: t).holds(scores.count { $0 >= t }, of: scores.count)
    }
  }

  /// The figures in the order of the bench's columns.
  package var figures: [String] {
    [
      "\(cases)", fixed(threshold), fixed(f1), fixed(best), fixed(bestF1), fixed(f1 / bestF1),
      fixed(eachBest), fixed(f1 / eachBest),
      halves > 0 ? share(Double(covered) / Double(halves)) : "–",
      "\(halves)",
    ]
  }
}
