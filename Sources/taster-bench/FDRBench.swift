import ArgumentParser
import TasterKernels
import TasterKit

/// Whether the false discovery rate is what was promised.
struct FDRBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fdr", abstract: "The realised share of false discoveries, and the power.",
    discussion: """
      A draw splits a clean table at random into trusted rows and a batch, plants one of Taster's attacks in the batch or \
      nothing, and rejects rows by the p-values that `taster scan --baseline` gives them. Draws take turns over the \
      tables and the attacks. The false share of a draw is that of its rejected rows, 0 where none is rejected; power is \
      the share of the planted rows that are rejected. With --stream the batch's rows come in random order, one by one, and \
      are held as `taster filter` holds them; the alarm's level is 0.01.
      """)

  @Argument(
    help: "Clean CSV files, each FILE:LABEL; without :LABEL the label is guessed.") var files:
    [String]
  @Option(name: .long, help: "How many draws.") var draws = 240
  @Option(name: .long, help: "The share of the rows that is trusted.") var trusted = 0.5
  @Option(name: .long, help: "At most so many rows of a table take part in a draw.")
  var rows = 3_000
  @Option(name: .long, help: "The share of the batch that is planted.") var rate = 0.1
  @Option(name: .long, help: "The seed of all draws.") var seed: UInt64 = 1
  @Option(name: .long, parsing: .upToNextOption, help: "The bounds.")
  var levels = [0.05, 0.1, 0.2]
  @Flag(name: .long, help: "Judge the batch row by row, as a stream.") var stream = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  func validate() throws {
    guard !files.isEmpty, draws > 1, rows >= 40, (0.05...0.95).contains(trusted),
      levels.allSatisfy({ $0 > 0 && $0 < 1 })
    else { throw ValidationError("files, draws, rows and shares have to make sense") }
  }

  /// What was rejected in one draw.
  private struct Draw: Sendable {
    let attack: String
    /// The false share and the power at each level; no power where nothing was planted.
    let outcomes: [(falseShare: Double, power: Double?)]
    /// Whether the alarm was raised; nil where the batch was no stream.
    var isAlarmed: Bool?
  }

  func run() throws {
    let tables = try files.map { file in
      var options = TableOptions()
      let parts = file.split(separator: ":", maxSplits: 1).map { String($0) }
      if parts.count > 1 { options.label = .column(parts[1]) }
      return try Table.read([parts[0]], options: options)
    }
    // Every table gets every attack, and as often as all others nothing.
    let attacks = Attacks.all
    let plans = (0..<draws).map { k in
      (table: k % tables.count, attack: k / tables.count % (attacks.count + 2))
    }
    let done = try parallelMap(draws, threads: processorCount()) { k in
      let plan = plans[k]
      return try draw(
        k, tables[plan.table],
        attack: plan.attack < attacks.count ? attacks[plan.attack].init() : nil)
    }
    let table = table(done)
    let title =
      "\(draws) draws over \(Figures.count(tables.count, "table")), seed \(seed), "
      + "\(percent(trusted)) of at most \(Figures.grouped(rows)) rows trusted, "
      + "\(percent(rate)) of the batch planted."
    print("\(title)\n\n\(table.text)")
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: stream ? "fdr-stream" : "fdr",
        to: "\(docs)/Guides/Measured.md")
    }
  }

  private func draw(_ number: Int, _ table: Table, attack: (any Attack)?) throws -> Draw {
    var dice = AttackDice(seed: seed &+ UInt64(number), for: "fdr")
    var order = Array(0..<table.rowCount)
    for i in order.indices.reversed() where i > 0 { order.swapAt(i, dice.below(i + 1)) }
    let taken = order.prefix(rows)
    let half = Int(trusted * Double(taken.count))
    let clean = try RowSubset(table, rows: taken.prefix(half).sorted())
    let batch = try RowSubset(table, rows: taken.dropFirst(half).sorted())
    var scan = Scan()
    scan.threads = 1
    let baseline = try Baseline(
      clean, statistics: try scan.statistics(of: clean),
      origins: [Baseline.Origin(bytes: 0, sha256: "", rows: clean.rowCount)], seed: seed,
      version: Taster.version)
    guard let attack, let poison = try plant(attack, in: batch, seed: seed &+ UInt64(number)) else {
      return try outcome(of: batch, planted: [], by: baseline, attack: "nothing")
    }
    return try outcome(
      of: PoisonedTable(poison.victim, poison.poison), planted: Set(poison.poison.truth),
      by: baseline, attack: type(of: attack).name)
  }

  /// Nil where the table has no room for the attack.
  private func plant(
    _ attack: any Attack, in batch: RowSubset, seed: UInt64
  ) throws -> (victim: Victim, poison: Poison)? {
    var victim = try Victim(batch)
    victim.threads = 1
    do {
      return (victim, try attack.poison(victim, rate: rate, seed: seed))
    } catch is TableError {
      return nil
    }
  }

  private func outcome(
    of table: some RowTable, planted: Set<Int>, by baseline: Baseline, attack: String
  ) throws -> Draw {
    let profile = try baseline.models(table.schema)
    let conformal = Conformal(profile)
    if stream {
      return try streamed(
        table, planted: planted, profile: profile, conformal: conformal, attack: attack)
    }
    var tally = Discoveries.Tally()
    var pValues: [Double] = []
    for c in 0..<table.chunkCount {
      let found = conformal.pValues(profile.batch(try table.chunk(c)))
      tally.add(found)
      pValues += found
    }
    let outcomes = levels.map { level -> (falseShare: Double, power: Double?) in
      let found = Discoveries(tally, level: level, conformal: conformal)
      let rejected = pValues.indices.filter { found.rejects(pValues[$0]) }
      let hits = rejected.count { planted.contains($0 + 1) }
      return (
        Double(rejected.count - hits) / Double(max(rejected.count, 1)),
        planted.isEmpty ? nil : Double(hits) / Double(planted.count)
      )
    }
    return Draw(attack: attack, outcomes: outcomes)
  }

  /// The same where rows come one by one, in random order.
  private func streamed(
    _ table: some RowTable, planted: Set<Int>, profile: TrustedModels, conformal: Conformal,
    attack: String
  ) throws -> Draw {
    var places: [Conformal.Place] = []
    var keys: [RowKey] = []
    for c in 0..<table.chunkCount {
      let chunk = try table.chunk(c)
      places += conformal.places(profile.batch(chunk))
      keys += RowKey.of(chunk, seed: seed)
    }
    var dice = AttackDice(seed: keys.reduce(seed) { $0 &+ $1.row }, for: "stream")
    var order = Array(places.indices)
    for i in order.indices.reversed() where i > 0 { order.swapAt(i, dice.below(i + 1)) }
    var ranks = RunningRanks(conformal)
    var alarm = DripAlarm(level: 0.01)
    for (row, i) in order.enumerated() {
      _ = alarm.next(ranks.next(places[i], draw: RunningRanks.draw(keys[i], row: row)))
    }
    let outcomes = levels.map { level -> (falseShare: Double, power: Double?) in
      var running = RunningDiscoveries(
        level: level, window: RunningDiscoveries.window(level: level, leastP: conformal.least))
      let held = order.filter { running.next(places[$0].pValue).isRejected }
      let hits = held.count { planted.contains($0 + 1) }
      return (
        Double(held.count - hits) / Double(max(held.count, 1)),
        planted.isEmpty ? nil : Double(hits) / Double(planted.count)
      )
    }
    return Draw(attack: attack, outcomes: outcomes, isAlarmed: alarm.alarmCount > 0)
  }

  private func table(_ draws: [Draw]) -> FigureTable {
    var table = FigureTable(
      "Planted",
      ["Draws"]
        + levels.flatMap { ["False share at \($0)", "± its error", "Power at \($0)"] }
        + (stream ? ["Alarmed"] : []))
    func add(_ name: String, _ list: [Draw]) {
      table.add(
        name,
        ["\(list.count)"]
          + levels.indices.flatMap { k in
            let shares = list.map { $0.outcomes[k].falseShare }
            let power = average(list.compactMap { $0.outcomes[k].power })
            return [
              fixed(average(shares) ?? 0), fixed(standardError(shares)),
              power.map { fixed($0) } ?? "–",
            ]
          }
          + (stream ? [share(average(list.map { $0.isAlarmed == true ? 1 : 0 }))] : []))
    }
    for (name, list) in Dictionary(grouping: draws, by: { $0.attack }).sorted(by: {
      $0.key < $1.key
    }) { add(name, list) }
    add("all", draws)
    return table
  }
}
