import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Ranks in a stream` {
  private static let trusted = Result { try Sheet.clean(rows: 300, seed: 1).baseline().models() }

  private static func places(_ sheet: Sheet, _ conformal: Conformal) throws -> [Conformal.Place] {
    let profile = try trusted.get()
    return sheet.table().chunks.flatMap {
      conformal.places(profile.batch($0))
    }
  }

  @Test func `are those of a plain count`() throws {
    let conformal = Conformal(try Self.trusted.get())
    let places = try Self.places(.clean(rows: 200, seed: 4), conformal)
    var ranks = RunningRanks(conformal)
    var seen: [Int] = []
    for place in places {
      let odder = place.rank + seen.count { $0 < place.rank }
      let same = seen.count { $0 == place.rank }
      let expected = (Double(odder) + 0.25 * Double(same + 1)) / Double(301 + seen.count)
      #expect((ranks.next(place, draw: 0.25) - expected).magnitude < 1e-12)
      seen.append(place.rank)
    }
  }

  @Test func `are spread evenly, however long the stream is`() throws {
    let conformal = Conformal(try Self.trusted.get())
    var ranks = RunningRanks(conformal)
    var dice = AttackDice(seed: 3)
    let places = try Self.places(.clean(rows: 4_000, seed: 9), conformal)
    let found = places.map { ranks.next($0, draw: dice.unit()) }
    for half in [found[..<2_000], found[2_000...]] {
      for level in [0.01, 0.1, 0.5, 0.9] {
        let share = Double(half.count { $0 <= level }) / 2_000
        #expect((share - level).magnitude < 4 * (level * (1 - level) / 2_000).squareRoot() + 0.01)
      }
    }
  }

  @Test func `draw ties by content, number and seed`() {
    let key = RowKey(features: 1, row: 2, draw: 3)
    let other = RowKey(features: 1, row: 2, draw: 4)
    let first = RunningRanks.draw(key, row: 7)
    #expect(first == RunningRanks.draw(key, row: 7) && (0..<1).contains(first))
    #expect(first != RunningRanks.draw(key, row: 8) && first != RunningRanks.draw(other, row: 7))
    let mean = (0..<1_000).reduce(0) { $0 + RunningRanks.draw(key, row: $1) } / 1_000
    #expect((mean - 0.5).magnitude < 0.04)
  }
}
