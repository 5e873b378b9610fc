import TasterTesting
import Testing

@testable import TasterKit

/// Attackers who have read this source: each trick, what it gains, and what stands against it.
///
/// The names say who wins. The figures are in the guide AttackersWhoKnow; bounds stand a little off them.
@Suite struct `An attacker who knows` {
  private static let clouds = Sheet.clouds([300, 300], columns: 4)

  private static func victim(_ sheet: Sheet = clouds) throws -> Victim {
    try Victim(sheet.table(chunkRows: 256))
  }

  /// Scans a table with poison and with companions, which count neither as poisoned nor as clean.
  private static func scan(
    _ victim: Victim, _ rows: [Poison.Row], companions: [Poison.Row] = []
  ) throws -> Trial {
    let all = Poison(attack: "any", rows: rows + companions)
    let added = all.added
    // Those named first stand first in one place, so poison alone has the first of equal rows.
    var taken: Set<Int> = []
    let own = rows.map { row in
      let k = added.indices.first { added[$0].row == row && !taken.contains($0) } ?? 0
      taken.insert(k)
      return added[k].place + k + 1
    }
    let besides = Set(all.truth).subtracting(own)
    return try Trial(PoisonedTable(victim, all), truth: own, besides: besides)
  }

  /// Copies of random rows with one number set and their own labels.
  private static func rows(
    _ numbers: [Double], in j: Int, of victim: Victim, dice: inout AttackDice
  ) -> [Poison.Row] {
    zip(numbers, victim.templates(numbers.count, dice: &dice)).map { x, row in
      .added(
        row, at: victim.place(&dice), cells: [victim.cell(x, numeric: j)],
        label: victim.labels[row])
    }
  }

  /// Scans the table with one kind of poison.
  private static func planted(
    _ attack: some Attack, count: Int, seed: UInt64, in sheet: Sheet = clouds
  ) throws -> Trial {
    let victim = try victim(sheet)
    var dice = AttackDice(seed: seed)
    let poison = try attack.poison(victim, count: count, dice: &dice)
    return try Trial(PoisonedTable(victim, poison), truth: poison.truth)
  }

  // MARK: Companions

  @Test func `cannot pad a batch: a row is scored against the profile alone`() throws {
    let learned = try LawTables.planted.get()
    let chunk = learned.table.chunks[0]
    let far = Chunk(
      firstRow: chunk.firstRow, count: 2,
      numeric: (0..<4).flatMap { j in
        [chunk.numeric[j * chunk.count], 1e6]
      }, codes: [chunk.codes[0], 0], labels: [chunk.labels[0], 0],
      sources: [chunk.sources[0], 0])
    for detector in Catalog.detectors {
      let judge = try detector.init().learn(learned.profile)
      let alone = judge.evidence(learned.profile.batch(chunk))[0]
      let padded = judge.evidence(learned.profile.batch(far))[0]
      #expect((alone.nats - padded.nats).magnitude < 1e-6 && alone.holds == padded.holds)
    }
  }

  @Test func `masks outliers by ten times as many farther out, which are not held either`() throws {
    let victim = try Self.victim()
    func trial(_ count: Int) throws -> Trial {
      var dice = AttackDice(seed: 5)
      let target = Self.rows((0..<6).map { 14 + Double($0) / 7 }, in: 3, of: victim, dice: &dice)
      let others = Self.rows(
        (0..<count).map { 60 + Double($0) / 3 }, in: 3, of: victim, dice: &dice)
      return try Self.scan(victim, target, companions: others)
    }
    #expect(try trial(0).recall == 1)
    let few = try trial(6)
    #expect(few.recall == 1 && few.besidesHeld == 6, "\(few.figures)")
    let many = try trial(60)
    #expect(many.besidesHeld == 0, "\(many.figures)")
    #expect(many.averagePrecision < 0.2 && many.recall == 0, "\(many.figures)")
  }

  @Test func `passes for a missing-value code by repeating one extreme value`() throws {
    let victim = try Self.victim()
    func trial(_ numbers: (Int) -> Double) throws -> Trial {
      var dice = AttackDice(seed: 6)
      let rows = Self.rows((0..<12).map(numbers), in: 3, of: victim, dice: &dice)
      return try Self.scan(victim, rows)
    }
    #expect(try trial { 14 + Double($0) / 7 }.recall == 1)
    let same = try trial { _ in 14.125 }
    #expect(same.averagePrecision < 0.2 && same.recall == 0, "\(same.figures)")
  }

  @Test(arguments: LabelChoice.allCases)
  func `makes copies common, which hides floods with right labels and no others`(
    label: LabelChoice
  ) throws {
    let victim = try Self.victim()
    func trial(_ groups: Int) throws -> Trial {
      var dice = AttackDice(seed: 7)
      var flood = CloneFlood()
      (flood.seeds, flood.label) = (1, label)
      let rows = try flood.poison(victim, count: 18, dice: &dice).rows
      let honest = victim.templates(groups, dice: &dice).flatMap { row in
        (0..<3).map { _ in
          Poison.Row.added(row, at: victim.place(&dice), cells: [], label: victim.labels[row])
        }
      }
      return try Self.scan(victim, rows, companions: honest)
    }
    #expect(try trial(0).recall == 1)
    let hidden = try trial(9)
    #expect(hidden.recall == (label == .own ? 0 : 1), "\(hidden.figures)")
  }

  // MARK: Near duplicates

  @Test func `is outdone where near copies vouch for each other within the copies' radius`() throws
  {
    var flood = CloneFlood()
    (flood.seeds, flood.jitter) = (1, 0.01)
    #expect(try Self.planted(flood, count: 18, seed: 8).recall == 1)
    // Groups of more than 300 leave the models row by row; they weigh as one row all the same.
    let large = try Self.planted(flood, count: 310, seed: 9)
    #expect(large.recall == 1 && large.precision > 0.95, "\(large.figures)")
  }

  @Test(arguments: [0.05, 0.1])
  func `is outdone where copies are shaken beyond that radius`(jitter: Double) throws {
    var flood = CloneFlood()
    (flood.seeds, flood.jitter) = (1, jitter)
    let trial = try Self.planted(flood, count: 18, seed: 8)
    #expect(trial.recall > 0.3 && trial.averagePrecision > 0.9, "\(trial.figures)")
  }

  @Test func `wins by shaking copies until they lie as other rows do`() throws {
    var flood = CloneFlood()
    (flood.seeds, flood.jitter) = (1, 0.4)
    let trial = try Self.planted(flood, count: 18, seed: 8)
    #expect(trial.recall == 0, "\(trial.figures)")
  }

  // MARK: Quotas

  @Test func `gains little by pairs, too few for a group of copies`() throws {
    func trial(_ size: Int) throws -> Trial {
      var flood = CloneFlood()
      (flood.seeds, flood.jitter) = (24 / size, 0.005)
      return try Self.planted(flood, count: 24, seed: 10)
    }
    let (singles, pairs) = (try trial(1), try trial(2))
    #expect(singles.averagePrecision > 0.9 && pairs.averagePrecision > 0.9, "\(pairs.figures)")
    #expect(pairs.recall < singles.recall, "\(singles.figures); \(pairs.figures)")
  }

  @Test func `is ranked and not held with fewer than fifteen flips`() throws {
    let sheet = Sheet.clouds([300, 300], columns: 4, gap: 5)
    let few = try Self.planted(FlipRandom(), count: 12, seed: 11, in: sheet)
    let more = try Self.planted(FlipRandom(), count: 20, seed: 11, in: sheet)
    #expect(few.averagePrecision > 0.95 && more.averagePrecision > 0.95)
    #expect(few.recall < 0.5 && more.recall > 0.9, "\(few.figures); \(more.figures)")
  }

  @Test func `is ranked and not held with three triggered rows`() throws {
    let few = try Self.planted(BackdoorTrigger(), count: 3, seed: 12)
    let more = try Self.planted(BackdoorTrigger(), count: 5, seed: 12)
    #expect(few.recall == 0 && few.averagePrecision > 0.5, "\(few.figures)")
    #expect(more.recall == 1, "\(more.figures)")
  }

  // MARK: Sources

  @Test func `escapes the count of sources by taking a new name for every three rows`() throws {
    func trial(_ names: Int) throws -> Trial {
      var sheet = Sheet.clouds([300, 300], columns: 4, gap: 2, sources: 6)
      guard case .texts(var origins) = sheet.fields[4].cells,
        case .texts(var labels) = sheet.fields[5].cells
      else { preconditionFailure("clouds end with a source and a label") }
      var dice = AttackDice(seed: 13)
      // Sixty rows of one supplier, half of them flipped.
      var truth: [Int] = []
      for (k, row) in dice.some(60, of: Array(0..<600)).enumerated() {
        origins[row] = "bad \(k % names)"
        guard k < 30 else { continue }
        labels[row] = labels[row] == "c0" ? "c1" : "c0"
        truth.append(row + 1)
      }
      (sheet.fields[4].cells, sheet.fields[5].cells) = (.texts(origins), .texts(labels))
      return try Trial(sheet.table(), truth: truth)
    }
    let (one, twenty) = (try trial(1), try trial(20))
    #expect(one.recall > 0.7 && twenty.recall < 0.2, "\(one.figures); \(twenty.figures)")
    // What is left is the label models' ranking.
    #expect(twenty.averagePrecision > 0.6, "\(twenty.figures)")
    #expect(one.averagePrecision > twenty.averagePrecision + 0.05)
  }

  // MARK: Known seeds

  @Test func `of the seed owns the sample of a long table, and with another seed does not`() throws
  {
    let victim = try Self.victim(.clouds([2_000, 2_000], columns: 3, gap: 2))
    var dice = AttackDice(seed: 14)
    // Mislabelled rows are shaken until their keys are small: fifty tries for each of forty.
    var variants: [(draw: UInt64, row: Poison.Row)] = []
    for row in try victim.rows(victim.templates(40, dice: &dice)) {
      for _ in 0..<50 {
        let cells = victim.cells(row.numbers.map { $0 + 0.1 * dice.normal() }, against: row)
        var numbers = row.numbers
        for cell in cells {
          if case .number(let x) = cell.value { numbers[cell.column] = x }
        }
        let chunk = Chunk(
          firstRow: 0, count: 1, numeric: numbers, codes: [], labels: [1 - row.label],
          sources: [0])
        let planted = Poison.Row.added(
          row.row, at: victim.place(&dice), cells: cells, label: 1 - row.label)
        let keys = RowKey.of(chunk, seed: 0, vocabulary: Vocabulary(victim.schema))
        variants.append((keys[0].draw, planted))
      }
    }
    let crafted = variants.sorted { $0.draw < $1.draw }.prefix(120).map { $0.row }
    let poison = Poison(attack: "any", rows: crafted)
    let table = try PoisonedTable(victim, poison)
    let truth = Set(poison.truth)
    func share(seed: UInt64) throws -> Double {
      let sample = try RowSample(table, seed: seed, capacity: 400)
      return Double(sample.rows.count { truth.contains($0 + 1) }) / 400
    }
    // 2.9 % of the rows are planted.
    #expect(try share(seed: 0) > 0.25)
    for seed in [1, 2, 3] as [UInt64] { #expect(try share(seed: seed) < 0.07) }
    // A table that fits is taken whole, whatever the seed.
    let whole = try RowSample(table, seed: 0, capacity: 20_000)
    #expect(whole.isWhole && whole.count == 4_120)
  }

  @Test func `of the seed keeps a small flood off the landmarks, and it is a group all the same`()
    throws
  {
    let victim = try Self.victim(.clouds([1_200, 1_200], columns: 3, gap: 2))
    var flood = CloneFlood()
    (flood.seeds, flood.jitter) = (1, 0.01)
    func hits(_ poison: Poison, seed: UInt64) throws -> Int {
      let sample = try RowSample(PoisonedTable(victim, poison), seed: seed, capacity: 20_000)
      let truth = Set(poison.truth)
      return distinctPrefix(of: sample.featureKeys, count: 800)
        .count { truth.contains(sample.rows[$0] + 1) }
    }
    var missed: Poison?
    for variant in 0..<20 where missed == nil {
      var dice = AttackDice(seed: 100 + UInt64(variant))
      let poison = try flood.poison(victim, count: 5, dice: &dice)
      if try hits(poison, seed: 0) == 0 { missed = poison }
    }
    let poison = try #require(missed)
    #expect(try (1..<6).count { try hits(poison, seed: $0) > 0 } >= 4)
    let sample = try RowSample(PoisonedTable(victim, poison), seed: 0, capacity: 20_000)
    let view = Encoder(sample).encode(numeric: sample.numeric, codes: sample.codes).r
    let groups = try NearCopies(view, keys: sample.featureKeys).members.map { rows in
      rows.count { poison.truth.contains(sample.rows[$0] + 1) }
    }
    #expect(groups.filter { $0 > 0 } == [5])
  }

  @Test func `of the seed gains nothing where every row is a landmark`() throws {
    let victim = try Self.victim()
    var dice = AttackDice(seed: 8)
    var flood = CloneFlood()
    (flood.seeds, flood.jitter) = (1, 0.01)
    let poison = try flood.poison(victim, count: 5, dice: &dice)
    for seed in 0..<3 as Range<UInt64> {
      let sample = try RowSample(PoisonedTable(victim, poison), seed: seed, capacity: 20_000)
      let truth = Set(poison.truth)
      let drawn = distinctPrefix(of: sample.featureKeys, count: 800)
      #expect(drawn.count { truth.contains(sample.rows[$0] + 1) } == 5)
    }
  }
}
