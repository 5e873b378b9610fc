/// Rows far from everything else.
public struct OutlierFar: Attack {
  public static let name = "outlier-far"
  public static let summary = "Rows are added that are 5 to 12 deviations out in a few columns."
  public static let explanation = """
    A row is copied; in a few numeric columns it gets μ ± t σ of its class, t uniform between near and far, its other \
    numbers are shaken by up to a fifth of a deviation. A column without negative values stays above 0.

    Gross errors drag means, scales and boundaries with them. They are the easiest poison to see.
    """
  public static let reference = "Huber 1964 (gross errors), doi:10.1214/aoms/1177703732"
  public static let kind = "outlier-injection"
  public static let options: [AttackOption<OutlierFar>] = [
    .number("near", \.near, in: 0...1_000, "the least deviations from the class's mean"),
    .number("far", \.far, in: 0...1_000, "the most deviations from the class's mean"),
    .count("fewest", \.fewest, in: 1...10_000, "the fewest columns that are far out"),
    .count("most", \.most, in: 1...10_000, "the most columns that are far out"),
    .choice("label", \.label, "the label of an added row: that of the copied row, or another"),
  ]

  /// The least deviations from the class's mean.
  public var near = 5.0
  /// The most deviations from the class's mean.
  public var far = 12.0
  /// The fewest columns that are far out.
  public var fewest = 1
  /// The most columns that are far out.
  public var most = 3
  /// The label of an added row.
  public var label = LabelChoice.own

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    if label == .other { try victim.requireClasses(for: Self.name) }
    guard !victim.ranges.isEmpty else { throw victim.hasNoNumbers(for: Self.name) }
    let templates = try victim.rows(victim.templates(count, dice: &dice))
    let (near, far) = (min(near, far), max(near, far))
    let spreads = victim.spreads
    let rows = try templates.map { row in
      let spread = spreads[victim.schema.classes.isEmpty ? 0 : Int(row.label)]
      var numbers = row.numbers
      var able: [(column: Int, sides: [Double])] = []
      for j in numbers.indices {
        let (mean, deviation) = spread[j]
        let shake = dice.number(from: -0.2, to: 0.2) * deviation
        if numbers[j] != victim.ranges[j].floor, numbers[j] != mean {
          let shaken = numbers[j] + shake
          numbers[j] = min(max(shaken, victim.ranges[j].minimum), victim.ranges[j].maximum)
        }
        let sides = [-1.0, 1].filter { mean + $0 * near * deviation >= victim.ranges[j].floor }
        if deviation > 0, !sides.isEmpty { able.append((j, sides)) }
      }
      guard !able.isEmpty else { throw victim.hasNoNumbers(for: Self.name) }
      let wanted = fewest + dice.below(max(most - fewest, 0) + 1)
      var planted: [Poison.Cell] = []
      for (j, sides) in dice.some(wanted, of: able) {
        let (mean, deviation) = spread[j]
        let side = dice.one(of: sides)
        let room = side < 0 ? (mean - victim.ranges[j].floor) / deviation : .infinity
        let t = dice.number(from: near, to: max(near, min(far, room)))
        planted.append(victim.cell(mean + side * t * deviation, numeric: j))
        numbers[j] = .nan
      }
      let own = label == .own ? row.label : victim.other(than: row.label, dice: &dice)
      return Poison.Row.added(
        row.row, at: victim.place(&dice), cells: victim.cells(numbers, against: row) + planted,
        label: own)
    }
    return Poison(attack: Self.name, rows: rows)
  }
}

/// The label of a planted row.
public enum LabelChoice: String, Sendable, Hashable, CaseIterable {
  /// That of the row it was made from.
  case own
  /// Another one.
  case other
}

extension Victim {
  /// Rows to make others from, in random order; rows come again where more are asked for than there are.
  func templates(
    _ count: Int, dice: inout AttackDice, where isFit: (Int) -> Bool = { _ in true }
  ) -> [Int] {
    let list = free(where: isFit)
    var result: [Int] = []
    while result.count < count, !list.isEmpty {
      result += dice.some(count - result.count, of: list)
    }
    return result
  }

  /// ``spread(ofClass:)`` of every class; of all rows where there are none.
  var spreads: [[(mean: Double, deviation: Double)]] {
    schema.classes.isEmpty
      ? [spread(ofClass: nil)] : schema.classes.indices.map { spread(ofClass: Int32($0)) }
  }

  /// The error of an attack on numbers in a table that has none, or none that vary.
  func hasNoNumbers(for attack: String) -> TableError {
    TableError(
      .unsuited,
      "\(attack) moves numbers, and the table has no numeric column that varies; choose another "
        + "attack (taster poison --list)")
  }
}
