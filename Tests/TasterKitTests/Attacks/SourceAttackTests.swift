import TasterKit
import TasterTesting
import Testing

@Suite struct `A bad source` {
  @Test func `has most of the flips`() throws {
    var attack = SourceAttack()
    attack.source = "south"
    let (victim, poison) = try Ground.plant(attack)
    let south = try victim.sourceCode("south")
    #expect(poison.rows.count { victim.sources[$0.template] == south } == 16)
    #expect(poison.rows.allSatisfy { $0.label != victim.labels[$0.template] && $0.cells.isEmpty })
    let drawn = try Ground.plant(SourceAttack()).poison.rows.map { victim.sources[$0.template] }
    #expect(Set(drawn).map { s in drawn.count { $0 == s } }.max() == 16)
  }

  @Test func `needs a column of sources`() throws {
    var sheet = Sheet.attacked(rows: 60)
    sheet.fields[6].role = .ignored
    let victim = try Victim(sheet.table())
    let error = #expect(throws: TableError.self) {
      try SourceAttack().poison(victim, rate: 0.1, seed: 1)
    }
    #expect(error?.description.contains("--source") == true)
  }
}
