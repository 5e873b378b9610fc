import TasterKit
import Testing

@Suite struct `A mean shift` {
  /// How far planted rows are from the centre of their class, and how far towards the other one.
  private static func reach(_ defence: MeanShift.Defence) throws -> [(size: Double, along: Double)]
  {
    var attack = MeanShift()
    (attack.from, attack.toward, attack.defence) = ("ash", "birch", defence)
    let (victim, poison) = try Ground.plant(attack)
    let (own, other) = (victim.spread(ofClass: 0), victim.spread(ofClass: 1))
    let v = own.indices.map { (other[$0].mean - own[$0].mean) / own[$0].deviation }
    let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return try poison.rows.map { row in
      #expect(row.isAdded && row.label == 0)
      let features = try Ground.features(row, of: victim)
      let z = own.indices.map { j in
        let z = (features.numbers[j] - own[j].mean) / own[j].deviation
        return z.isNaN ? 0 : z
      }
      return (
        z.reduce(0) { $0 + $1 * $1 }.squareRoot(),
        zip(z, v).reduce(0) { $0 + $1.0 * $1.1 } / length
      )
    }
  }

  @Test func `reaches farther within a sphere than within a slab`() throws {
    let mean = { (list: [(size: Double, along: Double)]) in
      list.reduce(0) { $0 + $1.along } / Double(list.count)
    }
    let (both, sphere, slab) = (
      try Self.reach(.both), try Self.reach(.sphere), try Self.reach(.slab)
    )
    #expect(mean(sphere) > mean(both) + 0.5)
    #expect((mean(slab) - mean(both)).magnitude < 0.3)
    // A slab is a bound along one direction: all rows stand at it but for rounding and what cannot move.
    let edges = slab.map(\.along).sorted()
    #expect(edges[15] - edges[5] < 0.2)
    #expect(both.allSatisfy { $0.along > 0 })
  }

  @Test func `needs two classes`() {
    var attack = MeanShift()
    (attack.from, attack.toward) = ("ash", "ash")
    #expect(throws: TableError.self) { try Ground.plant(attack) }
  }
}
