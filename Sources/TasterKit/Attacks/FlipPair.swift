/// Label noise from one class to one other.
public struct FlipPair: Attack {
  public static let name = "flip-pair"
  public static let summary = "Rows of one class get the label of one other class."
  public static let explanation = """
    y' = to for rows drawn uniformly among those with y = from. Features stay.

    What an annotator does who mistakes one class for another, and what an attacker does who wants one class to pass \
    as another. All of the rate falls on one class: 10 % of the rows may be half of it.
    """
  public static let reference = "Han et al. 2018 (pair flipping), arXiv:1804.06872"
  public static let kind = "label-flipping"
  public static let options: [AttackOption<FlipPair>] = [
    .name("from", \.from, "the class that loses rows"),
    .name("to", \.to, "the class whose label they get"),
  ]

  /// The class that loses rows; drawn where it is nil.
  public var from: String?
  /// The class whose label they get; drawn where it is nil.
  public var to: String?

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    let source = try victim.classCode(from, holding: count, dice: &dice)
    let target = try to.map { try victim.classCode($0) } ?? victim.other(than: source, dice: &dice)
    guard source != target else {
      throw TableError(.unsuited, "\(Self.name): 'from' and 'to' are the same class")
    }
    let rows = try victim.pick(count, for: Self.name, dice: &dice) { victim.labels[$0] == source }
    return Poison(
      attack: Self.name, rows: rows.map { .changed($0, label: target) }, target: target)
  }
}
