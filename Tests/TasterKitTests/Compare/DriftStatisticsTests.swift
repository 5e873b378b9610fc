import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Drift by statistics` {
  private func summary(_ sheet: Sheet) throws -> Drift.Summary {
    let table = sheet.table()
    return Drift.Summary(schema: table.schema, statistics: try Scan().statistics(of: table))
  }

  private func columns(_ a: Drift.Summary, _ b: Drift.Summary) -> ColumnMatch {
    ColumnMatch(
      old: a.schema.columns.map { ($0.name, $0.role) }, new: b.schema.columns.map { $0.name })
  }

  @Test func `raises hardly an alarm over two draws of the same rows`() throws {
    var alarmed = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      let (a, b) = (
        try summary(.clean(rows: 400, seed: seed)), try summary(.clean(rows: 500, seed: seed + 90))
      )
      let drift = Drift(a, b, columns: columns(a, b))
      #expect(drift.tests.count > 8 && drift.isSketched)
      if !drift.alarms().isEmpty { alarmed += 1 }
    }
    // At a q of 0.05 one of twenty may.
    #expect(alarmed <= 2)
  }

  @Test func `sees values that moved, levels that came and classes that grew`() throws {
    let old = try summary(.clean(rows: 400, seed: 1))
    var sheet = Sheet.clean(rows: 400, seed: 2)
    guard case .numbers(let x) = sheet.fields[0].cells else { return }
    sheet.fields[0].cells = .numbers(x.map { $0 + 3 })
    let moved = try summary(sheet)
    let drift = Drift(old, moved, columns: columns(old, moved))
    let alarms = drift.alarms()
    let name = moved.schema.columns[0].name
    #expect(!alarms.isEmpty && alarms.allSatisfy { $0.column == name && $0.kind == .values })
    // Moments and counts say the same as the rows do.
    #expect(alarms[0].oldCount + alarms[0].newCount > 300)
  }

  @Test func `says what it could not compare`() throws {
    let old = try summary(.clean(rows: 200, seed: 1))
    var other = old.schema
    let j = try #require(other.numeric.first)
    other.columns[j].kind = .text
    let new = Drift.Summary(schema: other, statistics: old.statistics)
    let drift = Drift(old, new, columns: columns(old, new))
    #expect(drift.retyped == [other.columns[j].name] && drift.remarks.count == 1)
  }
}
