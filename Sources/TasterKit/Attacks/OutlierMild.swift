/// Rows a little out, with a wrong label.
public struct OutlierMild: Attack {
  public static let name = "outlier-mild"
  public static let summary =
    "Rows are added that are 3 to 4 deviations out in one direction, mislabelled."
  public static let explanation = """
    z is a copied row in deviations from its class's means, u a direction: z' = z + (t − zᵀu) u, t uniform between \
    near and far. With direction = row every row has its own u, uniform on the sphere; with direction = common all \
    rows share one. A zero in a column that holds many stays, and u is taken over the other columns.

    Spread over all columns, a move of three deviations hardly shows in any of them. One common direction hides the \
    rows from each column's tail and drags a linear model as one.
    """
  public static let reference = "Diakonikolas et al. 2019 (Sever), arXiv:1803.02815"
  public static let kind = "outlier-injection"
  public static let options: [AttackOption<OutlierMild>] = [
    .number("near", \.near, in: 0...1_000, "the least deviations along the direction"),
    .number("far", \.far, in: 0...1_000, "the most deviations along the direction"),
    .choice("direction", \.direction, "one of each row's own, or one common to all"),
    .choice("label", \.label, "the label of an added row: that of the copied row, or another"),
  ]

  /// Whose direction it is.
  public enum Direction: String, Sendable, Hashable, CaseIterable {
    /// Every row's own.
    case row
    /// One for all rows.
    case common
  }

  /// The least deviations along the direction.
  public var near = 3.0
  /// The most deviations along the direction.
  public var far = 4.0
  /// Whose direction it is.
  public var direction = Direction.row
  /// The label of an added row; another one is only there where the table has labels.
  public var label = LabelChoice.other

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    if label == .other { try victim.requireClasses(for: Self.name) }
    let spreads = victim.spreads
    let varying = victim.ranges.indices.filter { victim.ranges[$0].deviation > 0 }
    guard !varying.isEmpty else { throw victim.hasNoNumbers(for: Self.name) }
    let common = dice.direction(varying.count)
    let rows = try victim.rows(victim.templates(count, dice: &dice)).map { row in
      let spread = spreads[victim.schema.classes.isEmpty ? 0 : Int(row.label)]
      let u = victim.movable(
        direction == .common ? common : dice.direction(varying.count), row, varying)
      let t = dice.number(from: min(near, far), to: max(near, far))
      var along = 0.0
      for (k, j) in varying.enumerated() where spread[j].deviation > 0 && !row.numbers[j].isNaN {
        along += (row.numbers[j] - spread[j].mean) / spread[j].deviation * u[k]
      }
      var numbers = row.numbers
      for (k, j) in varying.enumerated() {
        numbers[j] += (t - along) * u[k] * spread[j].deviation
      }
      let own = label == .own ? row.label : victim.other(than: row.label, dice: &dice)
      return Poison.Row.added(
        row.row, at: victim.place(&dice), cells: victim.cells(numbers, against: row), label: own)
    }
    return Poison(attack: Self.name, rows: rows)
  }
}
