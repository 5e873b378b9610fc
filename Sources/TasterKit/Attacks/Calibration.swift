import TasterKernels

/// What this table's gates and weights are worth, by known poison planted in a copy of its own rows.
///
/// Every attack is planted a few times in a draw of the rows; each copy is learned and judged like a table of its own.
/// Rows that were suspicious before anything was planted take no part, so poison that is there already is not counted
/// as false. Two things come of it: what a scan of this table would see of each attack, and gates that are shut because
/// most of what they newly held was not planted. Weights are left alone: under those that rank planted rows best, poison
/// that was there before ranked lower (Decisions/0011).
///
/// What is measured is how the detectors meet these attacks in these rows; an attacker who does something else is not
/// in it.
public struct Calibration: Sendable, Hashable {
  /// What the scan made of one attack, over all its draws.
  public struct Attacked: Sendable, Hashable {
    /// The attack's name.
    public let attack: String
    /// How many rows were planted.
    public let planted: Int
    /// How many of them were held by the gates as they are set.
    public let held: Int
    /// How many other rows were held that were not held before.
    public let falselyHeld: Int
    /// The mean average precision of the ranking.
    public let averagePrecision: Double
  }

  /// What was set for one detector.
  public struct Setting: Sendable, Hashable {
    /// The detector's name.
    public let detector: String
    /// How many planted rows its gate held.
    public let held: Int
    /// How many other rows its gate newly held.
    public let falselyHeld: Int
    /// Whether its gate is shut on this table.
    public let isShut: Bool
  }

  /// The attacks that could be planted, in the catalog's order.
  public let attacks: [Attacked]
  /// What was set, in the order of the detectors.
  public let settings: [Setting]

  /// The names of the detectors whose gates are shut.
  public var shut: Set<String> { Set(settings.filter { $0.isShut }.map { $0.detector }) }

  /// Rows of the draw that poison is planted in.
  private static let rows = 5_000
  /// The share of the rows that is planted.
  private static let rate = 0.03
  /// A gate is shut where less than this share of what it newly holds was planted, among at least so many rows.
  private static let leastPrecision = 0.5
  private static let fewestRows = 10

  /// Plants and judges.
  ///
  /// - Parameters:
  ///   - profile: What was learned from the table; poison is planted in its sample.
  ///   - draws: How often every attack is planted, at least 1.
  ///   - scan: How it is judged.
  /// - Throws: What LAPACK or the disk throws; an attack that the table has no room for is left out.
  /// - Complexity: One learning and judging of at most 5,000 rows for every attack and draw.
  init(_ profile: Profile, draws: Int, scan: Scan) throws {
    let table = SampleTable(profile, limit: Self.rows)
    var single = scan
    single.threads = 1
    let plain = single
    let chosen = Catalog.detectors.filter { scan.detectors.contains($0.name) }
    let before = try Copy(table, truth: [], spared: [], detectors: chosen, scan: scan)
    let spared = before.suspicious
    var victim = try Victim(table)
    victim.reserved = spared
    victim.seed = scan.seed
    victim.threads = 1
    let prey = victim
    let plans = Attacks.all.flatMap { attack in (0..<draws).map { (attack: attack, draw: $0) } }
    let copies = try parallelMap(plans.count, threads: scan.threads) { k -> Copy? in
      let seed = scan.seed &* 1_000_003 &+ UInt64(plans[k].draw)
      let poison: Poison
      do {
        poison = try plans[k].attack.init().poison(prey, rate: Self.rate, seed: seed)
      } catch is TableError {
        return nil
      }
      return try Copy(
        PoisonedTable(prey, poison), truth: poison.truth,
        spared: poison.positions(of: spared), detectors: chosen, scan: plain)
    }
    var attacks: [Attacked] = []
    for (a, attack) in Attacks.all.enumerated() {
      let own = copies[a * draws..<(a + 1) * draws].compactMap { $0 }
      guard !own.isEmpty else { continue }
      attacks.append(
        Attacked(
          attack: attack.name, planted: own.reduce(0) { $0 + $1.planted },
          held: own.reduce(0) { $0 + $1.held }, falselyHeld: own.reduce(0) { $0 + $1.falselyHeld },
          averagePrecision: own.reduce(0) { $0 + $1.averagePrecision } / Double(own.count)))
    }
    let all = copies.compactMap { $0 }
    self.attacks = attacks
    settings = chosen.indices.map { d in
      let held = all.reduce(0) { $0 + $1.heldBy[d] }
      let falsely = all.reduce(0) { $0 + $1.falselyHeldBy[d] }
      return Setting(
        detector: chosen[d].name, held: held, falselyHeld: falsely,
        isShut: Self.isShut(held: held, falselyHeld: falsely))
    }
  }

  /// Whether a gate that held so many planted and other rows is worse than none.
  static func isShut(held: Int, falselyHeld: Int) -> Bool {
    held + falselyHeld >= fewestRows
      && Double(held) < leastPrecision * Double(held + falselyHeld)
  }
}

/// A judged copy of a table, with or without poison.
private struct Copy: Sendable {
  let planted: Int
  private(set) var held = 0
  private(set) var falselyHeld = 0
  private(set) var heldBy: [Int]
  private(set) var falselyHeldBy: [Int]
  /// Rows, from 0, that are held or as likely planted as the estimate's upper end allows.
  private(set) var suspicious: Set<Int> = []
  /// How well the sum of evidence ranks the planted rows.
  let averagePrecision: Double

  /// Learns and judges a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - truth: The numbers of the planted ones, from 1.
  ///   - spared: Rows, from 0, that take no part.
  ///   - detectors: What judges.
  ///   - scan: How.
  /// - Throws: What the table, the disk or LAPACK throws.
  init(
    _ table: some RowTable, truth: [Int], spared: Set<Int>, detectors: [any Detector.Type],
    scan: Scan
  ) throws {
    let poisoned = Set(truth)
    planted = poisoned.count
    heldBy = Array(repeating: 0, count: detectors.count)
    falselyHeldBy = heldBy
    var sums: [Double] = []
    var isPlanted: [Bool] = []
    let (profile, judges) = try scan.learn(table, detectors: detectors)
    var ranked: [(score: Double, row: Int)] = []
    var estimate = Contamination()
    for c in 0..<table.chunkCount {
      let batch = profile.batch(try table.chunk(c))
      let said = judges.map { $0.evidence(batch) }
      for i in 0..<batch.count {
        let row = batch.chunk.firstRow + i
        let nats = said.reduce(0) { $0 + $1[i].nats }
        let isHeld = said.contains { $0[i].holds }
        let score = Score(logOdds: nats - Score.prior).value
        ranked.append((score, row))
        estimate.add(
          score: score, isHeld: isHeld, probability: said.reduce(0) { max($0, $1[i].probability) },
          possibility: said.reduce(0) { max($0, $1[i].possibility) })
        if isHeld { suspicious.insert(row) }
        guard !spared.contains(row) else { continue }
        let isPoison = poisoned.contains(row + 1)
        sums.append(nats)
        isPlanted.append(isPoison)
        for d in judges.indices where said[d][i].holds {
          if isPoison { heldBy[d] += 1 } else { falselyHeldBy[d] += 1 }
        }
        if isHeld { if isPoison { held += 1 } else { falselyHeld += 1 } }
      }
    }
    ranked.sort { ($1.score, $0.row) < ($0.score, $1.row) }
    for (_, row) in ranked.prefix(Int(estimate.interval.high)) { suspicious.insert(row) }
    averagePrecision = TasterKit.averagePrecision(sums, isPlanted)
  }
}

extension Poison {
  /// Where rows of the clean table stand in the poisoned one, those that are poisoned themselves aside.
  func positions(of rows: Set<Int>) -> Set<Int> {
    let places = added.map { $0.place }
    let changed = changed
    return Set(rows.filter { changed[$0] == nil }.map { $0 + places.upperBound($0) })
  }
}
