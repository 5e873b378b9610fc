import RealModule
import TasterKernels

/// How strong the cases of groups of rows are that share some values.
///
/// A *contradicted* group passes three checks. Masked: without the trigger's own columns, do its rows' nearest neighbours
/// look like those of its class or like those of others? Left out: do label models that have not seen the group expect
/// its label? Drawn: do its rows lie in every other column as a draw from other classes does? A group that the rest of
/// the table explains, or that has a corner of its own, is nature's.
///
/// The values of a *met* group stand out of their columns and occur together or not at all, in columns whose other
/// values do not go together, on rows that are otherwise a draw from their own class: nothing contradicts the label,
/// but nature does not do that either (clean-label triggers, arXiv:1912.02771).
struct TriggerCases: Sendable {
  private let profile: Profile
  private let sample: RowSample
  /// The largest spike of each numeric column; −1 for categorical ones.
  private let columnSpikes: [Double]
  private let check: MaskedCheck
  private let victims: VictimCheck

  /// What a case of values that meet weighs at most.
  private static let mostMet = 8.0
  /// What is shared in more columns is a kind of row, no trigger.
  private static let mostColumns = 6
  /// What stands for the spike of a value beyond all others.
  private static let apartSpike = 10.0

  /// Prepares the checks.
  ///
  /// - Parameters:
  ///   - profile: What the rows were learned as.
  ///   - groups: The groups that will be checked.
  ///   - spikes: The largest spike of each numeric column; −1 for categorical ones.
  /// - Complexity: O(classes · 500 · 300 p).
  init(_ profile: Profile, groups: [TriggerGroup], spikes: [Double]) {
    self.profile = profile
    sample = profile.sample
    columnSpikes = spikes
    check = MaskedCheck(profile, groups: groups.map { (label: $0.label, rows: $0.rows) })
    victims = VictimCheck(
      profile, columnsOfFeature: check.columnsOfFeature, reference: check.reference)
  }

  /// How strong the case is that the group's label is not its own; 0 and above.
  func contradiction(of group: TriggerGroup) throws -> Double {
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
  /// the columns are no kin, and the rows are otherwise a draw from their class.
  func coincidence(of group: TriggerGroup) -> Double {
    let outstanding = group.members.map {
      (item: $0, spike: $0.isApart ? Self.apartSpike : $0.spike)
    }
    .sorted { $0.spike > $1.spike }.prefix(2)
    guard group.seed.items.count > 1, outstanding.count > 1,
      group.columns.count <= Self.mostColumns
    else { return 0 }
    let lift = Double.log(
      Double(group.sharing) * Double(sample.count)
        / outstanding.reduce(1) { $0 * Double($1.item.rows.count) })
    func ramp(_ x: Double, _ start: Double, _ end: Double) -> Double {
      min(max((x - start) / (end - start), 0), 1)
    }
    let strength =
      Self.mostMet * ramp(outstanding[1].spike, 4, 8) * ramp(group.seed.alignment, 0.4, 0.8)
      * ramp(lift, 0.7, 1.5)
    guard strength > 0 else { return 0 }
    let share = victims.share(of: group.rows, amongOwn: group.label, without: group.columns)
    return share > 0 ? strength * share * (1 - ramp(kinship(of: group), 0.7, 1.5)) : 0
  }

  /// How much more often than chance has it two other rows with one value in a column of the group have one in another
  /// column of it too: the largest over pairs of its columns, as a logarithm.
  ///
  /// - Complexity: O(*n* columns²).
  private func kinship(of group: TriggerGroup) -> Double {
    let columns = group.columns.sorted()
    let members = Set(group.rows)
    let rows = (0..<sample.count).filter { !members.contains($0) }
    let values = columns.map { column in rows.map { value(column, $0) } }
    let all = Double(rows.count) * Double(rows.count - 1) / 2
    func pairs(_ counts: some Collection<Int>) -> Double {
      counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
    }
    let alone = values.map { list in
      pairs(Dictionary(list.map { ($0, 1) }, uniquingKeysWith: +).values)
    }
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
  private func strength(of group: TriggerGroup, support found: Double) throws -> Double {
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
    _ rows: [Int], label c: Int, pair: TriggerSeed, bonus: Double
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
    let share = Double(sample.labels.count { $0 == c }) / Double(sample.count)
    let floor =
      0.45 * min(max((pair.lift - 2) / 0.3, 0), 1) * min(max((pair.alignment - 0.6) / 0.2, 0), 1)
      * min(max(-size * Double.log(share) / 8, 0), 1)
    return max(factor, floor)
  }
}
