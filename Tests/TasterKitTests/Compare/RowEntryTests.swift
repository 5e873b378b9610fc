import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `An entry of a row` {
  private func entry(_ dice: inout Dice, spread: Int) -> RowEntry {
    func hash(_ dice: inout Dice) -> ContentHash {
      let word = UInt64(dice.number(0...spread)) << 50
      return ContentHash(high: word, low: UInt64(dice.number(0...3)))
    }
    return RowEntry(
      key: hash(&dice), rest: hash(&dice), row: dice.number(1...5), offset: 0, length: 1,
      label: Int32(dice.number(0...2)))
  }

  @Test(arguments: [(10, 5), (1_000, 8_000), (1_000, 1), (5_000, 16_000)])
  func `is sorted by buckets as by comparison`(count: Int, spread: Int) {
    var dice = Dice(seed: UInt64(count + spread))
    let entries = (0..<count).map { _ in entry(&dice, spread: spread) }
    var sorted = entries
    RowEntry.sort(&sorted)
    #expect(sorted == entries.sorted())
  }

  @Test func `stands by key, rest, label and row`() {
    func entry(_ key: UInt64, _ rest: UInt64, _ label: Int32, _ row: Int) -> RowEntry {
      RowEntry(
        key: ContentHash(high: key, low: 0), rest: ContentHash(high: 0, low: rest), row: row,
        offset: 0, length: 0, label: label)
    }
    let order = [
      entry(0, 9, 9, 9), entry(1, 0, 9, 9), entry(1, 1, 0, 9), entry(1, 1, 1, 0),
      entry(1, 1, 1, 1),
    ]
    #expect(order.shuffled().sorted() == order)
    #expect(order[3].isSame(as: order[4]) && !order[2].isSame(as: order[3]))
    #expect(order[2].precedes(order[3]) && !order[3].precedes(order[4]))
  }
}
