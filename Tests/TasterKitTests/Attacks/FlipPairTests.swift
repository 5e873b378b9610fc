import TasterKit
import Testing

@Suite struct `Pairwise flips` {
  @Test func `go from one class to one other`() throws {
    let (victim, poison) = try Ground.plant(FlipPair(), rate: 0.1)
    #expect(Set(poison.rows.map { victim.labels[$0.template] }).count == 1)
    #expect(Set(poison.rows.map(\.label)) == [try #require(poison.target)])
  }

  @Test func `go between the classes that are named`() throws {
    var attack = FlipPair()
    (attack.from, attack.to) = ("cedar", "ash")
    let (victim, poison) = try Ground.plant(attack)
    #expect(poison.rows.allSatisfy { victim.labels[$0.template] == 2 && $0.label == 0 })
  }

  @Test func `need two classes, and a class with enough rows`() {
    var attack = FlipPair()
    (attack.from, attack.to) = ("ash", "ash")
    #expect(throws: TableError.self) { try Ground.plant(attack) }
    (attack.from, attack.to) = ("cedar", "ash")
    let error = #expect(throws: TableError.self) { try Ground.plant(attack, rate: 0.5) }
    #expect(error?.description.contains("lower --rate") == true)
  }
}
