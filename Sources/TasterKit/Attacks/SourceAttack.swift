/// One bad supplier.
public struct SourceAttack: Attack {
  public static let name = "source-attack"
  public static let summary = "Labels are flipped, most of them in rows of one source."
  public static let explanation = """
    y' is uniform on the classes other than y; the share asked for of all flips falls on rows of one source, the rest \
    on rows of all others. Needs the column of sources (--source).

    An annotator, a feed or an insider gone bad. Row by row the flips look like any others; the source's rate gives \
    them away.
    """
  public static let reference =
    "Baracaldo et al. 2017 (provenance), doi:10.1145/3128572.3140450"
  public static let kind = "bad-source"
  public static let options: [AttackOption<SourceAttack>] = [
    .name("source", \.source, "the bad source"),
    .number("share", \.share, in: 0...1, "the share of the flips in its rows"),
  ]

  /// The bad source; drawn where it is nil.
  public var source: String?
  /// The share of the flips in its rows.
  public var share = 0.8

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    guard !victim.schema.sources.isEmpty else {
      throw TableError(
        .unsuited,
        "\(Self.name) needs a column that says where rows came from; name it with --source")
    }
    let inside = Int((share * Double(count)).rounded())
    let bad = try source.map { try victim.sourceCode($0) } ?? victim.source(of: inside, dice: &dice)
    var rows = try victim.pick(inside, for: Self.name, dice: &dice) { victim.sources[$0] == bad }
    rows += try victim.pick(count - inside, for: Self.name, dice: &dice) {
      victim.sources[$0] != bad
    }
    return Poison(
      attack: Self.name,
      rows: rows.map { .changed($0, label: victim.other(than: victim.labels[$0], dice: &dice)) })
  }
}

extension Victim {
  /// A source with at least so many rows that may be poisoned; the largest where none has.
  func source(of count: Int, dice: inout AttackDice) -> Int32 {
    var sizes = [Int](repeating: 0, count: schema.sources.count)
    for row in free() where sources[row] >= 0 { sizes[Int(sources[row])] += 1 }
    let able = sizes.indices.filter { sizes[$0] >= count }
    guard able.isEmpty else { return Int32(dice.one(of: able)) }
    return Int32(sizes.indices.max { (sizes[$0], $1) < (sizes[$1], $0) } ?? 0)
  }
}
