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
    guard items.all.count >= 2, sample.count >= 40 else { return [] }
    let judged = classCounts.indices.filter { classCounts[$0] >= 8 }
    let groups = try parallelMap(judged.count, threads: profile.threads) { k in
      self.groups(ofClass: judged[k])
    }.flatMap { $0 }
    guard !groups.isEmpty else { return [] }
    let check = MaskedCheck(profile, groups: groups.map { (label: $0.label, rows: $0.rows) })
    let victims = VictimCheck(
      profile, columnsOfFeature: check.columnsOfFeature, reference: check.reference)
    return try parallelMap(groups.count, threads: profile.threads) { k in
      try rule(of: groups[k], check: check, victims: victims)
    }.compactMap { $0 }
  }

  /// Rows of one class that share some values.
  private struct Group {
    let label: Int
    let rows: [Int]
    /// The pair that it grew from.
    let pair: Pair
    /// The items that a row must hold.
    let members: [Items.Item]
    /// The columns of all items that its rows share.
    let columns: Set<Int>
    /// The largest spike of those items, by column.
    let spikes: [Int: Double]
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

  /// The groups of one class that are worth a check, the best pair's first.
  private func groups(ofClass c: Int) -> [Group] {
    let candidates = candidates(c)
    guard candidates.count >= 2 else { return [] }
    var holds = Numbers(rows: sample.count, columns: candidates.count)
    for (k, candidate) in candidates.enumerated() {
      for i in candidate.item.rows { holds[i, k] = 1 }
    }
    let own = (0..<sample.count).filter { sample.labels[$0] == c }
    let pairs = rankedPairs(
      candidates, together: gram(holds), inClass: gram(holds.gather(own)), size: own.count)
    var done: [Set<Int>] = []
    var groups: [Group] = []
    for pair in pairs.prefix(Self.groupsPerClass * 6) where done.count < Self.groupsPerClass {
      var rows = own.filter { holds[$0, pair.a] * holds[$0, pair.b] > 0 }
      let shared = candidates.indices.filter { k in
        Double(rows.count { holds[$0, k] > 0 }) > 0.8 * Double(rows.count)
      }
      var members = Set([pair.a, pair.b])
      let core = rows.filter { i in shared.allSatisfy { holds[i, $0] > 0 } }
      if core.count >= max(4, Int((0.6 * Double(rows.count)).rounded(.up))) {
        rows = core
        members.formUnion(shared)
      }
      let group = Set(rows)
      let isKnown = done.contains { known in
        Double(group.intersection(known).count) > 0.7 * Double(min(group.count, known.count))
      }
      if isKnown { continue }
      done.append(group)
      let spokenFor = Set(shared).union([pair.a, pair.b])
      let columns = Set(spokenFor.map { candidates[$0].item.column })
      let most = max(0.5 * Double(items.columnCount), 3)
      guard Double(columns.count) <= most, columns.count < items.columnCount else { continue }
      var spikes: [Int: Double] = [:]
      for k in spokenFor {
        let item = candidates[k].item
        spikes[item.column] = max(spikes[item.column] ?? 0, item.spike)
      }
      groups.append(
        Group(
          label: c, rows: rows, pair: pair,
          members: members.sorted().map { candidates[$0].item }, columns: columns, spikes: spikes,
          sharing: (0..<sample.count).count { i in members.allSatisfy { holds[i, $0] > 0 } }))
    }
    return groups
  }

  /// The rule that a group makes; nil where its case is none.
  private func rule(
    of group: Group, check: MaskedCheck, victims: VictimCheck
  ) throws -> TriggerRule? {
    guard !profile.isNatural(group.rows),
      let found = check.support(of: group.rows, label: group.label, without: group.columns),
      found > -8
    else { return nil }
    var strength = try strength(of: group, support: found)
    guard strength > 0 else { return nil }
    strength *= victims.share(of: group.rows, label: group.label, without: group.columns)
    guard strength > 0 else { return nil }
    return TriggerRule(
      label: group.label, items: group.members.map { ($0.column, $0.value) }, strength: strength,
      rows: group.rows.map { sample.rows[$0] }.filter { $0 < profile.ownRows }.sorted(),
      sharing: group.sharing)
  }

  /// How strong the case of a group is.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - found: The masked check's log-likelihood ratio.
  /// - Returns: The strength, 0 and above.
  /// - Throws: ``KernelError`` where the group cannot leave the label models.
  private func strength(of group: Group, support found: Double) throws -> Double {
    let (columns, pair) = (group.columns, group.pair)
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
    _ rows: [Int], label c: Int, pair: Pair, bonus: Double
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

  private struct Pair {
    let a: Int
    let b: Int
    let lift: Double
    let alignment: Double
    let rank: Double
  }

  private func rankedPairs(
    _ candidates: [Candidate], together: Numbers, inClass: Numbers, size: Int
  ) -> [Pair] {
    let least = Double(Items.leastCount(sample.count))
    var pairs: [Pair] = []
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
          pairs.append(Pair(a: a, b: b, lift: lift, alignment: alignment, rank: rank))
        }
      }
    }
    return pairs.sorted { ($1.rank, $0.a, $0.b) < ($0.rank, $1.a, $1.b) }
  }
}
