import TasterKernels
package import TasterKit

/// What was chosen on one table's planted poison, held against the poison that others planted there.
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
  /// What was recommended for the control.
  package let point: OperatingPoint
  /// Its mean F1 over the cases.
  package let f1: Double
  /// The one threshold that is best in hindsight.
  package let best: Double
  /// Its mean F1.
  package let bestF1: Double
  /// The mean of every case's own best F1.
  package let eachBest: Double

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
  ///   - seed: The key of every random choice.
  /// - Throws: What tables, disk or LAPACK throw.
  package init(_ group: Group, draws: Int, seed: UInt64) throws {
    name = group.name
    cases = group.poisoned.count
    point = try Self.recommended(for: group.control.table(), draws: draws, seed: seed)
    let answers = try group.poisoned.map { try Answer($0, seed: seed) }
    let point = point
    f1 = average(answers.map { $0.f1(by: point) }) ?? .nan
    let candidates = Sweep(Ranking(pooling: answers.map { $0.ranking }), count: 4_000).points
    let curves = answers.map { answer in candidates.map { answer.ranking.f1(at: $0.threshold) } }
    let means = candidates.indices.map { k in average(curves.map { $0[k] }) ?? 0 }
    let top = means.indices.max { (means[$0], $1) < (means[$1], $0) } ?? 0
    (best, bestF1) = (candidates[top].threshold, means[top])
    eachBest = average(answers.map { $0.bestF1 }) ?? .nan
  }

  /// What tuning recommends for a table without a goal.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - draws: How often each attack is planted at each rate.
  ///   - seed: The key of every random choice.
  /// - Returns: What is to hold rows.
  /// - Throws: What tables, disk or LAPACK throw.
  package static func recommended(
    for table: Table, draws: Int, seed: UInt64
  ) throws -> OperatingPoint {
    var simulation = Simulation()
    simulation.draws = draws
    simulation.splits = 1
    simulation.scan.seed = seed
    let tuning = try simulation.run(table, on: simulation.ground(table))
    return try tuning.recommendation(for: TuningGoal()).point ?? .score(1)
  }

  /// The figures in the order of the bench's columns.
  package var figures: [String] {
    [
      "\(cases)", point.words, fixed(f1), fixed(best), fixed(bestF1), fixed(f1 / bestF1),
      fixed(eachBest), fixed(f1 / eachBest),
    ]
  }
}

/// A poisoned table, judged, with the truth about its rows.
package struct Answer: Sendable {
  /// How the score ranks the planted rows.
  package let ranking: Ranking
  private let heard: HeardTable
  private let planted: [Bool]

  /// Judges a case.
  ///
  /// - Parameters:
  ///   - one: The case.
  ///   - seed: The key of every random choice.
  /// - Throws: What tables, disk or LAPACK throw.
  package init(_ one: Case, seed: UInt64) throws {
    let table = try one.table()
    var scan = Scan()
    scan.seed = seed
    heard = try HeardTable(scan.run(table).judgement)
    planted = try one.planted(rows: table.rowCount)
    let (scores, planted) = (heard.stored.scores, planted)
    ranking = Ranking(
      planted: planted.indices.filter { planted[$0] }.map { scores[$0] },
      others: planted.indices.filter { !planted[$0] }.map { scores[$0] })
  }

  /// The F1 of what is held.
  package func f1(by point: OperatingPoint) -> Double {
    let held = heard.held(by: point)
    let caught = held.count { planted[$0] }
    return 2 * Double(caught) / Double(max(held.count + ranking.planted.count, 1))
  }

  /// The F1 of the best threshold on the score.
  package var bestF1: Double {
    var best = 0.0
    ranking.forEachStep { _, planted, others in
      best = max(best, 2 * Double(planted) / Double(planted + others + ranking.planted.count))
    }
    return best
  }
}

extension OperatingPoint {
  /// What holds rows, in a few words.
  package var words: String {
    switch self {
    case .score(let threshold): "score " + fixed(threshold)
    case .detectors(let own) where own.isEmpty: "gates"
    case .detectors(let own):
      own.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
  }
}
