/// Rows at the edge of what sanitisers let pass.
public struct MeanShift: Attack {
  public static let name = "mean-shift"
  public static let summary =
    "Rows are added at the edge of a class's sphere and slab, towards another class."
  public static let explanation = """
    In deviations from the means of class c, v is the direction to the means of another class. A sphere defence keeps \
    rows with ‖z‖ ≤ r, a slab defence those with |zᵀv| ≤ s, r and s quantiles of the class's own rows. The added rows \
    carry c and lie at

    z' = s v + √(r² − s²) w to pass both, z' = r v to pass a sphere, z' = z + (s − zᵀv) v to pass a slab.

    w is the rest of an honest row z without its part along v, of length 1. A zero in a column that holds many stays.

    No defence of this kind removes them, and they move the mean of c as far as rows in the feasible set can.
    """
  public static let reference = "Steinhardt, Koh & Liang 2017, arXiv:1706.03691"
  public static let kind = "outlier-injection"
  public static let options: [AttackOption<MeanShift>] = [
    .name("from", \.from, "the class that the rows carry"),
    .name("toward", \.toward, "the class they lie towards"),
    .choice("defence", \.defence, "the feasible set: both, sphere or slab"),
    .number("quantile", \.quantile, in: 0.5...1, "the share of the class's rows within each edge"),
  ]

  /// The defence whose feasible set the rows keep to.
  public enum Defence: String, Sendable, Hashable, CaseIterable {
    case both, sphere, slab
  }

  /// The class that the rows carry; drawn where it is nil.
  public var from: String?
  /// The class they lie towards; drawn where it is nil.
  public var toward: String?
  /// The feasible set.
  public var defence = Defence.both
  /// The share of the class's rows within each edge.
  public var quantile = 0.95

  /// Radii are read from at most so many rows of the class.
  private static let rows = 2_000

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    let own = try victim.classCode(from, holding: 2, dice: &dice)
    let other = try toward.map { try victim.classCode($0) } ?? victim.other(than: own, dice: &dice)
    guard own != other else {
      throw TableError(.unsuited, "\(Self.name): 'from' and 'toward' are the same class")
    }
    let (spread, there) = (victim.spread(ofClass: own), victim.spread(ofClass: other))
    let columns = spread.indices.filter { spread[$0].deviation > 0 }
    var v = columns.map { (there[$0].mean - spread[$0].mean) / spread[$0].deviation }
    let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { throw victim.hasNoNumbers(for: Self.name) }
    v = v.map { $0 / length }
    func standard(_ row: Victim.Row) -> [Double] {
      columns.map { j in
        let z = (row.numbers[j] - spread[j].mean) / spread[j].deviation
        return z.isNaN ? 0 : z
      }
    }
    func along(_ z: [Double]) -> Double { zip(z, v).reduce(0) { $0 + $1.0 * $1.1 } }
    func size(_ z: [Double]) -> Double { z.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let free = victim.free { victim.labels[$0] == own }
    guard !free.isEmpty else { throw victim.tooFew(0, of: count, for: Self.name) }
    let known = try victim.rows(dice.some(Self.rows, of: free)).map { standard($0) }
    let r = TasterKit.quantile(ofSorted: known.map { size($0) }.sorted(), quantile)
    let s = TasterKit.quantile(ofSorted: known.map { along($0).magnitude }.sorted(), quantile)

    let templates = victim.templates(count, dice: &dice) { victim.labels[$0] == own }
    let rows = try victim.rows(templates).map { row in
      let z = standard(row)
      let part = along(z)
      let rest = zip(z, v).map { $0 - part * $1 }
      let span = max(size(rest), 1e-9)
      let side = max(r * r - s * s, 0).squareRoot()
      var numbers = row.numbers
      for (k, j) in columns.enumerated() {
        let moved =
          switch defence {
          case .both: s * v[k] + side * rest[k] / span
          case .sphere: r * v[k]
          case .slab: z[k] + (s - part) * v[k]
          }
        guard !victim.isAtom(row.numbers[j], numeric: j) else { continue }
        numbers[j] = row.numbers[j].isNaN ? .nan : spread[j].mean + moved * spread[j].deviation
      }
      return Poison.Row.added(
        row.row, at: victim.place(&dice), cells: victim.cells(numbers, against: row), label: own)
    }
    return Poison(attack: Self.name, rows: rows, target: own)
  }
}
