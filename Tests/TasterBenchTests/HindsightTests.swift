import TasterKit
import Testing
import taster_bench

@Suite struct `Hindsight` {
  @Test func `groups the cases of a table with its control`() throws {
    let groups = Hindsight.groups(try Case.found(in: [Shipped.folder]))
    #expect(groups.map(\.name) == ["adult", "banknote", "digits", "penguins", "wdbc", "wine"])
    for group in groups {
      #expect(group.control.attack == "none" && !group.poisoned.isEmpty)
      #expect(group.poisoned.allSatisfy { $0.truth != nil })
    }
    let arena = ["none", "flip_far"].map {
      Case(name: "pima__\($0)__r100__s1", attack: $0, train: "train.csv")
    }
    #expect(Hindsight.groups(arena).map(\.name) == ["pima"])
    #expect(Hindsight.groups(Array(arena.dropFirst())).isEmpty)
  }
}
