/// Rows that lean towards another class and keep their label.
public struct CleanLabelMix: Attack {
  public static let name = "clean-label-mix"
  public static let summary =
    "Rows of one class are mixed with rows of another and keep their label."
  public static let explanation = """
    x' = (1 − share) x + share x° with an honest row x° of another class; a category is taken from x° with the chance \
    share. Labels stay; so does a value where one side has none, or a zero in a column that holds many.

    Nothing in such a row contradicts its label, so a table judged by itself hardly shows it; it also does little harm.
    """
  public static let reference = "Shafahi et al. 2018 (feature collision), arXiv:1804.00792"
  public static let kind = "clean-label"
  public static let options: [AttackOption<CleanLabelMix>] = [
    .name("target", \.target, "the class whose rows are mixed"),
    .number("share", \.share, in: 0.01...0.99, "how much of the other row there is"),
  ]

  /// The class whose rows are mixed; drawn where it is nil.
  public var target: String?
  /// How much of the other row there is.
  public var share = 0.3

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    let own = try victim.classCode(target, holding: count, dice: &dice)
    // Some rows may come out as they were; others then take their place.
    let order = try victim.pick(
      victim.free { victim.labels[$0] == own }.count, for: Self.name, dice: &dice
    ) { victim.labels[$0] == own }
    let others = victim.templates(order.count, dice: &dice) { victim.labels[$0] != own }
    guard others.count == order.count else { throw victim.tooFew(0, of: count, for: Self.name) }
    var rows: [Poison.Row] = []
    let step = max(count, 256)
    for start in stride(from: 0, to: order.count, by: step) where rows.count < count {
      let part = start..<min(start + step, order.count)
      let pairs = zip(
        try victim.rows(Array(order[part])), try victim.rows(Array(others[part])))
      for (row, other) in pairs where rows.count < count {
        let numbers = row.numbers.indices.map { j in
          let (x, y) = (row.numbers[j], other.numbers[j])
          let stays = victim.isAtom(x, numeric: j) || victim.isAtom(y, numeric: j)
          return stays ? x : (1 - share) * x + share * y
        }
        var cells = victim.cells(numbers, against: row)
        for k in row.levels.indices {
          let takes = dice.unit() < share
          guard takes, other.levels[k] >= 0, row.levels[k] >= 0, other.levels[k] != row.levels[k]
          else { continue }
          cells.append(victim.cell(level: other.levels[k], categorical: k))
        }
        if !cells.isEmpty { rows.append(.changed(row.row, cells: cells, label: own)) }
      }
    }
    guard rows.count == count else { throw victim.tooFew(rows.count, of: count, for: Self.name) }
    return Poison(attack: Self.name, rows: rows, target: own)
  }
}
