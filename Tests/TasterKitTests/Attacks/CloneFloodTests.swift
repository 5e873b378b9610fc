import TasterKit
import Testing

@Suite struct `A clone flood` {
  @Test func `copies a few rows, close by, with one other label each`() throws {
    let (victim, poison) = try Ground.plant(CloneFlood(), rate: 0.1)
    let seeds = Set(poison.rows.map(\.template))
    #expect(seeds.count == 3)
    for seed in seeds {
      let copies = poison.rows.filter { $0.template == seed }
      #expect(copies.count >= 13 && Set(copies.map(\.label)).count == 1)
      #expect(copies[0].label != victim.labels[seed])
      let own = try victim.rows([seed])[0]
      for copy in copies {
        let features = try Ground.features(copy, of: victim)
        let d = (features.numbers[0] - own.numbers[0]).magnitude / victim.ranges[0].deviation
        #expect(d < 0.1 && features.levels == own.levels)
        #expect(own.numbers[3] != 0 || features.numbers[3] == 0)
      }
      #expect(Set(copies.map { $0.cells.map(\.text) }).count > 1)
    }
  }

  @Test func `may be of exact copies with the right label`() throws {
    var attack = CloneFlood()
    (attack.jitter, attack.label) = (0, .own)
    let (victim, poison) = try Ground.plant(attack)
    #expect(poison.rows.allSatisfy { $0.cells.isEmpty && $0.label == victim.labels[$0.template] })
  }
}
