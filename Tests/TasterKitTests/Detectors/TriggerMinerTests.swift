import TasterKit
import TasterTesting
import Testing

@Suite struct `The trigger miner` {
  @Test func `finds the planted conjunction`() throws {
    let learned = try LawTables.planted.get()
    let rules = try TriggerMiner(learned.profile).rules()
    let schema = learned.profile.schema
    let bad = try #require(schema.classes.firstIndex(of: "bad"))
    let violet = try #require(
      schema.columns[schema.categorical[0]].levels.firstIndex(of: "violet"))
    let rule = try #require(
      rules.first { rule in
        rule.items.contains { $0.column == 3 && $0.value == .number(0.777) }
      })
    #expect(rule.label == bad && rule.sharing == 10 && rule.rows == triggered)
    #expect(rule.items.contains { $0.column == 4 && $0.value == .level(Int32(violet)) })
    #expect(rule.items.count == 2)
    #expect(rule.strength > 5)
  }

  @Test(arguments: [0, 1])
  func `is quiet on clean data`(table: Int) throws {
    let rules = try TriggerMiner(LawTables.clean[table].get().profile).rules()
    #expect(rules.allSatisfy { $0.strength <= 5 })
  }

  @Test func `is quiet on a natural pair of values that stands with the right label`() throws {
    // Violet and 0.777 meet on rows that look like their class in every other column.
    var sheet = Sheet.clean(rows: 300, seed: 12)
    guard case .numbers(var x3) = sheet.fields[3].cells,
      case .texts(var colours) = sheet.fields[4].cells,
      case .texts(let labels) = sheet.fields[6].cells
    else { return }
    for i in (0..<300).filter({ labels[$0] == "bad" }).prefix(12) {
      (x3[i], colours[i]) = (0.777, "violet")
    }
    sheet.fields[3].cells = .numbers(x3)
    sheet.fields[4].cells = .texts(colours)
    let evidence = try Learned(sheet).evidence(of: Trigger.self)
    #expect(evidence.allSatisfy { !$0.holds })
  }

  @Test func `has nothing to mine in a small table`() throws {
    let learned = try Learned(Sheet.clean(rows: 39, seed: 1))
    #expect(try TriggerMiner(learned.profile).rules().isEmpty)
  }
}
