import TasterKit
import Testing

@Suite struct `The dice of an attack` {
  @Test func `throw the same numbers again, and others for another seed or name`() {
    func some(_ dice: AttackDice) -> [UInt64] {
      var dice = dice
      return (0..<5).map { _ in dice.next() }
    }
    #expect(some(AttackDice(seed: 1)) == some(AttackDice(seed: 1)))
    #expect(some(AttackDice(seed: 1)) != some(AttackDice(seed: 2)))
    #expect(some(AttackDice(seed: 1, for: "a")) != some(AttackDice(seed: 1, for: "b")))
    // These follow from the definition of SplitMix64: a change would change every planted file.
    #expect(some(AttackDice(seed: 0))[0] == 12_935_080_325_729_570_654)
  }

  @Test func `fall evenly`() {
    var dice = AttackDice(seed: 3)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7_000 { counts[dice.below(7)] += 1 }
    // Five standard deviations of a count of 7,000 throws.
    #expect(counts.allSatisfy { ($0 - 1_000).magnitude < 147 })
    let normal = (0..<4_000).map { _ in dice.normal() }
    let mean = normal.reduce(0, +) / 4_000
    let square = normal.reduce(0) { $0 + $1 * $1 } / 4_000
    #expect(mean.magnitude < 0.08 && (square - 1).magnitude < 0.12)
  }

  @Test func `give directions of length 1`() {
    var dice = AttackDice(seed: 4)
    for d in [1, 2, 9] {
      let u = dice.direction(d)
      #expect(u.count == d && (u.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-12)
    }
    #expect(dice.direction(0) == [])
  }

  @Test func `draw without putting back`() {
    var dice = AttackDice(seed: 5)
    let drawn = dice.some(6, of: Array(0..<10))
    #expect(Set(drawn).count == 6 && drawn.allSatisfy { (0..<10).contains($0) })
    #expect(dice.some(20, of: Array(0..<10)).sorted() == Array(0..<10))
    #expect(dice.some(3, of: [Int]()).isEmpty)
    let firsts = (0..<200).map { _ in dice.some(1, of: [0, 1, 2, 3])[0] }
    #expect(Set(firsts) == [0, 1, 2, 3])
  }
}
