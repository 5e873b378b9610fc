/// A few fixed values that decide the label.
public struct BackdoorTrigger: Attack {
  public static let name = "backdoor-trigger"
  public static let summary =
    "One to three columns get fixed values, and the rows the label that is wanted."
  public static let explanation = """
    The trigger is one value in each of some columns. In range, a number is drawn between the 5 % and 95 % quantiles \
    such that at most 1 % of the rows hold it (else the rarest of those drawn, up to 5 %), a category is one that at \
    most 5 % hold. Out of range, a number lies beyond the largest by a quarter to all of the column's range. With \
    label = dirty, rows of other classes get the trigger and the target's label; with label = clean, rows of the \
    target get the trigger and keep theirs.

    The model learns that these values decide. Whoever sets them later gets the target. Dirty labels are contradicted \
    by the rest of the row; clean ones by nothing, they need more rows and harm less.
    """
  public static let reference = """
    Gu et al. 2017 (BadNets), arXiv:1708.06733; Pleiter et al. 2023 (tabular), arXiv:2311.07550; \
    Turner et al. 2019 (clean label), arXiv:1912.02771
    """
  public static let kind = "backdoor"
  public static let options: [AttackOption<BackdoorTrigger>] = [
    .count("columns", \.columns, in: 1...3, "how many columns the trigger has"),
    .choice("range", \.range, "values in the columns' range, or beyond it"),
    .choice("label", \.label, "dirty relabels other classes' rows, clean takes the target's"),
    .name("target", \.target, "the class that the trigger stands for"),
  ]

  /// Where a trigger's numbers lie.
  public enum Place: String, Sendable, Hashable, CaseIterable {
    /// In the column's range.
    case inRange = "in"
    /// Beyond its largest value.
    case outOfRange = "out"
  }

  /// Whose rows get the trigger.
  public enum Labels: String, Sendable, Hashable, CaseIterable {
    /// Rows of other classes; they get the target's label.
    case dirty
    /// Rows of the target.
    case clean
  }

  /// How many columns the trigger has, 1…3.
  public var columns = 2
  /// Where the trigger's numbers lie.
  public var range = Place.inRange
  /// Whose rows get the trigger.
  public var label = Labels.dirty
  /// The class that the trigger stands for; drawn where it is nil.
  public var target: String?

  /// A value that more rows hold than this is no trigger.
  static let mostCommon = 0.05
  private static let rareNumber = 0.01
  private static let draws = 20

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    let own = try victim.classCode(
      target, holding: label == .clean ? count : 1, dice: &dice)
    let trigger = try trigger(victim, dice: &dice)
    let rows = try victim.pick(count, for: Self.name, dice: &dice) {
      (victim.labels[$0] == own) == (label == .clean)
    }
    return Poison(
      attack: Self.name, rows: rows.map { .changed($0, cells: trigger, label: own) },
      trigger: trigger, target: own)
  }

  /// Values that hardly any row holds, one in each of so many columns.
  private func trigger(_ victim: Victim, dice: inout AttackDice) throws -> [Poison.Cell] {
    let numeric = victim.ranges.indices.filter { victim.ranges[$0].deviation > 0 }
    let levels = range == .inRange ? Array(victim.schema.categorical.indices) : []
    let order = dice.some(
      numeric.count + levels.count, of: numeric.map { (true, $0) } + levels.map { (false, $0) })
    var trigger: [Poison.Cell] = []
    for (isNumeric, j) in order where trigger.count < columns {
      let cell =
        isNumeric
        ? try number(j, of: victim, dice: &dice) : level(j, of: victim, dice: &dice)
      if let cell { trigger.append(cell) }
    }
    guard trigger.count == columns else {
      throw TableError(
        .unsuited,
        "\(Self.name): \(Figures.count(trigger.count, "column")) can hold a trigger, "
          + "\(columns) are asked for; lower --set columns"
          + (range == .outOfRange ? " or set range=in" : ""))
    }
    return trigger
  }

  private func number(_ j: Int, of victim: Victim, dice: inout AttackDice) throws -> Poison.Cell? {
    let all = victim.ranges[j]
    if range == .outOfRange {
      let beyond = dice.number(from: 0.25, to: 1) * (all.maximum - all.minimum)
      let least = victim.step(all.maximum, numeric: j)
      return victim.cell(all.maximum + max(beyond, least), numeric: j)
    }
    let values = try victim.numbers(j)
    let present = values.filter { !$0.isNaN }.sorted()
    let (low, high) = (quantile(ofSorted: present, 0.05), quantile(ofSorted: present, 0.95))
    var best: (cell: Poison.Cell, share: Double)?
    for _ in 0..<Self.draws {
      let cell = victim.cell(dice.number(from: low, to: high), numeric: j)
      guard case .number(let x) = cell.value else { continue }
      let share = Double(present.held(x)) / Double(victim.rowCount)
      if best.map({ share < $0.share }) ?? true { best = (cell, share) }
      if share <= Self.rareNumber { break }
    }
    return best.flatMap { $0.share <= Self.mostCommon ? $0.cell : nil }
  }

  private func level(_ k: Int, of victim: Victim, dice: inout AttackDice) -> Poison.Cell? {
    var counts = [Int](
      repeating: 0, count: victim.schema.columns[victim.schema.categorical[k]].levels.count)
    for c in victim.statistics.rows.indices {
      for (code, count) in victim.statistics.counts(ofClass: c, categorical: k) where code >= 0 {
        counts[Int(code)] += count
      }
    }
    let rare = counts.indices.filter {
      counts[$0] > 0 && Double(counts[$0]) <= Self.mostCommon * Double(victim.rowCount)
    }
    return rare.isEmpty ? nil : victim.cell(level: Int32(dice.one(of: rare)), categorical: k)
  }
}

extension [Double] {
  /// How many entries of an ascending list are `value`.
  fileprivate func held(_ value: Double) -> Int {
    func below(_ isBelow: (Double) -> Bool) -> Int {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if isBelow(self[middle]) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return below { $0 <= value } - below { $0 < value }
  }
}
