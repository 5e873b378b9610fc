import TasterKernels
import Testing

@Suite struct `Nearest lists` {
  /// All other rows, nearest first, by the naive loop.
  private static func all(_ a: Numbers, round i: Int) -> [(position: Int, distance: Double)] {
    (0..<a.rows).filter { $0 != i }.map { j in
      let distance = (0..<a.columns).reduce(0.0) {
        $0 + (a[i, $1] - a[j, $1]) * (a[i, $1] - a[j, $1])
      }
      return (j, distance)
    }.sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }
  }

  private static func expectNearest(_ found: NearestLists, in a: Numbers, count: Int) {
    let k = min(count, a.rows - 1)
    #expect(found.count == k)
    // Some rows of every block; the last one too.
    for i in Set(stride(from: 0, to: a.rows, by: 37)).union([a.rows - 1]) {
      let wanted = all(a, round: i).prefix(k)
      #expect(Array(found.positions[i * k..<(i + 1) * k]) == wanted.map { $0.position })
      #expect(Array(found.squaredDistances[i * k..<(i + 1) * k]) == wanted.map { $0.distance })
    }
  }

  // Blocks have 512 rows and 256 columns.
  @Test(arguments: [1, 2, 3, 17, 256, 257, 530], [1, 5])
  func `are those of the naive loop`(rows: Int, columns: Int) throws {
    let a = Numbers.real(rows, columns, seed: UInt64(rows))
    for count in [1, 2, 10] {
      Self.expectNearest(try NearestLists(a, count: count, threads: 1), in: a, count: count)
    }
  }

  @Test func `put equal distances in the order of positions`() throws {
    // Points of a line, one apart: the two beside each are equally far.
    let line = Numbers(rows: 600, columns: 1, elements: (0..<600).map { Double($0) - 300 })
    let found = try NearestLists(line, count: 2, threads: 1)
    for i in 1..<599 { #expect(Array(found.positions[2 * i..<2 * i + 2]) == [i - 1, i + 1]) }
  }

  @Test(arguments: [2, 3, 8])
  func `do not depend on the number of threads`(threads: Int) throws {
    // Whole numbers: many distances are equal.
    for a in [Numbers.whole(1_300, 3, seed: 4), Numbers.real(1_300, 3, seed: 4)] {
      let one = try NearestLists(a, count: 4, threads: 1)
      #expect(try NearestLists(a, count: 4, threads: threads) == one)
    }
  }

  @Test func `tell rows apart that single precision cannot`() throws {
    // About 10⁻⁹ apart at a length of 1, each twice as far from the first as the one before it.
    var a = Numbers.real(40, 6, seed: 9)
    for i in 0..<6 {
      for k in 0..<6 { a[i, k] = a[0, k] }
      a[i, 0] += i == 0 ? 0 : 1e-5 * Double(1 << (6 - i))
    }
    let found = try NearestLists(a, count: 5, threads: 1)
    #expect(Array(found.positions[0..<5]) == [5, 4, 3, 2, 1])
  }

  @Test func `hold distance 0 for copies, even by rounding`() throws {
    var a = Numbers.real(30, 4, seed: 10)
    for k in 0..<4 {
      a[7, k] = a[3, k]
      a[9, k] = a[3, k] * (1 + 1e-15)
    }
    let found = try NearestLists(a, count: 2, threads: 1)
    #expect(Array(found.squaredDistances[6..<8]) == [0, 0])
    #expect(Array(found.positions[6..<8]) == [7, 9])
  }

  @Test func `bear equal rows, no columns and no rows`() throws {
    let same = try NearestLists(Numbers(rows: 40, columns: 2, repeating: 0.5), count: 3, threads: 2)
    #expect(same.squaredDistances.allSatisfy { $0 == 0 })
    #expect(Array(same.positions[..<3]) == [1, 2, 3])
    #expect(try NearestLists(Numbers(rows: 4, columns: 0), count: 9, threads: 1).count == 3)
    #expect(try NearestLists(Numbers(rows: 1, columns: 3), count: 2, threads: 1).positions == [])
    #expect(try NearestLists(Numbers(rows: 0, columns: 3), count: 2, threads: 1).positions == [])
  }
}
