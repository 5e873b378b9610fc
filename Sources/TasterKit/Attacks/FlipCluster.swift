/// Label flips in one place.
public struct FlipCluster: Attack {
  public static let name = "flip-cluster"
  public static let summary =
    "The rows round a few rows of one class, subpopulations, get another label."
  public static let explanation = """
    A row of a class is drawn as centre; of the rows of its class nearest to it, the share asked for gets one other \
    class, until so many rows are flipped as asked for. Distance is Euclidean over the numeric columns in standard \
    deviations; a category that differs adds 1, a value that is missing on one side adds 1.

    A model learns the wrong label for a kind of rows and stays right elsewhere, so its accuracy hardly tells. With a \
    share of 1 the attacker owns the place: from the table alone nobody can say which label is right there.
    """
  public static let reference =
    "Jagielski et al. 2021 (subpopulation data poisoning), arXiv:2006.14026, doi:10.1145/3460120.3485368"
  public static let kind = "label-flipping"
  public static let options: [AttackOption<FlipCluster>] = [
    .name("from", \.from, "the class that loses rows"),
    .name("to", \.to, "the class whose label they get"),
    .count("centres", \.centres, in: 1...1_000, "how many places"),
    .number("share", \.share, in: 0.01...1, "the share of a place's rows that is flipped"),
  ]

  /// The class that loses rows; drawn where it is nil.
  public var from: String?
  /// The class whose label they get; drawn where it is nil.
  public var to: String?
  /// How many places.
  public var centres = 1
  /// The share of a place's rows that is flipped.
  public var share = 1.0

  /// The attack with default options.
  public init() {}

  public func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
    try victim.requireClasses(for: Self.name)
    let places = min(centres, count)
    let needed = (Double(count) / share).rounded(.up)
    let source = try victim.classCode(from, holding: Int(needed), dice: &dice)
    let target = try to.map { try victim.classCode($0) } ?? victim.other(than: source, dice: &dice)
    guard source != target else {
      throw TableError(.unsuited, "\(Self.name): 'from' and 'to' are the same class")
    }
    var free = victim.free { victim.labels[$0] == source }
    guard free.count >= count else { throw victim.tooFew(free.count, of: count, for: Self.name) }
    var chosen: [Int] = []
    for k in 0..<places where chosen.count < count {
      let own = (k + 1) * count / places - chosen.count
      let size = min(max(own, Int((Double(own) / share).rounded(.up))), free.count)
      let near = try victim.nearest(size, to: dice.one(of: free), among: Set(free))
      chosen += dice.some(own, of: near)
      let gone = Set(near)
      free.removeAll { gone.contains($0) }
      guard !free.isEmpty || chosen.count >= count else { break }
    }
    guard chosen.count == count else {
      throw victim.tooFew(chosen.count, of: count, for: Self.name)
    }
    return Poison(
      attack: Self.name, rows: chosen.map { .changed($0, label: target) }, target: target)
  }
}

extension Victim {
  /// The rows nearest to a row, itself included, nearest first.
  func nearest(_ count: Int, to centre: Int, among rows: Set<Int>) throws -> [Int] {
    guard let origin = try self.rows([centre]).first else { return [] }
    let scales = ranges.map { $0.deviation > 0 ? $0.deviation : 1 }
    var found: [(distance: Double, row: Int)] = []
    try forEachRow { row in
      guard rows.contains(row.row) else { return }
      var distance = 0.0
      for j in scales.indices {
        let (x, y) = (row.numbers[j], origin.numbers[j])
        guard !x.isNaN, !y.isNaN else {
          if x.isNaN != y.isNaN { distance += 1 }
          continue
        }
        distance += (x - y) * (x - y) / (scales[j] * scales[j])
      }
      for k in row.levels.indices where row.levels[k] != origin.levels[k] { distance += 1 }
      found.append((distance, row.row))
    }
    return found.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }.prefix(count)
      .map { $0.row }
  }
}
