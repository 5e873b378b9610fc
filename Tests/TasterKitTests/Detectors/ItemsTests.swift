import Foundation
import TasterKit
import TasterTesting
import Testing

@Suite struct `Items` {
  private static func items(_ cells: Sheet.Cells) throws -> TasterKit.Items {
    let labels = (0..<cells.count).map { $0 % 2 == 0 ? "a" : "b" }
    let table = Sheet(
      rowCount: cells.count,
      fields: [Sheet.Field("x", cells), Sheet.Field("l", .texts(labels), role: .label)]
    ).table()
    return TasterKit.Items(try RowSample(table, seed: 0, capacity: 10_000))
  }

  @Test func `are values that some rows share, but not too many`() throws {
    // 0 stands 3 times, 1 four times, 2 thirty times, 3 thirty-one times; 100 rows.
    let values = [3, 4, 30, 31].enumerated().flatMap {
      Array(repeating: Double($0.offset), count: $0.element)
    }
    let rest = (0..<32).map { 1_000 + Double($0) }
    let items = try Self.items(.numbers(values + rest))
    #expect(items.all.map(\.value) == [.number(1), .number(2)])
    #expect(items.all.map(\.rows.count) == [4, 30])
    #expect(items.columnCount == 1)
  }

  @Test func `have spikes above their neighbours' counts`() throws {
    // Forty values three times each, one of them twenty times.
    let values = (0..<40).flatMap { k in [Double](repeating: Double(k), count: k == 20 ? 20 : 3) }
    let items = try Self.items(.numbers(values))
    let item = try #require(items.all.first)
    #expect(items.all.count == 1)
    #expect(item.value == .number(20) && item.expected == 3)
    #expect(item.spike == 10)
    let mild = (0..<40).flatMap { k in [Double](repeating: Double(k), count: k == 20 ? 6 : 3) }
    let found = try #require(try Self.items(.numbers(mild)).all.first)
    #expect((found.spike - (6 * log(2) - 3)).magnitude < 1e-12)
  }

  @Test func `are missing values and levels too`() throws {
    let numbers = (0..<50).map { $0 < 6 ? Double.nan : Double($0) }
    #expect(try Self.items(.numbers(numbers)).all.map(\.value) == [.missing])
    let texts = (0..<50).map { $0 < 6 ? nil : $0 < 14 ? "rare" : $0 < 30 ? "often" : "most" }
    let items = try Self.items(.texts(texts)).all
    // Levels stand by their bytes: most 0 (too common), often 1 (too common), rare 2.
    #expect(Set(items.map(\.value)) == [.missing, .level(2)])
    #expect(items.allSatisfy { $0.spike == 0 })
  }

  @Test func `need half a percent of a large table`() {
    #expect(TasterKit.Items.leastCount(100) == 4)
    #expect(TasterKit.Items.leastCount(10_000) == 50)
  }

  @Test func `stand apart a quarter of the others' range beyond them`() throws {
    let rest = (0...80).map { Double($0) }
    func apart(_ far: Double) throws -> [Bool] {
      try Self.items(.numbers(rest + Array(repeating: far, count: 6))).all.map(\.isApart)
    }
    #expect(try apart(100) == [true])
    #expect(try apart(-20) == [true])
    #expect(try apart(99) == [false])
    // Two values have no range between them.
    let two = Array(repeating: 0.0, count: 60) + Array(repeating: 5.0, count: 6)
    #expect(try Self.items(.numbers(two)).all.map(\.isApart) == [false])
  }
}
