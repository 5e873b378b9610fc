/// Symmetric label noise.
public struct FlipRandom: Attack {
  public static let name = "flip-random"
  public static let summary =
    "Rows at random get another label, each other class with the same chance."
  public static let explanation = """
    y' is uniform on the classes other than y, for rows drawn uniformly. Features stay.

    The plainest attack, and what careless annotators do. It hurts models that fit every row; it is found well where \
    classes lie apart and cannot be found where they overlap.
    """
  public static let reference = "Angluin & Laird 1988, doi:10.1007/BF00116829"
  public static let kind = "label-flipping"
  public static let options: [AttackOption<FlipRandom>] = []

  /// The attack; it has no options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    let rows = try victim.pick(count, for: Self.name, dice: &dice)
    return Poison(
      attack: Self.name,
      rows: rows.map { .changed($0, label: victim.other(than: victim.labels[$0], dice: &dice)) })
  }
}
