import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Isolated clusters` {
  /// Two clouds of five columns, one a class each, the second one apart by `gap` in every column; the last `copies` rows are one
  /// row of the first cloud, shaken by `jitter`, with the given label.
  private static func table(
    rows n: Int, copies: Int, jitter: Double, label: Int, gap: Double = 6, seed: UInt64 = 3
  ) -> (z: Numbers, labels: [Int]) {
    var generator = SeededGenerator(seed: seed)
    var z = Numbers(rows: n, columns: 5)
    for k in z.elements.indices { z.elements[k] = generator.normal() }
    var labels = [Int](repeating: 0, count: n)
    for i in stride(from: 1, to: n, by: 2) {
      labels[i] = 1
      for j in 0..<5 { z[i, j] += gap }
    }
    for i in (n - copies)..<n {
      labels[i] = label
      for j in 0..<5 { z[i, j] = z[0, j] + jitter * generator.normal() }
    }
    return (z, labels)
  }

  private static func copies(_ table: (z: Numbers, labels: [Int])) throws -> NearCopies {
    let keys = (0..<table.z.rows).map { UInt64($0) }
    return try NearCopies(table.z, keys: keys, labels: table.labels)
  }

  /// The rows of loose groups.
  private static func loose(_ found: NearCopies) -> [Int] {
    found.loose.flatMap { found.members[$0] }.sorted()
  }

  @Test func `are copies shaken too much to be near ones, among rows of another label`() throws {
    let found = try Self.copies(Self.table(rows: 600, copies: 20, jitter: 0.18, label: 1))
    let rows = Self.loose(found)
    #expect(rows.count { $0 >= 580 } >= 18)
    #expect(rows.count { $0 < 580 } <= 2)
    #expect(found.group[590] >= 0 && found.size[590] == found.members[found.group[590]].count)
  }

  @Test func `are none where the rows round them carry their label`() throws {
    let found = try Self.copies(Self.table(rows: 600, copies: 20, jitter: 0.18, label: 0))
    #expect(Self.loose(found) == [])
  }

  @Test(arguments: UInt64(1)...12)
  func `are none in smooth clouds`(seed: UInt64) throws {
    let table = Self.table(rows: 500, copies: 0, jitter: 0, label: 0, gap: 1, seed: seed)
    #expect(Self.loose(try Self.copies(table)) == [])
  }

  @Test func `are none without labels`() throws {
    let table = Self.table(rows: 600, copies: 20, jitter: 0.18, label: 1)
    let found = try NearCopies(table.z, keys: (0..<600).map { UInt64($0) })
    #expect(found.loose.isEmpty)
  }

  @Test func `are none where a table lies in clusters by nature`() throws {
    var generator = SeededGenerator(seed: 8)
    var z = Numbers(rows: 600, columns: 4)
    // Sixty clusters of ten, of both labels.
    for g in 0..<60 {
      let centre = (0..<4).map { _ in 4 * generator.normal() }
      for k in 0..<10 {
        for j in 0..<4 { z[10 * g + k, j] = centre[j] + 0.3 * generator.normal() }
      }
    }
    let labels = (0..<600).map { $0 / 10 % 2 }
    let found = try NearCopies(z, keys: (0..<600).map { UInt64($0) }, labels: labels)
    #expect(Self.loose(found) == [])
  }

  @Test func `take in strangers within their gap`() throws {
    let table = Self.table(rows: 600, copies: 20, jitter: 0.18, label: 1)
    let found = try Self.copies(table)
    var strangers = Numbers(rows: 2, columns: 5)
    for j in 0..<5 {
      strangers[0, j] = table.z[0, j]
      strangers[1, j] = table.z[1, j]
    }
    let groups = found.groups(of: strangers, keys: [900, 901])
    #expect(groups[0] >= 0 && found.loose.contains(groups[0]))
    #expect(groups[1] == -1)
  }

  @Test func `do not depend on threads`() throws {
    let table = Self.table(rows: 3_000, copies: 60, jitter: 0.1, label: 1)
    let keys = (0..<3_000).map { UInt64($0) }
    let one = try NearCopies(table.z, keys: keys, labels: table.labels, threads: 1)
    let four = try NearCopies(table.z, keys: keys, labels: table.labels, threads: 4)
    #expect(one.members == four.members && one.loose == four.loose)
  }
}
