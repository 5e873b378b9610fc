import TasterKit
import Testing

@Suite struct `Random flips` {
  @Test func `change labels and nothing else, to every other class`() throws {
    let (victim, poison) = try Ground.plant(FlipRandom(), rate: 0.5)
    #expect(poison.rows.allSatisfy { $0.cells.isEmpty && !$0.isAdded })
    let moves = Set(poison.rows.map { [victim.labels[$0.template], $0.label] })
    #expect(moves.allSatisfy { $0[0] != $0[1] } && moves.count == 6)
  }
}
