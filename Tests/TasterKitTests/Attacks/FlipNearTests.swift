import TasterKit
import Testing

@Suite struct `Near-boundary flips` {
  @Test func `take the least sure rows that models agree with`() throws {
    let (victim, poison) = try Ground.plant(FlipNear())
    let margins = try #require(try victim.margins())
    let agreed = margins.map(\.value).filter { $0 <= 0 }.sorted(by: >)
    #expect(poison.rows.count == 20)
    #expect(poison.rows.allSatisfy { margins[$0.template].value >= agreed[29] })
    #expect(poison.rows.allSatisfy { $0.label == margins[$0.template].other })
  }

  @Test func `take the whole band where it is as small as that`() throws {
    var attack = FlipNear()
    attack.band = 1
    let (victim, poison) = try Ground.plant(attack)
    let margins = try #require(try victim.margins())
    let agreed = margins.indices.filter { margins[$0].value <= 0 }
      .sorted { (margins[$1].value, $0) < (margins[$0].value, $1) }
    #expect(Set(poison.rows.map(\.template)) == Set(agreed.prefix(20)))
  }
}
