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
  let isContradicted: Bool
  /// The sampled rows of the class that hold the values, by their numbers in the table from 0.
  package let rows: [Int]
  /// How many sampled rows of any class hold the values.
  package let sharing: Int
}

/// Finds conjunctions of values that meet too often, in one class only, on rows that belong elsewhere.
///
/// Pairs of items are counted in one Gram product a class; the best are grown by the items that four fifths of their
/// rows share. Each then passes three checks. Masked: without the trigger's own columns, do its rows' nearest neighbours
/// look like those of its class or like those of others? Left out: do label models that have not seen the group expect
/// its label? Drawn: do its rows lie in every other column as a draw from other classes does? A group that the rest of
/// the table explains, or that has a corner of its own, is nature's.
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
  /// A value that stands out of its column by less, in nats, is no trigger of its own.
  private static let singleSpike = 8.0
  /// What stands for the lift of a pair where there is no pair.
  private static let singleLift = 1.5

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
    let check = MaskedCheck(profile, groups: groups.map { (label: $0.label, rows: $0.rows) })
    let victims = VictimCheck(
      profile, columnsOfFeature: check.columnsOfFeature, reference: check.reference)
    let cases = try parallelMap(groups.count, threads: profile.threads) { k in
      try (
        wrong: contradiction(of: groups[k], check: check, victims: victims),
        met: coincidence(of: groups[k], victims: victims)
      )
    }
    // Whoever plants a trigger plants one: where many values meet like this, it is the table's way.
    let met = cases.count { $0.met > 2 }
    return groups.indices.compactMap { k in
      let planted = cases[k].met / Double(max(met, 1))
      return rule(of: groups[k], contradicted: cases[k].wrong, planted: planted)
    }
  }

  /// Rows of one class that share some values.
  private struct Group {
    let label: Int
    let rows: [Int]
    /// What it grew from.
    let seed: Seed
    /// The items that a row must hold.
    let members: [Items.Item]
    /// The columns of all items that its rows share.
    let columns: Set<Int>
    /// The largest spike of those items, by column.
    let spikes: [Int: Double]
    /// The columns whose item lies beyond all other values.
    let apart: Set<Int>
    /// How many rows of any class hold the members.
    let sharing: Int
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
  private func groups(ofClass c: Int) -> [Group] {
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
      var groups: [Group] = []
      for seed in seeds.prefix(Self.groupsPerClass * 6) where done.count < Self.groupsPerClass {
        guard let group = group(from: seed, candidates, holds: holds, own: own, label: c) else {
          continue
        }
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
    from seed: Seed, _ candidates: [Candidate], holds: Numbers, own: [Int], label: Int
  ) -> Group? {
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
    var apart: Set<Int> = []
    for k in spokenFor {
      let item = candidates[k].item
      spikes[item.column] = max(spikes[item.column] ?? 0, item.spike)
      if item.isApart { apart.insert(item.column) }
    }
    return Group(
      label: label, rows: rows, seed: seed, members: members.sorted().map { candidates[$0].item },
      columns: Set(spokenFor.map { candidates[$0].item.column }), spikes: spikes, apart: apart,
      sharing: (0..<sample.count).count { i in members.allSatisfy { holds[i, $0] > 0 } })
  }

  /// Numbers that stand alone in their column, in rows of one class.
  private func singles(_ candidates: [Candidate]) -> [Seed] {
    candidates.indices.filter { k in
      let candidate = candidates[k]
      return (candidate.item.isApart || candidate.item.spike >= Self.singleSpike)
        && candidate.inClass >= 0.8 * Double(candidate.item.rows.count)
    }.map { Seed(items: [$0], lift: Self.singleLift, alignment: 1, rank: candidates[$0].item.spike) }
  }

  /// The rule that a group makes; nil where its case is none.
  private func rule(of group: Group, contradicted: Double, planted: Double) -> TriggerRule? {
    let strength = max(contradicted, planted)
    guard strength > 0 else { return nil }
    return TriggerRule(
      label: group.label, items: group.members.map { ($0.column, $0.value) }, strength: strength,
      isContradicted: contradicted >= planted, rows: group.rows.map { sample.rows[$0] }.sorted(),
      sharing: group.sharing)
  }

  /// How strong the case is that the group's label is not its own; 0 and above.
  private func contradiction(
    of group: Group, check: MaskedCheck, victims: VictimCheck
  ) throws -> Double {
    guard
      let found = check.support(of: group.rows, label: group.label, without: group.columns),
      found > -8
    else { return 0 }
    let strength = try strength(of: group, support: found)
    guard strength > 0 else { return 0 }
    return strength * victims.share(of: group.rows, label: group.label, without: group.columns)
  }

  /// How strong the case is that the values were set, whatever the label; 0 and above.
  ///
  /// Each of two columns has a value that stands out of it, all of what is too frequent about either is their meeting,
  /// no other column has the like, and the rows are otherwise a draw from their class.
  private func coincidence(of group: Group, victims: VictimCheck) -> Double {
    let spikes = group.spikes.map { group.apart.contains($0) ? 10 : $1 }.sorted()
    guard group.seed.items.count > 1, spikes.count > 1 else { return 0 }
    func ramp(_ x: Double, _ start: Double, _ end: Double) -> Double {
      min(max((x - start) / (end - start), 0), 1)
    }
    let strength =
      8 * ramp(spikes[spikes.count - 2], 4, 8) * ramp(group.seed.alignment, 0.4, 0.8)
      * ramp(group.seed.lift, 0.7, 1.5) * (1 - ramp(kinship(of: group), 0.7, 1.5))
    guard strength > 0 else { return 0 }
    return strength
      * victims.share(of: group.rows, amongOwn: group.label, without: group.columns)
  }

  /// How much more often than chance has it two rows with one value in the group's first column have one in its
  /// second, apart from the group: the largest over pairs of its columns, as a logarithm.
  private func kinship(of group: Group) -> Double {
    let columns = group.columns.sorted()
    let members = Set(group.rows)
    let rows = (0..<sample.count).filter { !members.contains($0) }
    let values = columns.map { column in rows.map { value(column, $0) } }
    let all = Double(rows.count) * Double(rows.count - 1) / 2
    func pairs(_ counts: some Collection<Int>) -> Double {
      counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
    }
    let alone = values.map { list in pairs(Dictionary(list.map { ($0, 1) }, uniquingKeysWith: +).values) }
    var most = 0.0
    for a in columns.indices {
      for b in columns.indices.dropFirst(a + 1) {
        var both: [Both: Int] = [:]
        for i in rows.indices { both[Both(a: values[a][i], b: values[b][i]), default: 0] += 1 }
        let expected = alone[a] * alone[b] / max(all, 1)
        // A few meetings are chance.
        most = max(most, Double.log((pairs(both.values) + 3) / (expected + 3)))
      }
    }
    return most
  }

  private struct Both: Hashable {
    let a: Items.Value
    let b: Items.Value
  }

  private func value(_ column: Int, _ row: Int) -> Items.Value {
    let d = sample.numeric.columns
    guard column >= d else { return Items.Value(sample.numeric[row, column]) }
    let code = sample.codes[column - d][row]
    return code < 0 ? .missing : .level(code)
  }

  /// How strong the case of a group is.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - found: The masked check's log-likelihood ratio.
  /// - Returns: The strength, 0 and above.
  /// - Throws: ``KernelError`` where the group cannot leave the label models.
  private func strength(of group: Group, support found: Double) throws -> Double {
    let (columns, pair) = (group.columns, group.seed)
    let size = Double(group.rows.count)
    let others = columnSpikes.indices.filter { !columns.contains($0) && columnSpikes[$0] >= 0 }
    // A spike counts by how many other columns of this table have one as large.
    var bonus = 0.0
    for (_, spike) in group.spikes.sorted(by: { $0.key < $1.key }) where spike > 2 {
      let above = others.count { columnSpikes[$0] >= spike }
      let rank = -Double.log(Double(1 + above) / Double(1 + others.count))
      bonus += min(0.5 * spike, rank)
    }
    bonus = min(bonus, 10)
    var total = found + bonus > -3 ? found + bonus : found
    // How much more often the values meet than chance has it, by a Poisson law.
    let together = size * pair.lift - size * (1 - Double.exp(-pair.lift))
    if found > 0 { total += min(8, 0.5 * max(0, together - 9.3)) }
    let factor = try unexplained(group.rows, label: group.label, pair: pair, bonus: bonus)
    let closeness = 1.5 * min(max(pair.lift - 0.5, 0), 1)
    return max(0, total - 2) * closeness * min(max((pair.alignment - 0.15) / 0.5, 0), 1)
      * min(1, 5 / Double(columns.count)) * factor
  }

  /// How little the label models expect the group's label when they have not seen the group, 0…1.
  private func unexplained(
    _ rows: [Int], label c: Int, pair: Seed, bonus: Double
  ) throws -> Double {
    guard let models = profile.labels else { return 0 }
    let some = Array(rows.prefix(300))
    let posterior = try models.posteriorWithout(
      some, q: profile.q, r: profile.r, labels: sample.labels)
    let mean =
      some.indices.reduce(0) { $0 - Double.log(max(posterior[$1, c], 1e-3)) } / Double(some.count)
    let size = Double(rows.count)
    let factor = min(max((mean + 0.5 / Double.sqrt(size) + 0.1 * bonus - 0.7) / 0.5, 0), 1)
    // Where the trigger's own columns carry the label, the models explain even a true one.
    let share = Double(classCounts[c]) / Double(sample.count)
    let floor =
      0.45 * min(max((pair.lift - 2) / 0.3, 0), 1) * min(max((pair.alignment - 0.6) / 0.2, 0), 1)
      * min(max(-size * Double.log(share) / 8, 0), 1)
    return max(factor, floor)
  }

  /// What a group grows from: a pair of items, or one that stands alone.
  private struct Seed {
    /// Positions among the candidates.
    let items: [Int]
    /// The logarithm of how much more often they meet than their own counts explain.
    let lift: Double
    /// How much of what is too frequent about each is explained by their meeting, 0…1.
    let alignment: Double
    let rank: Double
  }

  private func rankedPairs(
    _ candidates: [Candidate], together: Numbers, inClass: Numbers, size: Int
  ) -> [Seed] {
    let least = Double(Items.leastCount(sample.count))
    var pairs: [Seed] = []
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
          pairs.append(Seed(items: [a, b], lift: lift, alignment: alignment, rank: rank))
        }
      }
    }
    return pairs.sorted {
      ($1.rank, $0.items[0], $0.items[1]) < ($0.rank, $1.items[0], $1.items[1])
    }
  }
}
