import Foundation
import TasterKit
import TasterTesting
import Testing

/// What a scan makes of a table whose poison is known.
struct Trial {
  /// The mean precision over all poisoned rows in the order of their scores; ties count as one step.
  let averagePrecision: Double
  /// The share of the poisoned rows that is held.
  let recall: Double
  /// The share of the held rows that is poisoned; 1 where none is held.
  let precision: Double
  /// How many rows are held.
  let held: Int
  /// How many of the rows that do not count are held.
  let besidesHeld: Int
  /// Rows, from 1, that are held.
  let heldRows: Set<Int>

  /// Scans a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - truth: The poisoned ones, counted from 1.
  ///   - besides: Rows that count neither as poisoned nor as clean.
  ///   - seed: The key of the scan.
  /// - Throws: What the scan throws.
  init(
    _ table: any RowTable, truth: [Int], besides: Set<Int> = [], seed: UInt64 = 0
  ) throws {
    var scan = Scan()
    scan.seed = seed
    let judgement = try scan.run(table).judgement
    let poisoned = Set(truth)
    var (scores, marks): ([Double], [Bool]) = ([], [])
    var (held, hits, others): (Set<Int>, Int, Int) = ([], 0, 0)
    for k in 0..<judgement.scores.partCount {
      let part = try judgement.scores.part(k)
      for (i, score) in part.scores.enumerated() {
        let row = part.firstRow + i + 1
        guard !besides.contains(row) else {
          if part.flagged[i] { others += 1 }
          continue
        }
        let isPoisoned = poisoned.contains(row)
        scores.append(score)
        marks.append(isPoisoned)
        guard part.flagged[i] else { continue }
        held.insert(row)
        if isPoisoned { hits += 1 }
      }
    }
    averagePrecision = TasterKit.averagePrecision(scores, marks)
    recall = Double(hits) / Double(max(poisoned.count, 1))
    precision = held.isEmpty ? 1 : Double(hits) / Double(held.count)
    self.held = held.count
    heldRows = held
    besidesHeld = others
    if ProcessInfo.processInfo.environment["TASTER_SHOW_TRIALS"] == "1" {
      print("trial", Test.current?.name ?? "", figures)
    }
  }

  /// Poisons a table and scans it.
  init(_ sheet: Sheet, _ attack: some Attack, rate: Double, seed: UInt64 = 1) throws {
    let victim = try Victim(sheet.table(chunkRows: 256))
    let poison = try attack.poison(victim, rate: rate, seed: seed)
    try self.init(PoisonedTable(victim, poison), truth: poison.truth)
  }

  /// The figures in a line.
  var figures: String {
    let values = [averagePrecision, recall, precision].map { ($0 * 100).rounded() / 100 }
    return
      "AP \(values[0]), held recall \(values[1]), precision \(values[2]), held \(held) + \(besidesHeld)"
  }
}

extension Sheet {
  /// Classes as round clouds: class *c* is centred at `gap` in column *c* of the first columns, all others are noise.
  ///
  /// - Parameters:
  ///   - sizes: The rows of each class.
  ///   - columns: How many numeric columns, at least one a class.
  ///   - gap: How far centres are from the level, in deviations.
  ///   - level: What all numbers are round.
  ///   - seed: Another seed makes another table.
  ///   - sources: How many sources the rows come from; none where it is 0.
  /// - Returns: The columns `x0` …, `origin` and `label`, classes in random order.
  static func clouds(
    _ sizes: [Int], columns: Int, gap: Double = 3, level: Double = 0, seed: UInt64 = 1,
    sources: Int = 0
  ) -> Sheet {
    var generator = SeededGenerator(seed: seed)
    let labels = sizes.enumerated().flatMap { Array(repeating: $0, count: $1) }
      .shuffled(using: &generator)
    let fields = (0..<columns).map { j in
      Field(
        "x\(j)",
        .numbers(
          labels.map { label in
            let x = generator.normal() + level + (label == j ? gap : 0)
            return (x * 1_000).rounded() / 1_000
          }))
    }
    let names = (0..<max(sources, 1)).map { String("source \($0)") }
    let origin = Field(
      "origin", .texts(labels.map { _ in names.randomElement(using: &generator) }),
      role: sources > 0 ? .source : .ignored)
    return Sheet(
      rowCount: labels.count,
      fields: fields + [
        origin, Field("label", .texts(labels.map { "c\($0)" }), role: .label),
      ])
  }

  /// Two classes of equal size that differ by 0.3 deviations in two thirds of many columns.
  static func wide(rows n: Int, columns: Int) -> Sheet {
    var generator = SeededGenerator(seed: 2)
    let fields = (0..<columns).map { j in
      Field(
        "x\(j)",
        .numbers(
          (0..<n).map { i in
            let x = generator.normal() + (j % 3 == i % 2 ? 0.3 : 0)
            return (x * 1_000).rounded() / 1_000
          }))
    }
    let labels = (0..<n).map { $0 % 2 == 0 ? "even" : "odd" }
    return Sheet(rowCount: n, fields: fields + [Field("label", .texts(labels), role: .label)])
  }

  /// Two classes in categorical columns alone: in the first half of them a class has a favourite level.
  static func categories(rows n: Int, columns: Int, seed: UInt64 = 1) -> Sheet {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<n).map { _ in Bool.random(using: &generator) }
    let levels = ["a", "b", "c", "d", "e", "f", "g"]
    let fields = (0..<columns).map { j in
      Field(
        "c\(j)",
        .texts(
          labels.map { label in
            let isTelling = j < columns / 2 && Double.random(in: 0..<1, using: &generator) < 0.75
            return isTelling
              ? (label ? "a" : "b") : levels.randomElement(using: &generator)
          }))
    }
    return Sheet(
      rowCount: n,
      fields: fields + [Field("label", .texts(labels.map { $0 ? "yes" : "no" }), role: .label)])
  }
}
