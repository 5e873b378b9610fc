/// One column in another unit.
public struct ScaleBug: Attack {
  public static let name = "scale-bug"
  public static let summary = "One column is multiplied in a slice of rows, as by a wrong unit."
  public static let explanation = """
    x'_j = factor x_j in consecutive rows from a random place on, or in rows anywhere; rows without a value or with 0 \
    are passed over. Without a factor, 10 or 100 is drawn. Labels stay.

    Usually nobody's intent: a batch in metres among kilometres, cents among euros. It does a model the harm of an \
    attack.
    """
  public static let reference =
    "Schelter, Rukat & Biessmann 2020 (scaling errors), doi:10.1145/3318464.3380604"
  public static let kind = "wrong-unit"
  public static let options: [AttackOption<ScaleBug>] = [
    .name("column", \.column, "the numeric column"),
    .number("factor", \.factor, in: 0...1e9, "what it is multiplied with; 0 draws 10 or 100"),
    .choice("where", \.rows, "which rows: one slice, or scattered ones"),
  ]

  /// Which rows.
  public enum Rows: String, Sendable, Hashable, CaseIterable {
    case slice, scattered
  }

  /// The numeric column; drawn where it is nil.
  public var column: String?
  /// What it is multiplied with; 0 draws 10 or 100.
  public var factor = 0.0
  /// Which rows.
  public var rows = Rows.slice

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    let factor = self.factor > 0 ? self.factor : dice.one(of: [10, 100])
    let told = try column.map { [try victim.numericColumn($0)] }
    let able = victim.ranges.indices.filter { victim.ranges[$0].deviation > 0 }
    guard !able.isEmpty else { throw victim.hasNoNumbers(for: Self.name) }
    var most = 0
    for j in told ?? dice.some(able.count, of: able) {
      let values = try victim.numbers(j)
      var cells: [Int: Poison.Cell] = [:]
      let fit = victim.free { row in
        guard !values[row].isNaN, values[row] != 0 else { return false }
        let cell = victim.cell(values[row] * factor, numeric: j)
        guard cell.value != .number(values[row]) else { return false }
        cells[row] = cell
        return true
      }
      most = max(most, fit.count)
      guard fit.count >= count else { continue }
      let chosen: [Int]
      if rows == .slice {
        let start = dice.below(fit.count - count + 1)
        chosen = Array(fit[start..<start + count])
      } else {
        chosen = dice.some(count, of: fit)
      }
      return Poison(
        attack: Self.name,
        rows: chosen.map { row in
          .changed(row, cells: cells[row].map { [$0] } ?? [], label: victim.labels[row])
        })
    }
    throw victim.tooFew(most, of: count, for: Self.name)
  }
}
