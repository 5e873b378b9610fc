import TasterKit
import Testing

@Suite struct `Poison in a table` {
  @Test func `numbers its rows as they stand in the poisoned table`() {
    let poison = Poison(
      attack: "any",
      rows: [
        .changed(0, label: 1), .changed(5, label: 1), .added(3, at: 5, cells: [], label: 0),
        .added(1, at: 1, cells: [], label: 0), .added(2, at: 5, cells: [], label: 0),
      ])
    // 0, added, 1, 2, 3, 4, added, added, 5
    #expect(poison.truth == [1, 2, 7, 8, 9])
    #expect(poison.addedCount == 3)
  }

  @Test func `of no added rows keeps the numbers`() {
    let poison = Poison(attack: "any", rows: [.changed(4, label: 0), .changed(2, label: 0)])
    #expect(poison.truth == [3, 5] && poison.addedCount == 0)
  }
}
