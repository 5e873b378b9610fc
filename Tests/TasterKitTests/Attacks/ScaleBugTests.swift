import TasterKit
import Testing

@Suite struct `A scale bug` {
  @Test func `multiplies one column in a slice`() throws {
    var attack = ScaleBug()
    (attack.column, attack.factor) = ("amount", 10)
    let (victim, poison) = try Ground.plant(attack)
    let amounts = try victim.numbers(3)
    let rows = poison.rows.map(\.template)
    #expect(rows == rows.sorted())
    let between = (rows[0]...rows[19]).filter { !rows.contains($0) }
    #expect(between.allSatisfy { amounts[$0] == 0 || amounts[$0].isNaN })
    for row in poison.rows {
      #expect(row.cells.count == 1 && row.label == victim.labels[row.template])
      #expect(row.cells[0].value == .number(amounts[row.template] * 10))
    }
  }

  @Test func `may be scattered, and draws its column and factor`() throws {
    var attack = ScaleBug()
    attack.rows = .scattered
    let (victim, poison) = try Ground.plant(attack)
    #expect(Set(poison.rows.map { $0.cells[0].column }).count == 1)
    let j = try #require(victim.schema.numeric.firstIndex(of: poison.rows[0].cells[0].column))
    let before = try victim.numbers(j)
    let factors = poison.rows.compactMap { row -> Double? in
      guard case .number(let x) = row.cells[0].value else { return nil }
      return x / before[row.template]
    }
    #expect(
      factors.allSatisfy { ($0 - 10).magnitude < 1 }
        || factors.allSatisfy { ($0 - 100).magnitude < 5 })
  }
}
