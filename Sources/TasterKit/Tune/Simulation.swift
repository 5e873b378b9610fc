import TasterKernels

/// Plants known poison in copies of a table and judges each like a table of its own: evidence where there is no truth.
///
/// Rows that the unpoisoned table has under suspicion (held, or as high in its order as the upper end of its estimated poison)
/// are not attacked. As many of them as are likely poison, drawn down the order (`Suspicion`), are not counted either:
/// whether they are planted nobody knows, so holding them is neither right nor wrong. The other suspects count as honest; they
/// are the false alarms that a low threshold brings. All of them count in what is held of the data at hand, and so in the
/// expected rate. Copies differ from the table in their planted
/// rows alone and share its rows in memory; a row costs 8 bytes a cell once, and 8 a detector in every copy.
///
/// What is measured is how these attacks show in these rows; an attacker who does something else is not in it.
public struct Simulation: Sendable {
  /// What is planted, one attack a copy.
  public var attacks: [any Attack] = Attacks.all.map { $0.init() }
  /// The shares of rows that are planted.
  public var rates = [0.01, 0.03, 0.10]
  /// How often each attack is planted at each rate.
  public var draws = 3
  /// The most rows of a copy; of a larger table so many are drawn by content, in their order.
  public var rows = 20_000
  /// How often the table is cut in halves, to see how much held rows vary from one table to the next.
  public var splits = 8
  /// How copies are judged.
  public var scan = Scan()
  /// What is trusted; nil lets every copy judge itself.
  public var baseline: Baseline?

  /// A simulation with default options.
  public init() {}

  /// One copy to be made.
  private struct Plan: Sendable {
    let attack: any Attack
    let rate: Double
    let draw: Int
  }

  /// What became of one copy.
  private struct Copy: Sendable {
    let trial: Trial
    /// How each detector's evidence ranks the planted rows.
    let detectors: [Ranking]
    let voices: Voices
    /// What it tells about chances.
    let chances: Chances.Copy
  }

  /// A table made ready for planting.
  package struct Ground: Sendable {
    /// The rows of every copy.
    package let copied: RowSubset
    /// How the table looks before anything is planted.
    package let whole: Suspicion
    /// What attacks are shown.
    let prey: Victim
  }

  /// Takes a table's rows into memory, judges them, and looks at them as an attacker does.
  ///
  /// - Parameter table: The rows.
  /// - Returns: What ``run(_:on:progress:)`` plants in.
  /// - Throws: What the table, LAPACK or the disk throws.
  /// - Complexity: Two scans of at most ``rows`` rows.
  package func ground(_ table: some RowTable) throws -> Ground {
    let copied = try RowSubset(table, rows: rowsToCopy(table))
    let whole = try Suspicion(heard(copied, threads: scan.threads))
    var victim = try Victim(copied)
    victim.reserved = whole.suspicious
    victim.seed = scan.seed
    victim.threads = scan.threads
    try victim.keepMargins()
    victim.threads = 1
    return Ground(copied: copied, whole: whole, prey: victim)
  }

  /// Plants and judges.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - ground: The same table made ready.
  ///   - progress: Called now and then with the copies done, from one task at a time.
  /// - Returns: What thresholds do; the same whatever ``Scan/threads``.
  /// - Throws: ``TableError`` where no attack finds what it needs, and what LAPACK or the disk throws.
  /// - Complexity: One learning and judging of at most ``rows`` rows for every attack, rate and draw, and as many as ``splits``.
  package func run(
    _ table: some RowTable, on ground: Ground,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Tuning {
    let plans = attacks.flatMap { attack in
      rates.flatMap { rate in (0..<draws).map { Plan(attack: attack, rate: rate, draw: $0) } }
    }
    let total = plans.count + splits
    var copies: [Copy?] = []
    let window = 4 * max(scan.threads, 1)
    for start in stride(from: 0, to: plans.count, by: window) {
      copies += try parallelMap(min(window, plans.count - start), threads: scan.threads) {
        try copy(plans[start + $0], of: ground)
      }
      progress(copies.count, total)
    }
    let halves = try parallelMap(splits, threads: scan.threads) {
      try self.halves(of: ground.copied, $0)
    }
    progress(total, total)
    let done = copies.compactMap { $0 }
    guard !done.isEmpty else {
      throw TableError(
        .unsuited,
        "no attack finds anything in this table to work with; `taster poison` says why: try one of them"
      )
    }
    let whole = ground.whole
    let isWhole = ground.copied.rowCount == table.rowCount
    let heard = isWhole ? whole.heard : try HeardTable(scan.judged(table, by: baseline))
    let detectors = heard.stored.detectors
    let scores = ascending(heard.stored.scores)
    let chances = Chances(done.map { $0.chances }, for: scores)
    return Tuning(
      simulated: done.map { $0.trial }, names: ["score"] + detectors,
      rankings: [Ranking(pooling: done.map { $0.trial.ranking })]
        + detectors.indices.map { d in Ranking(pooling: done.map { $0.detectors[d] }) },
      table: scores, halves: halves,
      voices: Tuning.SimulatedVoices(
        trials: done.map { $0.voices }, table: heard.voices(chances)),
      own: OwnPoison(scores, chances),
      remarks: remarks(
        whole, of: ground.copied.rowCount, isWhole, plans, copies),
      seed: scan.seed, threads: scan.threads)
  }

  /// What each attack does to a simple model, and what cleaning at a threshold gives back.
  ///
  /// One copy of each attack at the highest rate is judged once more.
  ///
  /// - Parameters:
  ///   - ground: The table made ready.
  ///   - point: What takes rows out.
  /// - Returns: An estimate an attack, none for a table without labels.
  /// - Throws: What LAPACK or the disk throws.
  package func damages(on ground: Ground, by point: OperatingPoint) throws -> [DamageEstimate] {
    guard ground.copied.schema.classes.count > 1, let rate = rates.max() else { return [] }
    return try parallelMap(attacks.count, threads: scan.threads) { k -> DamageEstimate? in
      let plan = Plan(attack: attacks[k], rate: rate, draw: 0)
      guard let poison = try poison(plan, ground.prey) else { return nil }
      let table = try PoisonedTable(ground.prey, poison)
      let heard = try heard(table, threads: 1)
      var test = PlantedTest(
        table, planted: Set(poison.truth.map { $0 - 1 }),
        aside: poison.positions(of: ground.whole.aside), seed: scan.seed)
      test.trigger = poison.trigger
      test.target = poison.target
      return try test.damage(by: type(of: attacks[k]).name, held: heard.held(by: point))
    }.compactMap { $0 }
  }

  private func rowsToCopy(_ table: some RowTable) throws -> [Int] {
    guard table.rowCount > rows else { return Array(0..<table.rowCount) }
    return try DrawnRows(
      table, seed: scan.seed, capacity: rows, vocabulary: Vocabulary(table.schema)
    ).rows
  }

  /// Judges a table in memory.
  private func heard(_ table: some RowTable, threads: Int) throws -> HeardTable {
    var single = scan
    single.threads = threads
    return try HeardTable(single.judged(table, by: baseline))
  }

  private func poison(_ plan: Plan, _ prey: Victim) throws -> Poison? {
    let seed = mix(mix(scan.seed ^ UInt64(plan.draw)) ^ plan.rate.bitPattern)
    do {
      return try plan.attack.poison(prey, rate: plan.rate, seed: seed)
    } catch is TableError {
      return nil
    }
  }

  private func copy(_ plan: Plan, of ground: Ground) throws -> Copy? {
    guard let poison = try poison(plan, ground.prey) else { return nil }
    let heard = try heard(PoisonedTable(ground.prey, poison), threads: 1)
    let stored = heard.stored
    let planted = poison.truth.map { $0 - 1 }
    let known = Set(planted)
    let aside = poison.positions(of: ground.whole.aside).union(planted)
    let others = (0..<stored.rowCount).filter { !aside.contains($0) }
    // Chances are of rows as they are met: of those set aside only what a gate holds is poison enough to be left out.
    let met = (0..<stored.rowCount).filter {
      !known.contains($0) && (!aside.contains($0) || heard.gates[$0] == nil)
    }
    func ranking(_ list: [Double]) -> Ranking {
      Ranking(planted: planted.map { list[$0] }, others: others.map { list[$0] })
    }
    return Copy(
      trial: Trial(
        attack: type(of: plan.attack).name, rate: plan.rate, ranking: ranking(stored.scores)),
      detectors: stored.evidence.map { ranking($0) },
      voices: Voices(heard, rows: planted + others) { known.contains($0) ? 1 : 0 },
      chances: Chances.Copy(
        type(of: plan.attack).name, planted: planted.map { stored.scores[$0] },
        others: met.map { stored.scores[$0] }, rate: plan.rate))
  }

  private func halves(of table: RowSubset, _ split: Int) throws -> Tuning.Halves {
    var dice = AttackDice(seed: scan.seed ^ UInt64(split), for: "halves")
    let n = table.rowCount
    let first = Set(dice.some(n / 2, of: Array(0..<n)))
    func half(_ isFirst: Bool) throws -> Tuning.Half {
      let rows = (0..<n).filter { first.contains($0) == isFirst }
      let heard = try heard(RowSubset(table, rows: rows), threads: 1)
      return Tuning.Half(scores: ascending(heard.stored.scores), voices: heard.voices)
    }
    return Tuning.Halves(first: try half(true), second: try half(false))
  }

  private func remarks(
    _ whole: Suspicion, of rows: Int, _ isWhole: Bool, _ plans: [Plan], _ copies: [Copy?]
  ) -> [String] {
    var remarks: [String] = []
    if !whole.suspicious.isEmpty {
      remarks.append(
        "of \(Figures.count(rows, "row")) \(Figures.grouped(whole.suspicious.count)) looked suspicious before "
          + "anything was planted and were not attacked; \(Figures.grouped(whole.aside.count)) of them count as "
          + "neither right nor false, the others as honest")
    }
    if !isWhole {
      remarks.append(
        "poison was planted in \(Figures.grouped(rows)) rows drawn by content; the budget and the "
          + "expected rate are those of all rows")
    }
    let failed = attacks.map { type(of: $0).name }.filter { name in
      zip(plans, copies).contains { type(of: $0.attack).name == name && $1 == nil }
    }
    if !failed.isEmpty {
      remarks.append(
        "not planted at every rate, for want of rows or columns that suit: "
          + failed.joined(separator: ", "))
    }
    return remarks
  }
}

extension Scan {
  /// Judges a table, by a trusted baseline where there is one.
  fileprivate func judged(_ table: some RowTable, by baseline: Baseline?) throws -> Judgement {
    try baseline.map { try run(table, against: $0) }?.judgement ?? run(table).judgement
  }
}
