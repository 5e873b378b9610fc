import TasterKit
import Testing

@Suite struct `Row keys` {
  private static func chunk(
    _ numeric: [Double], codes: [Int32] = [0, 0, 0], labels: [Int32] = [0, 0, 0]
  ) -> Chunk {
    Chunk(
      firstRow: 0, count: 3, numeric: numeric, codes: codes, labels: labels, sources: [0, 1, 2])
  }

  @Test func `are equal for equal rows and for no others`() {
    let keys = RowKey.of(Self.chunk([1, 2, 1, 5, 5, 5]), seed: 0)
    #expect(keys[0] == keys[2])
    #expect(keys[0].features != keys[1].features)
  }

  @Test func `know one zero and one missing value`() {
    let odd = Double(nan: 3, signaling: false)
    let keys = RowKey.of(Self.chunk([0, -0.0, 1, .nan, odd, .nan]), seed: 0)
    #expect(keys[0] == keys[1])
    #expect(keys[1] != keys[2])
  }

  @Test func `tell columns, codes and labels apart`() {
    let swapped = RowKey.of(Self.chunk([1, 2, 1, 2, 1, 2]), seed: 0)
    #expect(swapped[0].features != swapped[1].features)
    let coded = RowKey.of(Self.chunk([1, 1, 1], codes: [0, 1, -1]), seed: 0)
    #expect(Set(coded.map(\.features)).count == 3)
    let labelled = RowKey.of(Self.chunk([1, 1, 1], labels: [0, 1, 1]), seed: 0)
    #expect(Set(labelled.map(\.features)).count == 1)
    #expect(labelled[0].row != labelled[1].row && labelled[1].row == labelled[2].row)
  }

  @Test func `draw in another order for another seed`() {
    let chunk = Self.chunk([1, 2, 3])
    let (a, b) = (RowKey.of(chunk, seed: 1), RowKey.of(chunk, seed: 2))
    #expect(a.map(\.row) == b.map(\.row))
    #expect(zip(a, b).allSatisfy { $0.draw != $1.draw })
  }

  @Test func `of no rows are none`() {
    let empty = Chunk(firstRow: 0, count: 0, numeric: [], codes: [], labels: [], sources: [])
    #expect(RowKey.of(empty, seed: 0).isEmpty)
  }
}
