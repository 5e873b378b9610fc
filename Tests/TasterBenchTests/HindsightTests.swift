import TasterKit
import Testing
import taster_bench

@Suite struct `A threshold in hindsight` {
  @Test func `groups the cases of a table with its control`() throws {
    let groups = Hindsight.groups(try Case.found(in: [Shipped.folder]))
    #expect(groups.map(\.name) == ["adult", "banknote", "digits", "penguins", "wdbc", "wine"])
    for group in groups {
      #expect(group.control.attack == "none" && !group.poisoned.isEmpty)
      #expect(group.poisoned.allSatisfy { $0.truth != nil })
    }
    let arena = ["none", "flip_far"].map { attack in
      var one = groups[0].control
      (one.name, one.attack) = ("pima__\(attack)__r100__s1", attack)
      return one
    }
    #expect(Hindsight.groups(arena).map(\.name) == ["pima"])
    #expect(Hindsight.groups(Array(arena.dropFirst())).isEmpty)
  }
}
