/// Label flips where a model is in doubt.
public struct FlipNear: Attack {
  public static let name = "flip-near"
  public static let summary =
    "Rows nearest the boundary between classes get the label of the other side."
  public static let explanation = """
    m_i = max p_i(other) − p_i(y_i) by models that have not seen row i. Among the rows that the models agree with \
    (m_i ≤ 0) the band × count with the largest m_i are the band at the boundary; so many rows as asked for are drawn \
    from it and get the other class.

    Such flips look like honest doubt and move the boundary most for their number. With band = 1 the whole band is \
    swapped and its own majority is wrong.
    """
  public static let reference =
    "Xiao et al. 2015 (nearest-first flip), doi:10.1016/j.neucom.2014.08.081"
  public static let kind = "label-flipping"
  public static let options: [AttackOption<FlipNear>] = [
    .number("band", \.band, in: 1...100, "the band's rows for every row that is flipped")
  ]

  /// The band's rows for every row that is flipped.
  public var band = 1.5

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.flips(count, band: band, for: Self.name, dice: &dice) { $0 > $1 }
  }
}

extension Victim {
  /// Flips of rows that the models agree with, in the order of their margins.
  func flips(
    _ count: Int, band: Double, for attack: String, dice: inout AttackDice,
    comesFirst: (Double, Double) -> Bool
  ) throws -> Poison {
    try requireClasses(for: attack)
    guard let margins = try margins() else {
      throw TableError(
        .unsuited,
        "\(attack) needs models of the labels, and this table has too few rows or columns for them")
    }
    let rows = free { margins[$0].value <= 0 }.sorted { a, b in
      let (x, y) = (margins[a].value, margins[b].value)
      return x == y ? a < b : comesFirst(x, y)
    }
    guard rows.count >= count else { throw tooFew(rows.count, of: count, for: attack) }
    let wanted = max(count, Int((band * Double(count)).rounded()))
    let chosen = dice.some(count, of: Array(rows.prefix(wanted)))
    return Poison(
      attack: attack, rows: chosen.map { .changed($0, label: margins[$0].other) })
  }
}
