import RealModule
import TasterKernels

/// Many near copies of a few rows.
public struct Flood: Detector {
  public static let name = "flood"
  public static let summary = "many near copies of a few rows, more than the table has by nature"
  public static let explanation = """
    Rows closer together than rows of this table are, found round 800 landmarks drawn by content, form a group. A \
    group is a flood when it is larger than natural copies explain. Its rows leave the label models together, so they \
    cannot vouch for each other.

    An attacker who copies few rows many times moves a model most per row (Koh, Steinhardt & Liang 2018, \
    arXiv:1811.00741). Natural duplicates look the same when they carry the same label; floods that the label models \
    do not contradict are held only when large and when copies are rare in this table.
    """

  /// A group this large is held whatever its label, where copies are rare.
  public var sizeToHold = 12
  /// A row of a flood is held when another class is likelier by this much.
  public var marginToHold = 0.1

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    FloodJudge(
      options: self, copies: profile.copies, rows: profile.sample.rows,
      isWhole: profile.sample.isWhole)
  }
}

/// The copies' verdict on rows.
struct FloodJudge: Judge {
  let options: Flood
  let copies: NearCopies
  let rows: [Int]
  /// Whether every row of the table was learned from.
  let isWhole: Bool

  private func size(_ row: Int, of batch: Batch) -> Int? {
    guard batch.group[row] >= 0 else { return nil }
    let size = copies.members[batch.group[row]].count
    return size >= copies.floodSize ? size : nil
  }

  func evidence(_ batch: Batch) -> [Evidence] {
    (0..<batch.count).map { i in
      guard let size = size(i, of: batch) else { return .none }
      let weight = copies.areRare ? Double.log(Double(size) / 2) : 0.5
      let contradicted = batch.margins[i] > 0
      return Evidence(
        nats: weight + (contradicted ? 1.4 : 0),
        holds: batch.margins[i] > options.marginToHold
          || size >= options.sizeToHold && copies.areRare)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard let size = size(row, of: batch) else { return [] }
    let own = batch.chunk.firstRow + row
    let some = copies.members[batch.group[row]].map { rows[$0] }.filter { $0 != own }.sorted()
    let numbers = some.prefix(5).map { $0 + 1 }
    let kind = isWhole ? "rows" : "drawn rows"
    let what =
      some.count < size
      ? "one of \(size) \(kind) that are near copies of each other"
      : "a near copy of \(size) \(kind)"
    return [
      Reason(
        detector: Flood.name,
        text: "\(what) (with rows "
          + "\(numbers.map { String($0) }.joined(separator: ", "))\(some.count > 5 ? ", …" : ""))",
        rows: numbers)
    ]
  }
}
