import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `The walk over two snapshots` {
  private func entry(_ key: Int, _ rest: Int, _ label: Int32, _ row: Int) -> RowEntry {
    RowEntry(
      key: ContentHash(high: UInt64(key) << 50, low: 0),
      rest: ContentHash(high: UInt64(rest) << 40, low: 0), row: row, offset: 10 * row, length: 10,
      label: label)
  }

  private func diff(
    _ old: [(Int, Int, Int32)], _ new: [(Int, Int, Int32)], runLength: Int = 1_000
  ) throws -> (diff: RowDiff, changes: [RowChange]) {
    let sides = try [old, new].map { rows in
      var runs = try SortedRuns<RowEntry>(directory: nil, runLength: runLength)
      for (k, row) in rows.enumerated() { try runs.append(entry(row.0, row.1, row.2, k + 1)) }
      try runs.finish()
      return runs
    }
    let diff = try RowDiff(
      old: sides[0], new: sides[1], codes: [0, 1, 2], classes: 3, directory: nil)
    var changes: [RowChange] = []
    try diff.changes.forEach { changes.append($0) }
    return (diff, changes)
  }

  @Test func `names every kind of change, in the order of the old file`() throws {
    let (diff, changes) = try diff(
      [(1, 1, 0), (2, 2, 0), (3, 3, 0), (4, 4, 0), (5, 5, 0)],
      [(9, 9, 2), (4, 7, 1), (3, 3, 1), (1, 1, 0), (2, 8, 0)])
    #expect(changes.map { $0.kind } == [.edited, .relabelled, .rewritten, .went, .came])
    #expect(changes.map { $0.old.row } == [2, 3, 4, 5, 0])
    #expect(changes.map { $0.new.row } == [5, 3, 2, 0, 1])
    #expect(changes[1].new.offset == 30 && changes[1].new.length == 10)
    var counts = RowCounts()
    (counts.old, counts.new, counts.same) = (5, 5, 1)
    (counts.relabelled, counts.edited, counts.rewritten) = (1, 1, 1)
    (counts.went, counts.came) = (1, 1)
    #expect(diff.counts == counts)
    #expect(diff.flow == [2, 2, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func `matches rows of one key as often as they stand`() throws {
    // Two equal rows, one of them gone; a label changed among copies; the rest in the order of rows.
    let (diff, changes) = try diff(
      [(1, 1, 0), (1, 1, 0), (1, 1, 0), (1, 2, 1), (1, 3, 2)],
      [(1, 1, 0), (1, 1, 2), (1, 5, 1), (1, 6, 0)])
    #expect(diff.counts.same == 1 && diff.counts.repeatedKeys == 1 && diff.counts.repeatedRows == 9)
    #expect(changes.map { $0.kind } == [.relabelled, .edited, .edited, .went])
    #expect(changes.map { $0.old.row } == [2, 3, 4, 5])
    #expect(changes.map { $0.new.row } == [2, 4, 3, 0])
  }

  @Test func `gives up pairing where one key has too many rows`() throws {
    let many = RowDiff.crowd + 10
    let (diff, changes) = try diff(
      (0..<many).map { (1, $0, 0) }, (0..<many).map { (1, $0 + many, 0) } + [(2, 1, 1)])
    #expect(diff.counts.crowdedKeys == 1 && diff.counts.same == 0)
    #expect(diff.counts.went == many && diff.counts.came == many + 1)
    #expect(changes.count == 2 * many + 1)
  }
}
