/// Label flips where a model is surest.
public struct FlipFar: Attack {
  public static let name = "flip-far"
  public static let summary = "Rows that models are surest about get another label."
  public static let explanation = """
    m_i = max p_i(other) − p_i(y_i) by models that have not seen row i. The band × count rows with the smallest m_i \
    lie farthest from every boundary; so many rows as asked for are drawn from them and get the likeliest other class.

    Every flip costs a model as much loss as one row can. Alone such a flip is easy to see; many in one place build a \
    region of their own.
    """
  public static let reference =
    "Xiao et al. 2015 (furthest-first flip), doi:10.1016/j.neucom.2014.08.081"
  public static let kind = "label-flipping"
  public static let options: [AttackOption<FlipFar>] = [
    .number("band", \.band, in: 1...100, "the surest rows for every row that is flipped")
  ]

  /// The surest rows for every row that is flipped.
  public var band = 1.5

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.flips(count, band: band, for: Self.name, dice: &dice) { $0 < $1 }
  }
}
