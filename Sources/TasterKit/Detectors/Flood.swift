import RealModule
import TasterKernels

/// Many near copies of a few rows.
public struct Flood: Detector {
  public static let name = "flood"
  public static let summary = "many near copies of a few rows, more than the table has by nature"
  public static let explanation = """
    Rows closer together than rows of this table are, found round 800 landmarks drawn by content and round rows that \
    have two others as near, form a group. A group is a flood when it is larger than natural copies explain. Its rows leave the label models together, so they \
    cannot vouch for each other. Rows a little further apart form a group too, where nothing lies round them for a \
    while, they carry one label, and the rows beyond carry others.

    A group whose rows share a label that the models contradict speaks as a whole. An attacker who copies few rows many times moves a model most per row (Koh, Steinhardt & Liang 2018, \
    arXiv:1811.00741). Natural duplicates look the same when they carry the right label; floods that the label models \
    do not contradict are held only when large, and where copies are common only when they outgrow those by far.
    """

  /// A flood this large is held whatever its label.
  public var sizeToHold = 12
  /// A group that agrees with itself is held when the models contradict its middle row by this much.
  public var marginToHold = 0.2

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    let labels = profile.sample.labels
    let groups = profile.copies.members.map { members -> FloodJudge.Group in
      var counts: [Int: Int] = [:]
      for i in members { counts[labels[i], default: 0] += 1 }
      let label = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
      let own = members.filter { labels[$0] == label }
      return FloodJudge.Group(
        agreement: Double(own.count) / Double(max(members.count, 1)),
        margin: quantile(ofSorted: own.map { profile.standing.margins[$0] }.sorted(), 0.5),
        isNatural: profile.isNatural(own))
    }
    return FloodJudge(
      options: self, copies: profile.copies, groups: groups, rows: profile.sample.rows,
      ownRows: profile.ownRows, isWhole: profile.sample.isWhole)
  }
}

/// The copies' verdict on rows.
struct FloodJudge: Judge {
  /// What a group of copies looks like as a whole.
  struct Group: Sendable {
    /// The share of its rows that carry its commonest label.
    let agreement: Double
    /// The middle margin of those rows: above 0 where the models contradict them.
    let margin: Double
    /// Whether trusted data holds such copies too.
    var isNatural = false
  }

  let options: Flood
  let copies: NearCopies
  let groups: [Group]
  let rows: [Int]
  /// How many rows the judged table has.
  let ownRows: Int
  /// Whether every row of the table was learned from.
  let isWhole: Bool

  func evidence(_ batch: Batch) -> [Evidence] {
    batch.group.map { g in
      guard g >= 0, !groups[g].isNatural else { return .none }
      let size = copies.members[g].count
      let group = groups[g]
      let isFlood = copies.floodSize.map { size >= $0 } ?? false && !copies.loose.contains(g)
      let agrees = group.agreement > 0.8 && size >= 4
      var nats = 0.0
      if agrees, group.margin > 0 {
        nats = 3 + Double.log(Double(size) / 2)
      } else if isFlood {
        nats = 4 * max(0, Double.log(Double(size) / copies.naturalSize))
      }
      return Evidence(
        nats: nats,
        holds: agrees && group.margin > options.marginToHold
          || isFlood && size >= options.sizeToHold)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard batch.group[row] >= 0, copies.members[batch.group[row]].count >= 4 else { return [] }
    let size = copies.members[batch.group[row]].count
    let own = batch.chunk.firstRow + row
    let some = copies.members[batch.group[row]].map { rows[$0] }
      .filter { $0 != own && $0 < ownRows }.sorted()
    let numbers = some.prefix(5).map { $0 + 1 }
    let kind = isWhole ? "rows" : "drawn rows"
    let what =
      some.count < size
      ? "one of \(size) \(kind) that are near copies of each other"
      : "a near copy of \(size) \(kind)"
    return [
      Reason(
        detector: Flood.name,
        text: numbers.isEmpty
          ? what
          : "\(what) (with rows "
            + "\(numbers.map { String($0) }.joined(separator: ", "))\(some.count > 5 ? ", …" : ""))",
        rows: numbers)
    ]
  }
}
