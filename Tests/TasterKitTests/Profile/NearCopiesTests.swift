import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Near copies` {
  /// Scattered rows with a flood: `copies` rows round the first one, so much apart.
  private static func flooded(
    rows n: Int, copies: Int, jitter: Double, seed: UInt64 = 5
  ) -> (z: Numbers, flood: Set<Int>) {
    var generator = SeededGenerator(seed: seed)
    var z = Numbers(rows: n, columns: 5)
    for k in z.elements.indices { z.elements[k] = generator.normal() }
    let flood = Set((0..<copies).map { $0 * 7 })
    for i in flood { for j in 0..<5 { z[i, j] = 0.3 * Double(j) + jitter * generator.normal() } }
    return (z, flood)
  }

  private static func copies(_ z: Numbers) throws -> NearCopies { try NearCopies(z, keys: keys(z)) }

  private static func keys(_ z: Numbers) -> [UInt64] {
    (0..<z.rows).map { i in
      var hasher = SeededGenerator(seed: 0)
      return z.row(i).reduce(hasher.next()) { hash, x in
        var mixer = SeededGenerator(seed: hash ^ x.bitPattern)
        return mixer.next()
      }
    }
  }

  @Test(arguments: [0, 0.001, 0.01])
  func `find a flood and nothing else`(jitter: Double) throws {
    let (z, flood) = Self.flooded(rows: 300, copies: 20, jitter: jitter)
    let found = try Self.copies(z)
    #expect(found.members.map { Set($0) } == [flood])
    #expect(found.floodSize == 4 && found.naturalSize == 3.5)
    for i in 0..<300 {
      #expect(found.group[i] == (flood.contains(i) ? 0 : -1))
      #expect(found.size[i] == (flood.contains(i) ? 20 : 1))
    }
  }

  @Test func `find jittered copies that no landmark met through exact ones among them`() throws {
    var generator = SeededGenerator(seed: 12)
    var z = Numbers(rows: 1_500, columns: 5)
    for k in z.elements.indices { z.elements[k] = generator.normal() }
    // Landmarks are the first 800 rows; these are the last ones.
    let flood = Set(1_480..<1_500)
    for i in flood {
      for j in 0..<5 { z[i, j] = 0.3 + (i < 1_484 ? 0 : 0.003 * generator.normal()) }
    }
    #expect(try Self.copies(z).members.map { Set($0) } == [flood])
  }

  @Test func `find jittered copies that no landmark met and of which no two are equal`() throws {
    var generator = SeededGenerator(seed: 13)
    var z = Numbers(rows: 1_500, columns: 5)
    for k in z.elements.indices { z.elements[k] = generator.normal() }
    let flood = Set(1_493..<1_500)
    for i in flood { for j in 0..<5 { z[i, j] = 0.3 + 0.003 * generator.normal() } }
    #expect(try Self.copies(z).members.map { Set($0) } == [flood])
  }

  @Test func `find nothing where nothing is copied`() throws {
    let found = try Self.copies(Self.flooded(rows: 300, copies: 0, jitter: 0).z)
    #expect(found.members.isEmpty)
  }

  @Test func `find jittered copies although most rows stand twice`() throws {
    // Rounding once made doubled rows 1e-8 apart and that the common distance of this table.
    var (z, flood) = Self.flooded(rows: 400, copies: 20, jitter: 0.005, seed: 6)
    let lone = (0..<400).filter { !flood.contains($0) }
    for k in stride(from: 0, to: 300, by: 2) {
      for j in 0..<5 { z[lone[k + 1], j] = z[lone[k], j] }
    }
    let found = try Self.copies(z)
    #expect(found.members.contains { Set($0) == flood })
    #expect(found.radius > 0.01)
    flood.removeAll()
  }

  @Test func `tell rows that were not learned from`() throws {
    let (z, flood) = Self.flooded(rows: 300, copies: 20, jitter: 0.001)
    let found = try Self.copies(z)
    var strangers = Numbers(rows: 2, columns: 5)
    for j in 0..<5 {
      strangers[0, j] = 0.3 * Double(j) + 0.0005
      strangers[1, j] = 3
    }
    #expect(found.groups(of: strangers, keys: Self.keys(strangers)) == [0, -1])
    let members = z.gather(flood.sorted())
    #expect(found.groups(of: members, keys: Self.keys(members)).allSatisfy { $0 == 0 })
  }

  /// Groups of three, two larger ones far away, and rows that are alone.
  private static func grouped(_ size: Int, alone: Int) -> Numbers {
    var generator = SeededGenerator(seed: 4)
    var z = Numbers(rows: 90 + 2 * size + alone, columns: 8)
    for i in 0..<z.rows {
      // A group's rows share the draws of its first.
      let first = i < 90 ? i % 3 == 0 : i < 90 + 2 * size ? (i - 90) % size == 0 : true
      for j in 0..<8 { z[i, j] = first ? generator.normal() : z[i - 1, j] }
    }
    return z
  }

  @Test(arguments: [(11, 3_000, nil), (24, 3_000, 24), (24, 300, nil as Int?)])
  func `raise the bar where copies are natural`(size: Int, alone: Int, flood: Int?) throws {
    let found = try Self.copies(Self.grouped(size, alone: alone))
    #expect(found.members.count == 32)
    #expect(found.naturalSize == 4.5)
    #expect(found.floodSize == flood)
  }

  @Test func `bear one row and equal rows`() throws {
    #expect(try Self.copies(Numbers(rows: 1, columns: 2)).members.isEmpty)
    let same = try Self.copies(Numbers(rows: 12, columns: 2, repeating: 0.1))
    #expect(same.members.map { $0.count } == [12])
  }

  @Test func `take the first rows with keys of their own`() {
    #expect(distinctPrefix(of: [5, 5, 7, 5, 9, 7, 1], count: 3) == [0, 2, 4])
    #expect(distinctPrefix(of: [5, 5], count: 3) == [0])
    #expect(distinctPrefix(of: [], count: 3) == [])
  }
}
