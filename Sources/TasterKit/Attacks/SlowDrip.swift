import RealModule

/// Poison that grows with the file.
public struct SlowDrip: Attack {
  public static let name = "slow-drip"
  public static let summary =
    "Poison drips in: none at the file's start, ever more towards its end."
  public static let explanation = """
    With t = 0 at the first row and 1 at the last, a row of class from is poisoned with a chance that grows as \
    t^growth. With what = flip it gets the class to; with what = shift it keeps its label and moves by t × reach times \
    the way from its class's means to those of to.

    Whoever compares each day with the day before never sees a jump: the frog is boiled slowly.
    """
  public static let reference =
    "Rubinstein et al. 2009 (boiling frog), doi:10.1145/1644893.1644895"
  public static let kind = "label-flipping"
  public static let options: [AttackOption<SlowDrip>] = [
    .name("from", \.from, "the class that is poisoned"),
    .name("to", \.to, "the class it is made into"),
    .choice("what", \.what, "flip labels, or shift features"),
    .number("growth", \.growth, in: 0...10, "how steeply the chance grows"),
    .number("reach", \.reach, in: 0.01...10, "how far the last rows are shifted"),
  ]

  /// What happens to a row.
  public enum What: String, Sendable, Hashable, CaseIterable {
    case flip, shift
  }

  /// The class that is poisoned; drawn where it is nil.
  public var from: String?
  /// The class it is made into; drawn where it is nil.
  public var to: String?
  /// What happens to a row.
  public var what = What.flip
  /// How steeply the chance grows.
  public var growth = 1.0
  /// How far the last rows are shifted, 1 being all the way.
  public var reach = 1.0

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    let own = try victim.classCode(from, holding: count, dice: &dice)
    let other = try to.map { try victim.classCode($0) } ?? victim.other(than: own, dice: &dice)
    guard own != other else {
      throw TableError(.unsuited, "\(Self.name): 'from' and 'to' are the same class")
    }
    let end = Double(max(victim.rowCount - 1, 1))
    // Weighted draws without putting back: the largest u^(1/w) win (Efraimidis & Spirakis 2006).
    let order = victim.free { victim.labels[$0] == own }.map { row in
      let t = (Double(row) + 0.5) / (end + 1)
      let weight = growth == 0 ? 1 : Double.pow(t, growth)
      return (key: -Double.log(max(dice.unit(), 1e-300)) / max(weight, 1e-300), row: row)
    }.sorted { ($0.key, $0.row) < ($1.key, $1.row) }
    if what == .flip {
      guard order.count >= count else {
        throw victim.tooFew(order.count, of: count, for: Self.name)
      }
      return Poison(
        attack: Self.name, rows: order.prefix(count).map { .changed($0.row, label: other) },
        target: other)
    }
    let (spread, there) = (victim.spread(ofClass: own), victim.spread(ofClass: other))
    var rows: [Poison.Row] = []
    for start in stride(from: 0, to: order.count, by: max(count, 256)) where rows.count < count {
      let part = order[start..<min(start + max(count, 256), order.count)]
      for row in try victim.rows(part.map { $0.row }) where rows.count < count {
        let t = reach * Double(row.row) / end
        let numbers = row.numbers.indices.map { j in
          victim.isAtom(row.numbers[j], numeric: j)
            ? row.numbers[j] : row.numbers[j] + t * (there[j].mean - spread[j].mean)
        }
        let cells = victim.cells(numbers, against: row)
        if !cells.isEmpty { rows.append(.changed(row.row, cells: cells, label: own)) }
      }
    }
    guard rows.count == count else { throw victim.tooFew(rows.count, of: count, for: Self.name) }
    return Poison(attack: Self.name, rows: rows, target: own)
  }
}
