import TasterKit
import Testing

@Suite struct `A slow drip` {
  @Test func `grows with the file`() throws {
    var attack = SlowDrip()
    (attack.from, attack.to) = ("ash", "cedar")
    let (victim, poison) = try Ground.plant(attack, rate: 0.1)
    let late = poison.rows.count { $0.template >= 200 }
    // With a chance that grows in proportion to the position, three quarters stand in the second half.
    #expect(late > 24 && late < 40)
    #expect(poison.rows.allSatisfy { victim.labels[$0.template] == 0 && $0.label == 2 })
    attack.growth = 0
    let even = try Ground.plant(attack, rate: 0.1).poison.rows.count { $0.template >= 200 }
    #expect((11..<29).contains(even))
  }

  @Test func `may shift features, later rows farther`() throws {
    var attack = SlowDrip()
    (attack.from, attack.to, attack.what) = ("ash", "birch", .shift)
    let (victim, poison) = try Ground.plant(attack, rate: 0.2)
    #expect(poison.rows.allSatisfy { $0.label == 0 })
    for row in poison.rows {
      let moved =
        try Ground.features(row, of: victim).numbers[0]
        - victim.rows([row.template])[0].numbers[0]
      // The means are four apart.
      let wanted = 4 * Double(row.template) / 399
      #expect((moved - wanted).magnitude < 0.15 * wanted + 0.02)
    }
  }
}
