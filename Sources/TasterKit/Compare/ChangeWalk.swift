import TasterCSV
import TasterKernels

/// One changed row with everything a person wants to know about it.
public struct ChangedRow: Sendable, Hashable {
  /// What happened to a row.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Only its label changed.
    case relabelled
    /// Its label stayed, other cells changed.
    case edited
    /// Its label and other cells changed.
    case rewritten
    /// It stands in the old snapshot alone.
    case went
    /// It stands in the new snapshot alone.
    case came
    /// It stands in the new snapshot; whether it stood in the old one is not known.
    case unmatched
  }

  /// Where a row stands.
  public struct Place: Sendable, Hashable {
    /// The row's number in its file, from 1; rejected records do not count.
    public let row: Int
    /// Its first byte, from 0, in the decompressed text.
    public let byteOffset: Int
    /// How many bytes, the line end included.
    public let byteLength: Int
  }

  /// A cell that is another one now.
  public struct Cell: Sendable, Hashable {
    /// The column's name in the old snapshot.
    public let column: String
    /// What stood there.
    public let old: String
    /// What stands there now.
    public let new: String
  }

  /// What happened.
  public let kind: Kind
  /// Where it stood; nil for a row that came.
  public let old: Place?
  /// Where it stands; nil for a row that went.
  public let new: Place?
  /// What stands in the key columns, in the order they were named.
  public let key: [String]
  /// The label it had; nil for a row that came, and without labels.
  public let oldLabel: String?
  /// The label it has; nil for a row that went, and without labels.
  public let newLabel: String?
  /// The other cells that changed; only of pairs.
  public let cells: [Cell]
  /// What stands in the source column of the new row, of the old one where there is no new one; nil without one.
  public let source: String?
  /// What stands in the time column, likewise.
  public let time: String?
  /// How much the change raises suspicion by the old profile, in nats; nil where that cannot be said.
  ///
  /// log p(old label | old features) − log p(new label | new features); of a row that came, log p(likeliest other class) −
  /// log p(its class).
  public let suspicion: Double?
  /// How surprising the new row's numbers are by the old profile, in nats, at least 0; nil where nothing was learned.
  public let surprise: Double?
  /// The class the new row looks like; nil where that is unknown.
  public let looksLike: String?
}

/// Reads the changed rows again, judges them and tells them one by one.
struct ChangeWalk {
  private let pair: SnapshotPair
  private let result: SnapshotPair.Result
  private let judge: ChangeJudge?
  private let threads: Int

  private static let batchRows = 512

  init(_ pair: SnapshotPair, _ result: SnapshotPair.Result, judge: ChangeJudge?, threads: Int) {
    self.pair = pair
    self.result = result
    self.judge = judge
    self.threads = threads
  }

  /// Tells every change in the order of the old file, then rows that came in the order of the new one.
  ///
  /// - Parameter body: Called once a change.
  /// - Throws: What reading or the body throws.
  /// - Complexity: O(bytes of the changed rows), and O(m · columns) each where there is a judge.
  func forEach(_ body: (ChangedRow) throws -> Void) throws {
    var reader = try result.diff.changes.reader()
    while true {
      var batches: [[RowChange]] = []
      while batches.count < max(threads, 1) {
        var batch: [RowChange] = []
        while batch.count < Self.batchRows, let change = try reader.next() { batch.append(change) }
        if batch.isEmpty { break }
        batches.append(batch)
      }
      if batches.isEmpty { return }
      let some = batches
      for rows in try parallelMap(some.count, threads: threads, { try tell(some[$0]) }) {
        for row in rows { try body(row) }
      }
    }
  }

  /// The texts of one row that matter.
  private struct Texts {
    var key: [String] = []
    var cells: [String] = []
    var hashes: [ContentHash] = []
    var source: String?
    var time: String?
  }

  private func tell(_ changes: [RowChange]) throws -> [ChangedRow] {
    var old = [Texts?](repeating: nil, count: changes.count)
    var new = old
    var oldRows = [SchemaCoder.Row?](repeating: nil, count: changes.count)
    var newRows = oldRows
    let before = changes.indices.filter { changes[$0].old.row > 0 }
    try pair.old.read(before.map { changes[$0].old }) { k, batch, i in
      old[before[k]] = texts(batch, i, isOld: true, withCells: changes[before[k]].isPaired)
      if let judge { oldRows[before[k]] = judge.oldCoder.row(batch, i) }
    }
    let after = changes.indices.filter { changes[$0].new.row > 0 }
    try pair.new.read(after.map { changes[$0].new }) { k, batch, i in
      new[after[k]] = texts(batch, i, isOld: false, withCells: changes[after[k]].isPaired)
      if let judge { newRows[after[k]] = judge.newCoder.row(batch, i) }
    }
    let opinions = judge?.opinions(changes, old: oldRows, new: newRows)
    return changes.indices.map { k in
      row(changes[k], old: old[k], new: new[k], opinion: opinions?[k])
    }
  }

  private func texts(_ batch: RecordBatch, _ i: Int, isOld: Bool, withCells: Bool) -> Texts {
    func text(_ column: ColumnMatch.Pair) -> String {
      batch.text(i, isOld ? column.old : column.new)
    }
    var texts = Texts()
    texts.key = pair.keys.map(text)
    texts.source = pair.columns.pairs.first { $0.role == .source }.map(text)
    texts.time = pair.columns.pairs.first { $0.role == .time }.map(text)
    guard withCells else { return texts }
    for column in pair.compared {
      texts.cells.append(text(column))
      texts.hashes.append(
        pair.hash(batch, i, [isOld ? column.old : column.new], as: .value))
    }
    return texts
  }

  private func row(
    _ change: RowChange, old: Texts?, new: Texts?, opinion: ChangeJudge.Opinion?
  ) -> ChangedRow {
    func place(_ place: RowChange.Place) -> ChangedRow.Place? {
      place.row > 0
        ? ChangedRow.Place(
          row: place.row, byteOffset: place.offset, byteLength: place.length) : nil
    }
    func label(_ place: RowChange.Place) -> String? {
      place.row > 0 && !result.classes.isEmpty ? result.classes[Int(place.label)] : nil
    }
    var cells: [ChangedRow.Cell] = []
    if let old, let new, change.isPaired {
      for (k, column) in pair.compared.enumerated() where old.hashes[k] != new.hashes[k] {
        cells.append(
          ChangedRow.Cell(column: column.name, old: old.cells[k], new: new.cells[k]))
      }
    }
    let looksLike = opinion.flatMap { opinion in
      opinion.looksLike >= 0 ? judge?.profile.schema.classes[Int(opinion.looksLike)] : nil
    }
    func number(_ x: Double?) -> Double? { x.flatMap { $0.isNaN ? nil : $0 } }
    return ChangedRow(
      kind: change.kind.told, old: place(change.old), new: place(change.new),
      key: (new ?? old)?.key ?? [], oldLabel: label(change.old), newLabel: label(change.new),
      cells: cells, source: (new ?? old)?.source, time: (new ?? old)?.time,
      suspicion: number(opinion?.suspicion), surprise: number(opinion?.surprise),
      looksLike: looksLike)
  }
}

extension RowChange.Kind {
  /// The same for those who read it.
  var told: ChangedRow.Kind {
    switch self {
    case .relabelled: .relabelled
    case .edited: .edited
    case .rewritten: .rewritten
    case .went: .went
    case .came: .came
    }
  }
}
