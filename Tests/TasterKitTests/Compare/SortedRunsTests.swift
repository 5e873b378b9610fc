import TasterKernels
import Testing

@testable import TasterKit

@Suite struct `Sorted runs` {
  private func change(_ row: Int) -> RowChange {
    RowChange(
      kind: .came, old: .none,
      new: RowChange.Place(row: row, offset: row * 10, length: 10, label: 0))
  }

  @Test(arguments: [1, 2, 7, 64, 1_000])
  func `are read in order, whatever their length`(length: Int) throws {
    var dice = Dice(seed: UInt64(length))
    let rows = Array(1...500).shuffled(using: &dice)
    var runs = try SortedRuns<RowChange>(directory: nil, runLength: length)
    for row in rows { try runs.append(change(row)) }
    try runs.finish()
    #expect(runs.count == 500)
    for _ in 0..<2 {
      var read: [Int] = []
      try runs.forEach { read.append($0.new.row) }
      #expect(read == Array(1...500))
    }
  }

  @Test func `may be empty`() throws {
    var runs = try SortedRuns<RowChange>(directory: nil)
    try runs.finish()
    var reader = try runs.reader()
    let first = try reader.next()
    #expect(first == nil && runs.count == 0)
  }
}
