/// A few rows again and again.
public struct CloneFlood: Attack {
  public static let name = "clone-flood"
  public static let summary =
    "A few rows are copied many times, a little shaken, with a wrong label."
  public static let explanation = """
    So many rows as seeds says are drawn; each is copied count / seeds times with x' = x + jitter σ ε, ε standard \
    normal, σ the column's deviation, rounded to what the column shows; zeros stay. All copies of a row carry one \
    other label.

    Concentrated poison is what beats sanitisers that judge rows one by one: the copies outvote their honest \
    neighbours and vouch for each other.
    """
  public static let reference =
    "Koh, Steinhardt & Liang 2022, arXiv:1811.00741, doi:10.1007/s10994-021-06119-y"
  public static let kind = "clone-flood"
  public static let options: [AttackOption<CloneFlood>] = [
    .count("seeds", \.seeds, in: 1...10_000, "how many rows are copied"),
    .number("jitter", \.jitter, in: 0...10, "how far copies are shaken, in deviations"),
    .choice("label", \.label, "the label of the copies: that of the copied row, or another"),
  ]

  /// How many rows are copied.
  public var seeds = 3
  /// How far copies are shaken, in deviations of a column.
  public var jitter = 0.02
  /// The label of the copies.
  public var label = LabelChoice.other

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    if label == .other { try victim.requireClasses(for: Self.name) }
    let wanted = min(seeds, count)
    let seeds = try victim.rows(try victim.pick(wanted, for: Self.name, dice: &dice))
    let labels = seeds.map {
      label == .own ? $0.label : victim.other(than: $0.label, dice: &dice)
    }
    let rows = (0..<count).map { k in
      let seed = seeds[k % seeds.count]
      let numbers = seed.numbers.indices.map { j in
        let shake = jitter * victim.ranges[j].deviation * dice.normal()
        return seed.numbers[j] == 0 ? 0 : seed.numbers[j] + shake
      }
      return Poison.Row.added(
        seed.row, at: victim.place(&dice), cells: victim.cells(numbers, against: seed),
        label: labels[k % seeds.count])
    }
    return Poison(attack: Self.name, rows: rows)
  }
}
