import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Shaken rows` {
  @Test func `are many where rows were shaken, and more likely there`() throws {
    let mixed = try Learned(Sheet.mixed(rows: 630))
    let honest = try Learned(Sheet.mixed(rows: 630, isMixed: false))
    let (many, few) = (
      try #require(try Shaken(mixed.profile)), try #require(try Shaken(honest.profile))
    )
    #expect(many.share > 0.02)
    #expect(few.share < 0.011)
    #expect(many.logOdds(2) > few.logOdds(2) + 3)
    #expect(many.logOdds(4) == many.logOdds(6))
  }

  @Test func `look so one by one`() throws {
    let learned = try Learned(Sheet.mixed(rows: 630))
    let shaken = try #require(try Shaken(learned.profile))
    let nats = learned.table.chunks.flatMap { shaken.nats(learned.profile.batch($0)) }
    let planted = nats.indices.filter { $0 % 21 == 3 }
    let found = nats.indices.filter { nats[$0] > Shaken.bound }
    #expect(found.count * 2 >= planted.count)
    #expect(found.count { $0 % 21 == 3 } * 10 >= 9 * found.count)
  }
}
