import TasterKit
import Testing

@Suite struct `Cluster flips` {
  /// The mean distance between planted rows in two columns, over that between rows of their class.
  private static func tightness(_ attack: FlipCluster) throws -> Double {
    let (victim, poison) = try Ground.plant(attack)
    let own = victim.labels[poison.rows[0].template]
    #expect(poison.rows.allSatisfy { victim.labels[$0.template] == own })
    func spread(_ rows: [Int]) throws -> Double {
      let xs = try victim.rows(rows).map { $0.numbers[0] }
      return xs.flatMap { a in xs.map { ($0 - a).magnitude } }.reduce(0, +)
        / Double(xs.count * xs.count)
    }
    return try spread(poison.rows.map(\.template))
      / spread(victim.free { victim.labels[$0] == own })
  }

  @Test func `lie closer together than their class does`() throws {
    #expect(try Self.tightness(FlipCluster()) < 0.7)
  }

  @Test func `own their place with a share of 1, and half of it with a half`() throws {
    var attack = FlipCluster()
    (attack.from, attack.to, attack.share) = ("ash", "cedar", 0.5)
    let (victim, poison) = try Ground.plant(attack, rate: 0.1)
    #expect(poison.rows.count == 40 && poison.rows.allSatisfy { $0.label == 2 })
    #expect(Set(poison.rows.map(\.template)).count == 40)
    #expect(poison.rows.allSatisfy { victim.labels[$0.template] == 0 })
  }

  @Test func `may lie in several places`() throws {
    var attack = FlipCluster()
    attack.centres = 5
    #expect(try Ground.plant(attack).poison.rows.count == 20)
    #expect(try Self.tightness(attack) > (try Self.tightness(FlipCluster())))
  }
}
