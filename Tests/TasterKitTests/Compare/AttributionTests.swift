import Testing

@testable import TasterKit

@Suite struct `Where changed rows gather` {
  /// Rows with a source and a time; some are changed by a rule.
  private func compare(
    time: (Int) -> String = { "2026-01-\(10 + $0 / 100) 00:00" },
    _ isChanged: (Int) -> Bool
  ) throws -> Comparison {
    let shop = try Snapshots()
    func text(_ isNew: Bool) -> String {
      (0..<1_000).reduce("k,x,from,when,class\n") { text, i in
        let label = i % 2 == 0
        let isFlipped = isNew && isChanged(i)
        return text
          + "\(i),\(i % 7),s\(i % 5),\(time(i)),\(label == isFlipped ? "no" : "yes")\n"
      }
    }
    return try shop.compare(text(false), text(true), keys: ["k"]) {
      ($0.options.table.source, $0.options.table.time) = ("from", "when")
    }.comparison
  }

  @Test func `is told for a source`() throws {
    let found = try compare { $0 % 5 == 3 && $0 % 4 == 0 }.attribution
    let source = try #require(found.first)
    #expect(source.kind == .source && source.name == "s3" && source.side == .came)
    #expect(source.touched == 50 && source.rows == 200)
    #expect(
      source.allTouched == 50 && source.allRows == 1_000 && (source.lift - 5).magnitude < 1e-9)
    #expect(found.filter { $0.kind == .source }.count == 1)
  }

  @Test func `is told for a time and for a part of the file`() throws {
    let found = try compare { (500..<600).contains($0) && $0 % 2 == 0 }.attribution
    let times = found.filter { $0.kind == .time }
    #expect(times.count == 1 && times[0].rows == 100 && times[0].touched == 50)
    #expect(times[0].name == "after 2026-01-14 00:00, up to 2026-01-15 00:00")
    let places = found.filter { $0.kind == .position }
    #expect(Set(places.map { $0.name }) == ["rows 501 to 550", "rows 551 to 600"])
    #expect(found.allSatisfy { $0.qValue <= 0.01 && $0.kind != .source })
  }

  @Test func `is silent where changes are spread, or few`() throws {
    #expect(try compare { $0 % 9 == 0 }.attribution.isEmpty)
    #expect(try compare { $0 < 4 }.attribution.isEmpty)
    #expect(try compare { _ in false }.attribution.isEmpty)
  }

  @Test func `takes plain numbers for times, and other texts for none`() throws {
    let found = try compare(time: { "\($0)" }) { (100..<150).contains($0) }.attribution
    #expect(found.contains { $0.kind == .time && $0.name == "after 99, up to 149" })
    let none = try compare(time: { "day \($0)" }) { (100..<150).contains($0) }.attribution
    #expect(!none.contains { $0.kind == .time } && none.contains { $0.kind == .position })
  }
}
