import TasterKit
import TasterTesting
import Testing

@Suite struct `The laws of attacks` {
  @Test(arguments: Attacks.all.map { $0.name }, AttackLaws.Law.allCases)
  func `hold for every attack`(name: String, law: AttackLaws.Law) throws {
    try AttackLaws(try #require(Attacks.attack(named: name))).verify(law)
  }

  @Test(arguments: [
    ("flip-cluster", "centres=3"), ("flip-cluster", "share=0.5"),
    ("outlier-far", "label=other"), ("outlier-mild", "direction=common"),
    ("outlier-mild", "label=own"), ("clone-flood", "seeds=1"), ("mean-shift", "defence=sphere"),
    ("mean-shift", "defence=slab"), ("backdoor-trigger", "range=out"),
    ("backdoor-trigger", "label=clean"), ("backdoor-trigger", "columns=3"),
    ("scale-bug", "where=scattered"), ("slow-drip", "what=shift"), ("flip-near", "band=1"),
  ])
  func `hold with other options too`(name: String, option: String) throws {
    let laws = AttackLaws(try Attacks.make(name, options: [option]))
    for law in [AttackLaws.Law.rated, .truthful, .untouched, .wellFormed, .refusing] {
      try laws.verify(law)
    }
  }

  /// Poisons one row too few, one of them twice, a column that is no feature, and without chance.
  private struct Lawless: Attack {
    static let name = "Lawless"
    static let summary = "Breaks laws."
    static let explanation = "Short."
    static let reference = "hearsay"
    static let kind = "mischief"
    static let options: [AttackOption<Lawless>] = []

    func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison {
      guard victim.rowCount > 100 else { throw CancellationError() }
      let label = victim.schema.columns.count - 1
      let cell = Poison.Cell(column: label, value: .number(1.25), text: "1.2500")
      let rows = (0..<max(count - 1, 1)).map {
        Poison.Row.changed($0 / 2, cells: [cell], label: victim.labels[$0 / 2])
      }
      return Poison(attack: Self.name, rows: rows)
    }
  }

  @Test(arguments: AttackLaws.Law.allCases)
  func `are broken by a lawless attack`(law: AttackLaws.Law) throws {
    // It changes nothing that a table shows, so it cannot break the law about other rows.
    #expect(try AttackLaws(Lawless.self).breaches(of: law).isEmpty == (law == .untouched))
  }
}
