import TasterKernels

/// Walks two sorted snapshots side by side and tells what came, went and changed.
///
/// Rows of one key form a group. Equal rows cancel out, as often as they stand on both sides. What is left is paired: first
/// rows that differ in the label alone, then rows of one label, then the others, each in the order of row numbers. What
/// then has no partner went or came.
struct RowDiff: Sendable {
  /// More rows of one key that are left over on one side are not paired but told as gone and come.
  static let crowd = 1 << 16

  /// What was counted.
  private(set) var counts = RowCounts()
  /// How many pairs carry which label before and after: `classes` × `classes`, old by new.
  private(set) var flow: [Int]
  /// The changes in the order of the old file.
  private(set) var changes: SortedRuns<RowChange>
  private let classes: Int
  private let codes: [Int32]
  private var leftOld: [RowEntry] = []
  private var leftNew: [RowEntry] = []
  private var isCrowded = false

  /// Compares.
  ///
  /// - Parameters:
  ///   - old: The rows of the old snapshot.
  ///   - new: The rows of the new one.
  ///   - codes: What each class of an entry is called from now on.
  ///   - classes: How many classes there are; 0 in tables without labels.
  ///   - directory: Where the changes live.
  /// - Throws: What the disk throws.
  /// - Complexity: O(rows) but for the sort; memory for a group's leftovers, at most 2¹⁶ a side.
  init(
    old: SortedRuns<RowEntry>, new: SortedRuns<RowEntry>, codes: [Int32], classes: Int,
    directory: String?
  ) throws {
    self.classes = classes
    self.codes = codes
    flow = Array(repeating: 0, count: classes * classes)
    changes = try SortedRuns(directory: directory)
    counts.old = old.count
    counts.new = new.count
    var (olds, news) = (try old.reader(), try new.reader())
    var (a, b) = (try olds.next(), try news.next())
    while a != nil || b != nil {
      guard let key = [a?.key, b?.key].compactMap({ $0 }).min() else { break }
      var (oldRows, newRows) = (0, 0)
      while true {
        let first = a.flatMap { $0.key == key ? $0 : nil }
        let second = b.flatMap { $0.key == key ? $0 : nil }
        if first == nil, second == nil { break }
        let isSame = if let first, let second { first.isSame(as: second) } else { false }
        let goesFirst = if let first, let second { first.precedes(second) } else { first != nil }
        if isSame || goesFirst {
          oldRows += 1
          a = try olds.next()
        }
        if isSame || !goesFirst {
          newRows += 1
          b = try news.next()
        }
        if isSame, let first {
          counts.same += 1
          if classes > 0 { flow[Int(codes[Int(first.label)]) * (classes + 1)] += 1 }
        } else if goesFirst, let first {
          leftOld.append(first)
        } else if let second {
          leftNew.append(second)
        }
        if max(leftOld.count, leftNew.count) > Self.crowd || isCrowded { try giveUp() }
      }
      if max(oldRows, newRows) > 1 {
        counts.repeatedKeys += 1
        counts.repeatedRows += oldRows + newRows
      }
      try closeGroup()
    }
    try changes.finish()
  }

  /// Tells the group's leftovers as gone and come.
  private mutating func giveUp() throws {
    if !isCrowded { counts.crowdedKeys += 1 }
    isCrowded = true
    for entry in leftOld { try tell(entry, nil) }
    for entry in leftNew { try tell(nil, entry) }
    leftOld.removeAll(keepingCapacity: true)
    leftNew.removeAll(keepingCapacity: true)
  }

  private mutating func closeGroup() throws {
    defer {
      isCrowded = false
      leftOld.removeAll(keepingCapacity: true)
      leftNew.removeAll(keepingCapacity: true)
    }
    if leftOld.count <= 1, leftNew.count <= 1 {
      if !leftOld.isEmpty || !leftNew.isEmpty { try tell(leftOld.first, leftNew.first) }
      return
    }
    leftOld.sort { $0.row < $1.row }
    leftNew.sort { $0.row < $1.row }
    try pair { $0.rest }
    try pair { $0.label }
    try pair { _ in 0 }
    for entry in leftOld { try tell(entry, nil) }
    for entry in leftNew { try tell(nil, entry) }
  }

  /// Pairs leftovers of which something is equal, first come, first served.
  private mutating func pair<Trait: Hashable>(_ trait: (RowEntry) -> Trait) throws {
    guard !leftOld.isEmpty, !leftNew.isEmpty else { return }
    var waiting: [Trait: (rows: [Int], next: Int)] = [:]
    for (k, entry) in leftNew.enumerated() {
      waiting[trait(entry), default: ([], 0)].rows.append(k)
    }
    var isTaken = [Bool](repeating: false, count: leftNew.count)
    var single: [RowEntry] = []
    for entry in leftOld {
      let key = trait(entry)
      if let queue = waiting[key], queue.next < queue.rows.count {
        let k = queue.rows[queue.next]
        waiting[key]?.next += 1
        isTaken[k] = true
        try tell(entry, leftNew[k])
      } else {
        single.append(entry)
      }
    }
    leftOld = single
    leftNew = leftNew.indices.filter { !isTaken[$0] }.map { leftNew[$0] }
  }

  private mutating func tell(_ old: RowEntry?, _ new: RowEntry?) throws {
    func place(_ entry: RowEntry?) -> RowChange.Place {
      guard let entry else { return .none }
      return RowChange.Place(
        row: entry.row, offset: entry.offset, length: Int(entry.length),
        label: classes > 0 ? codes[Int(entry.label)] : 0)
    }
    let (before, after) = (place(old), place(new))
    let kind: RowChange.Kind
    switch (old, new) {
    case (let old?, let new?):
      let isRelabelled = before.label != after.label
      kind = !isRelabelled ? .edited : old.rest == new.rest ? .relabelled : .rewritten
      if classes > 0 { flow[Int(before.label) * classes + Int(after.label)] += 1 }
    case (_?, nil): kind = .went
    default: kind = .came
    }
    switch kind {
    case .relabelled: counts.relabelled += 1
    case .edited: counts.edited += 1
    case .rewritten: counts.rewritten += 1
    case .went: counts.went += 1
    case .came: counts.came += 1
    }
    try changes.append(RowChange(kind: kind, old: before, new: after))
  }
}

/// How many rows of two snapshots met which end.
public struct RowCounts: Sendable, Hashable {
  /// Rows of the old snapshot.
  public internal(set) var old = 0
  /// Rows of the new snapshot.
  public internal(set) var new = 0
  /// Rows that stand in both alike.
  public internal(set) var same = 0
  /// Pairs that differ in the label alone.
  public internal(set) var relabelled = 0
  /// Pairs that differ, but not in the label.
  public internal(set) var edited = 0
  /// Pairs that differ in the label and elsewhere.
  public internal(set) var rewritten = 0
  /// Rows of the old snapshot without a partner.
  public internal(set) var went = 0
  /// Rows of the new snapshot without a partner.
  public internal(set) var came = 0
  /// Keys that several rows of one snapshot share.
  public internal(set) var repeatedKeys = 0
  /// Rows of both with such a key.
  public internal(set) var repeatedRows = 0
  /// Keys with so many rows left over that none of them were paired.
  public internal(set) var crowdedKeys = 0

  /// Pairs of which something changed.
  public var changed: Int { relabelled + edited + rewritten }
  /// Whether anything is different.
  public var isDifferent: Bool { changed + went + came > 0 }
}
