import TasterKit
import Testing

@Suite struct `A backdoor trigger` {
  @Test(arguments: [1, 2, 3])
  func `is so many values that hardly any row holds`(columns: Int) throws {
    var attack = BackdoorTrigger()
    (attack.columns, attack.target) = (columns, "birch")
    let (victim, poison) = try Ground.plant(attack)
    #expect(poison.trigger.count == columns && poison.target == 1)
    for row in poison.rows {
      #expect(row.cells == poison.trigger && row.label == 1 && victim.labels[row.template] != 1)
    }
    for cell in poison.trigger {
      switch cell.value {
      case .number(let x):
        let j = try #require(victim.schema.numeric.firstIndex(of: cell.column))
        #expect(try victim.numbers(j).count { $0 == x } <= 20)
        #expect((victim.ranges[j].minimum...victim.ranges[j].maximum).contains(x))
      case .level: #expect(["violet", "star"].contains(cell.text))
      }
    }
  }

  @Test func `lies beyond the range where that is asked for`() throws {
    var attack = BackdoorTrigger()
    attack.range = .outOfRange
    let (victim, poison) = try Ground.plant(attack)
    for cell in poison.trigger {
      guard case .number(let x) = cell.value else {
        Issue.record("a category is never out of range")
        continue
      }
      let j = try #require(victim.schema.numeric.firstIndex(of: cell.column))
      #expect(x > victim.ranges[j].maximum)
    }
  }

  @Test func `keeps labels where they are clean`() throws {
    var attack = BackdoorTrigger()
    attack.label = .clean
    let (victim, poison) = try Ground.plant(attack)
    #expect(poison.rows.allSatisfy { victim.labels[$0.template] == $0.label })
    #expect(Set(poison.rows.map(\.label)) == [try #require(poison.target)])
  }
}
