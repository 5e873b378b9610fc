import RealModule
import TasterKernels

/// A conjunction of exact values that marks rows of one class which look like rows of another.
package struct TriggerRule: Sendable {
  /// The class that its rows carry.
  package let label: Int
  /// The values that a row must hold.
  package let items: [(column: Int, value: Items.Value)]
  /// How strong the case is; 0 and above.
  package let strength: Double
  /// Whether its rows look like rows of other classes.
  package let isContradicted: Bool
  /// The sampled rows of the class that hold the values, by their numbers in the table from 0.
  package let rows: [Int]
  /// How many sampled rows of any class hold the values.
  package let sharing: Int
}

/// What a group grows from: a pair of items, or one that stands alone.
struct TriggerSeed {
  /// Positions among the candidates.
  let items: [Int]
  /// The logarithm of how much more often they meet than their own counts explain.
  let lift: Double
  /// How much of what is too frequent about each is explained by their meeting, 0…1.
  let alignment: Double
  let rank: Double
}

/// Rows of one class that share some values.
struct TriggerGroup {
  let label: Int
  let rows: [Int]
  /// What it grew from.
  let seed: TriggerSeed
  /// The items that a row must hold.
  let members: [Items.Item]
  /// The columns of all items that its rows share.
  let columns: Set<Int>
  /// The largest spike of those items, by column.
  let spikes: [Int: Double]
  /// How many rows of any class hold the members.
  let sharing: Int
}

/// Finds conjunctions of values that meet too often, in one class only, on rows that belong elsewhere.
///
/// Pairs of items are counted in one Gram product a class; the best, and single numbers that stand out of their column,
/// are grown by the items that four fifths of their rows share. ``TriggerCases`` then says how strong each case is.
package struct TriggerMiner {
  private let profile: Profile
  private let sample: RowSample
  private let items: Items
  private let classCounts: [Int]
  /// How many rows of each class hold each item, class by class.
  private let inClass: [[Int]]
  /// The largest spike of each numeric column; −1 for categorical ones.
  private let columnSpikes: [Double]

  private static let candidates = 150
  private static let groupsPerClass = 10
  /// Values that meet by less do not count among the table's ways.
  private static let leastMet = 2.0
  /// A value that stands out of its column by less, in nats, is no trigger of its own.
  private static let singleSpike = 8.0
  /// The least share of a value's rows that carry one class.
  private static let singlePurity = 0.8
  /// The same for a value beyond all others, which no honest row has.
  private static let apartPurity = 0.95
  /// What stands for the lift of a pair where there is no pair.
  private static let singleLift = 1.5
  /// The same for a value beyond all others, which models reach only by extrapolation.
  private static let apartLift = 2.3

  package init(_ profile: Profile) {
    self.profile = profile
    sample = profile.sample
    let items = Items(profile.sample)
    let d = sample.numeric.columns
    let classes = profile.schema.classes.count
    var counts = [Int](repeating: 0, count: classes)
    for label in sample.labels { counts[label] += 1 }
    classCounts = counts
    var inClass = [[Int]](
      repeating: [Int](repeating: 0, count: items.all.count), count: classes)
    for (k, item) in items.all.enumerated() {
      for i in item.rows { inClass[sample.labels[i]][k] += 1 }
    }
    var spikes =
      [Double](repeating: 0, count: d) + [Double](repeating: -1, count: sample.codes.count)
    for item in items.all where item.column < d {
      spikes[item.column] = max(spikes[item.column], item.spike)
    }
    self.items = items
    self.inClass = inClass
    columnSpikes = spikes
  }

  /// The rules of every class.
  ///
  /// - Throws: ``KernelError`` where a group cannot leave the label models.
  /// - Complexity: O(classes · *n* · 150² + groups · (*n* p · 500 + m³)).
  package func rules() throws -> [TriggerRule] {
    guard !items.all.isEmpty, sample.count >= 40 else { return [] }
    let judged = classCounts.indices.filter { classCounts[$0] >= 8 }
    let groups = try parallelMap(judged.count, threads: profile.threads) { k in
      self.groups(ofClass: judged[k])
    }.flatMap { $0 }
    guard !groups.isEmpty else { return [] }
    let cases = TriggerCases(profile, groups: groups, spikes: columnSpikes)
    let found = try parallelMap(groups.count, threads: profile.threads) { k in
      try (
        contradicted: cases.contradiction(of: groups[k]), met: cases.coincidence(of: groups[k])
      )
    }
    // Whoever plants a trigger plants one: where many values meet like this, it is the table's way.
    let many = Double(max(found.count { $0.met > Self.leastMet }, 1))
    return groups.indices.compactMap { k in
      rule(of: groups[k], contradicted: found[k].contradicted, met: found[k].met / many)
    }
  }

  /// Items of one class with the counts that select them.
  private struct Candidate {
    let item: Items.Item
    let inClass: Double
    let excess: Double
    let weight: Double
  }

  private func candidates(_ c: Int) -> [Candidate] {
    let n = Double(sample.count)
    let size = Double(classCounts[c])
    let least = Double(Items.leastCount(sample.count))
    var result: [Candidate] = []
    for (k, item) in items.all.enumerated() {
      let count = Double(item.rows.count)
      let inClass = Double(self.inClass[c][k])
      let share = (count - inClass + 0.5) / (n - size + 1)
      let expected = size * share
      let z = (inClass - expected) / Double.sqrt(max(expected * (1 - share), 0) + 1)
      let weight = max(z, inClass > 0.8 * count ? item.spike : 0)
      guard weight > 2, inClass >= least else { continue }
      let excess = max(max(inClass - expected, inClass - item.expected), 1)
      result.append(
        Candidate(item: item, inClass: inClass, excess: excess, weight: weight))
    }
    let order = result.indices.sorted { (result[$1].weight, $0) < (result[$0].weight, $1) }
    return order.prefix(Self.candidates).map { result[$0] }
  }

  /// The groups of one class that are worth a check: grown from pairs, the best pair's first, then single values.
  private func groups(ofClass c: Int) -> [TriggerGroup] {
    let candidates = candidates(c)
    guard !candidates.isEmpty else { return [] }
    var holds = Numbers(rows: sample.count, columns: candidates.count)
    for (k, candidate) in candidates.enumerated() {
      for i in candidate.item.rows { holds[i, k] = 1 }
    }
    let own = (0..<sample.count).filter { sample.labels[$0] == c }
    let pairs = rankedPairs(
      candidates, together: gram(holds), inClass: gram(holds.gather(own)), size: own.count)
    return [pairs, singles(candidates)].flatMap { seeds in
      var done: [Set<Int>] = []
      var groups: [TriggerGroup] = []
      for seed in seeds.prefix(Self.groupsPerClass * 6) where done.count < Self.groupsPerClass {
        let group = group(from: seed, candidates, holds: holds, own: own, label: c)
        let rows = Set(group.rows)
        let isKnown = done.contains { known in
          Double(rows.intersection(known).count) > 0.7 * Double(min(rows.count, known.count))
        }
        if isKnown { continue }
        done.append(rows)
        let most = max(0.5 * Double(items.columnCount), 3)
        guard Double(group.columns.count) <= most, group.columns.count < items.columnCount else {
          continue
        }
        groups.append(group)
      }
      return groups
    }
  }

  /// The rows of a class that hold a seed, with what else nearly all of them share.
  private func group(
    from seed: TriggerSeed, _ candidates: [Candidate], holds: Numbers, own: [Int], label: Int
  ) -> TriggerGroup {
    var rows = own.filter { i in seed.items.allSatisfy { holds[i, $0] > 0 } }
    let shared = candidates.indices.filter { k in
      Double(rows.count { holds[$0, k] > 0 }) > 0.8 * Double(rows.count)
    }
    var members = Set(seed.items)
    let core = rows.filter { i in shared.allSatisfy { holds[i, $0] > 0 } }
    if core.count >= max(4, Int((0.6 * Double(rows.count)).rounded(.up))) {
      rows = core
      members.formUnion(shared)
    }
    let spokenFor = Set(shared).union(seed.items)
    var spikes: [Int: Double] = [:]
    for k in spokenFor {
      let item = candidates[k].item
      spikes[item.column] = max(spikes[item.column] ?? 0, item.spike)
    }
    return TriggerGroup(
      label: label, rows: rows, seed: seed, members: members.sorted().map { candidates[$0].item },
      columns: Set(spokenFor.map { candidates[$0].item.column }), spikes: spikes,
      sharing: (0..<sample.count).count { i in members.allSatisfy { holds[i, $0] > 0 } })
  }

  /// Numbers that stand alone in their column, in rows of one class.
  private func singles(_ candidates: [Candidate]) -> [TriggerSeed] {
    candidates.indices.filter { k in
      let candidate = candidates[k]
      let purity = candidate.inClass / Double(candidate.item.rows.count)
      return candidate.item.isApart
        ? purity >= Self.apartPurity
        : purity >= Self.singlePurity && candidate.item.spike >= Self.singleSpike
    }.map { k in
      let item = candidates[k].item
      return TriggerSeed(
        items: [k], lift: item.isApart ? Self.apartLift : Self.singleLift, alignment: 1,
        rank: item.spike)
    }
  }

  /// The rule that a group makes; nil where its case is none.
  private func rule(of group: TriggerGroup, contradicted: Double, met: Double) -> TriggerRule? {
    let strength = max(contradicted, met)
    guard strength > 0, !profile.isNatural(group.rows) else { return nil }
    return TriggerRule(
      label: group.label, items: group.members.map { ($0.column, $0.value) }, strength: strength,
      isContradicted: contradicted >= met,
      rows: group.rows.map { sample.rows[$0] }.filter { $0 < profile.ownRows }.sorted(),
      sharing: group.sharing)
  }

  private func rankedPairs(
    _ candidates: [Candidate], together: Numbers, inClass: Numbers, size: Int
  ) -> [TriggerSeed] {
    let least = Double(Items.leastCount(sample.count))
    var pairs: [TriggerSeed] = []
    for a in candidates.indices {
      for b in candidates.indices.dropFirst(a + 1) {
        let count = inClass[a, b]
        guard count >= least, count >= 0.8 * together[a, b],
          candidates[a].item.column != candidates[b].item.column
        else { continue }
        let expected = candidates[a].inClass * candidates[b].inClass / Double(size)
        let lift = Double.log(max(count, 0.5) / max(expected, 0.5))
        guard lift >= 0.3 else { continue }
        let alignment = Double.exp(
          -Double.log(count / candidates[a].excess).magnitude
            - Double.log(count / candidates[b].excess).magnitude)
        let rank = count * lift * alignment
        if rank > 2 {
          pairs.append(TriggerSeed(items: [a, b], lift: lift, alignment: alignment, rank: rank))
        }
      }
    }
    return pairs.sorted {
      ($1.rank, $0.items[0], $0.items[1]) < ($0.rank, $1.items[0], $1.items[1])
    }
  }
}
