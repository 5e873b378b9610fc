import Foundation
import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

/// Attackers who have read this source: each trick, what it gains, and what stands against it.
@Suite struct `Attackers who know` {
  private static let clouds = Sheet.clouds([300, 300], columns: 4)

  private static func victim(_ sheet: Sheet = clouds) throws -> Victim {
    try Victim(sheet.table(chunkRows: 256))
  }

  /// Poison by more than one hand, in one table.
  private static func scan(
    _ victim: Victim, _ rows: [Poison.Row], companions: [Poison.Row] = [], seed: UInt64 = 0
  ) throws -> Trial {
    let poison = Poison(attack: "any", rows: rows)
    let all = Poison(attack: "any", rows: rows + companions)
    // Of one place those named first stand first.
    let numbers = all.truth
    let own = Set(Self.numbers(of: poison.rows, in: all))
    let besides = Set(numbers).subtracting(own)
    return try Trial(PoisonedTable(victim, all), truth: own.sorted(), besides: besides, seed: seed)
  }

  private static func numbers(of rows: [Poison.Row], in all: Poison) -> [Int] {
    let places = all.added.map { $0.place }
    return rows.map { row in
      guard row.isAdded else { return row.template + places.upperBound(row.template) + 1 }
      let k = all.added.firstIndex { $0.row == row } ?? 0
      return places[k] + k + 1
    }
  }

  /// Rows with one number set, each a copy of a random row with its own label.
  private static func rows(
    _ numbers: [Double], in j: Int, of victim: Victim, dice: inout AttackDice
  ) -> [Poison.Row] {
    let templates = victim.templates(numbers.count, dice: &dice)
    return zip(numbers, templates).map { x, row in
      .added(
        row, at: victim.place(&dice), cells: [victim.cell(x, numeric: j)],
        label: victim.labels[row])
    }
  }

  // MARK: Companions

  @Test func `companions farther out`() throws {
    let victim = try Self.victim()
    for (count, at) in [(0, 0.0), (6, 60), (18, 60), (18, 300), (60, 60)] {
      var dice = AttackDice(seed: 5)
      let target = Self.rows((0..<6).map { 14 + Double($0) / 7 }, in: 3, of: victim, dice: &dice)
      let others = Self.rows(
        (0..<count).map { at + Double($0) / 3 }, in: 3, of: victim, dice: &dice)
      print(
        "companions \(count) at \(at): \(try Self.scan(victim, target, companions: others).figures)"
      )
    }
  }

  @Test func `one extreme value for all`() throws {
    let victim = try Self.victim()
    for same in [false, true] {
      var dice = AttackDice(seed: 6)
      let target = Self.rows(
        (0..<12).map { same ? 14.125 : 14 + Double($0) / 7 }, in: 3, of: victim, dice: &dice)
      print("extreme same=\(same): \(try Self.scan(victim, target).figures)")
    }
  }

  @Test func `harmless copies before a flood`() throws {
    let victim = try Self.victim()
    for label in LabelChoice.allCases {
      for groups in [0, 9, 20] {
        var dice = AttackDice(seed: 7)
        var flood = CloneFlood()
        (flood.seeds, flood.label) = (1, label)
        let rows = try flood.poison(victim, count: 18, dice: &dice).rows
        let honest = victim.templates(groups, dice: &dice).flatMap { row in
          (0..<3).map { _ in
            Poison.Row.added(
              row, at: victim.place(&dice), cells: [], label: victim.labels[row])
          }
        }
        print(
          "flood label \(label) beside \(groups) copied: \(try Self.scan(victim, rows, companions: honest).figures)"
        )
      }
    }
  }

  // MARK: Near duplicates

  @Test func `copies shaken just enough`() throws {
    let victim = try Self.victim()
    for jitter in [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8] {
      var flood = CloneFlood()
      (flood.seeds, flood.jitter) = (1, jitter)
      var dice = AttackDice(seed: 8)
      let rows = try flood.poison(victim, count: 18, dice: &dice).rows
      print("jitter \(jitter): \(try Self.scan(victim, rows).figures)")
    }
  }

  @Test func `a group too large to leave together`() throws {
    let victim = try Self.victim()
    for count in [150, 290, 310] {
      var flood = CloneFlood()
      (flood.seeds, flood.jitter) = (1, 0.01)
      var dice = AttackDice(seed: 9)
      let rows = try flood.poison(victim, count: count, dice: &dice).rows
      print("large group \(count): \(try Self.scan(victim, rows).figures)")
    }
  }

  // MARK: Quotas

  @Test func `small groups`() throws {
    let victim = try Self.victim()
    for size in [1, 2, 3, 4, 6] {
      var flood = CloneFlood()
      (flood.seeds, flood.jitter) = (24 / size, 0.005)
      var dice = AttackDice(seed: 10)
      let rows = try flood.poison(victim, count: 24, dice: &dice).rows
      print("groups of \(size): \(try Self.scan(victim, rows).figures)")
    }
  }

  @Test func `few flips`() throws {
    let victim = try Self.victim(.clouds([300, 300], columns: 4, gap: 5))
    for count in [4, 8, 12, 14, 16, 20, 30] {
      var dice = AttackDice(seed: 11)
      let rows = try FlipRandom().poison(victim, count: count, dice: &dice).rows
      print("flips \(count): \(try Self.scan(victim, rows).figures)")
    }
  }

  @Test func `few triggered rows`() throws {
    let victim = try Self.victim()
    for count in [2, 3, 4, 5, 6, 10] {
      var dice = AttackDice(seed: 12)
      let rows = try BackdoorTrigger().poison(victim, count: count, dice: &dice).rows
      print("triggered \(count): \(try Self.scan(victim, rows).figures)")
    }
    for columns in 1...3 {
      var attack = BackdoorTrigger()
      attack.columns = columns
      var dice = AttackDice(seed: 12)
      let rows = try attack.poison(victim, count: 18, dice: &dice).rows
      print("trigger of \(columns): \(try Self.scan(victim, rows).figures)")
    }
  }

  // MARK: Sources

  @Test func `a source over many names`() throws {
    for names in [1, 5, 20] {
      let sheet = Sheet.clouds([300, 300], columns: 4, gap: 2, sources: 6)
      var dice = AttackDice(seed: 13)
      guard case .texts(var origins) = sheet.fields[4].cells,
        case .texts(var labels) = sheet.fields[5].cells
      else { return }
      // Sixty rows of one supplier, half of them flipped.
      var truth: [Int] = []
      for (k, row) in dice.some(60, of: Array(0..<600)).enumerated() {
        origins[row] = "bad \(k % names)"
        guard k < 30 else { continue }
        labels[row] = labels[row] == "c0" ? "c1" : "c0"
        truth.append(row + 1)
      }
      var poisoned = sheet
      poisoned.fields[4].cells = .texts(origins)
      poisoned.fields[5].cells = .texts(labels)
      print("names \(names): \(try Trial(poisoned.table(), truth: truth).figures)")
    }
  }

  // MARK: Known seeds

  @Test func `the draw of a known seed`() throws {
    let sheet = Sheet.clouds([2_000, 2_000], columns: 3, gap: 2)
    let victim = try Self.victim(sheet)
    let known: UInt64 = 0
    // Variants of a row are tried until one is drawn under the known seed: the smallest keys of many.
    var dice = AttackDice(seed: 14)
    let templates = try victim.rows(victim.templates(40, dice: &dice))
    var variants: [(draw: UInt64, row: Poison.Row)] = []
    for row in templates {
      for _ in 0..<50 {
        let cells = victim.cells(row.numbers.map { $0 + 0.1 * dice.normal() }, against: row)
        let label: Int32 = 1 - row.label
        let planted = Poison.Row.added(row.row, at: victim.place(&dice), cells: cells, label: label)
        var numbers = row.numbers
        for cell in cells {
          if case .number(let x) = cell.value { numbers[cell.column] = x }
        }
        let chunk = Chunk(
          firstRow: 0, count: 1, numeric: numbers, codes: [], labels: [label], sources: [0])
        variants.append((RowKey.of(chunk, seed: known)[0].draw, planted))
      }
    }
    let crafted = variants.sorted { $0.draw < $1.draw }.prefix(120).map { $0.row }
    let plain = dice.some(120, of: variants).map { $0.row }
    for (name, rows) in [("crafted", crafted), ("plain", plain)] {
      let poison = Poison(attack: "any", rows: rows)
      let table = try PoisonedTable(victim, poison)
      let truth = Set(poison.truth)
      for seed in [known, 1, 2] {
        let sample = try RowSample(table, seed: seed, capacity: 400)
        let share = Double(sample.rows.count { truth.contains($0 + 1) }) / 400
        print("draw \(name) seed \(seed): \(share)")
      }
    }
  }

  @Test func `the landmarks of a known seed`() throws {
    let victim = try Self.victim(.clouds([1_200, 1_200], columns: 3, gap: 2))
    var flood = CloneFlood()
    (flood.seeds, flood.jitter) = (1, 0.01)
    var found: [(hits: Int, poison: Poison)] = []
    func landmarks(_ poison: Poison, seed: UInt64) throws -> (hits: Int, sample: RowSample) {
      let table = try PoisonedTable(victim, poison)
      let sample = try RowSample(table, seed: seed, capacity: 20_000)
      let drawn = distinctPrefix(of: sample.featureKeys, count: 800)
      let truth = Set(poison.truth)
      return (drawn.count { truth.contains(sample.rows[$0] + 1) }, sample)
    }
    let start = Date()
    for variant in 0..<12 {
      var dice = AttackDice(seed: 100 + UInt64(variant))
      let poison = try flood.poison(victim, count: 5, dice: &dice)
      found.append((try landmarks(poison, seed: 0).hits, poison))
      if found.last?.hits == 0 { break }
    }
    print("landmarks variants \(found.map { $0.hits }) \(Date().timeIntervalSince(start))")
    let best = try #require(found.min { $0.hits < $1.hits })
    for seed in [0, 1, 2, 3] as [UInt64] {
      print("landmarks seed \(seed): \(try landmarks(best.poison, seed: seed).hits) hits")
    }
  }
}
