import TasterKit
import Testing

@Suite struct `A clean-label mix` {
  @Test func `moves rows towards other classes and keeps their label`() throws {
    var attack = CleanLabelMix()
    (attack.target, attack.share) = ("ash", 0.5)
    let (victim, poison) = try Ground.plant(attack, rate: 0.2)
    #expect(poison.rows.allSatisfy { !$0.isAdded && $0.label == 0 && !$0.cells.isEmpty })
    let before = try victim.rows(poison.rows.map(\.template))
    let after = try poison.rows.map { try Ground.features($0, of: victim) }
    let mean = { (rows: [Victim.Row]) in
      rows.reduce(0) { $0 + $1.numbers[0] } / Double(rows.count)
    }
    // The classes' means are at −2 and, on average over the others, at 1.2.
    #expect(mean(after) > mean(before) + 1)
    #expect(zip(before, after).allSatisfy { $0.numbers[1].isNaN == $1.numbers[1].isNaN })
    #expect(zip(before, after).allSatisfy { $0.numbers[3] != 0 || $1.numbers[3] == 0 })
    #expect(zip(before, after).contains { $0.levels != $1.levels })
  }
}
