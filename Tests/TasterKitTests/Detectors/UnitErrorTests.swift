import Foundation
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A column in another unit` {
  static let table = Result { try Learned(Sheet.rescaled(rows: 300, by: 100).sheet) }
  static let changed = Sheet.rescaled(rows: 300, by: 100).changed

  private static func held(_ learned: Learned) throws -> [Int] {
    let evidence = try learned.evidence(of: UnitError.self)
    return evidence.indices.filter { evidence[$0].holds }
  }

  @Test func `is found, its rows and no others`() throws {
    let held = try Self.held(Self.table.get())
    #expect(Set(held).isSubset(of: Self.changed))
    #expect(held.count * 10 >= Self.changed.count * 8)
  }

  @Test(arguments: [10, 1_000, 0.01, 2.54])
  func `is found whatever the factor`(factor: Double) throws {
    // A place that is too many, or one too few, tells even where the value itself would be ordinary.
    let (sheet, changed) = Sheet.rescaled(rows: 300, by: factor)
    let held = try Self.held(Learned(sheet))
    #expect(Set(held).isSubset(of: changed))
    #expect(factor == 2.54 || factor == 0.01 || held.count * 2 >= changed.count)
  }

  @Test func `is told with factor, value before, digits and the other rows`() throws {
    let learned = try Self.table.get()
    let held = try Self.held(learned)
    let row = try #require(held.first)
    let reason = try #require(try learned.reasons(forRow: row, by: UnitError.self).first)
    #expect(reason.text.hasPrefix("`x2` × 100 fits: "))
    #expect(reason.text.contains("would be ordinary"))
    #expect(reason.text.contains("it lacks 2 decimal places of the column's 3"))
    #expect(reason.text.contains("the row's other columns lead one to expect"))
    #expect(reason.text.contains(" rows share the factor, in rows "))
    #expect(reason.rows.count == 5 && reason.rows.allSatisfy { Self.changed.contains($0 - 1) })
  }

  @Test(arguments: [0, 1])
  func `is not invented`(table: Int) throws {
    let evidence = try LawTables.clean[table].get().evidence(of: UnitError.self)
    #expect(evidence.allSatisfy { $0 == .none })
  }

  @Test func `is not put down to outliers of any size`() throws {
    var sheet = Sheet.clean(rows: 300, seed: 8)
    guard case .numbers(var list) = sheet.fields[2].cells else { return }
    for (k, i) in stride(from: 5, to: 300, by: 10).enumerated() {
      list[i] = ((7 + 1.618 * Double(k)) * 997).rounded() / 1_000
    }
    sheet.fields[2].cells = .numbers(list)
    #expect(try Self.held(Learned(sheet)).isEmpty)
  }

  @Test func `needs several values: one that many rows share is a code`() throws {
    var sheet = Sheet.clean(rows: 300, seed: 8)
    guard case .numbers(var list) = sheet.fields[2].cells else { return }
    for i in stride(from: 5, to: 300, by: 10) { list[i] = 99.9 }
    sheet.fields[2].cells = .numbers(list)
    #expect(try Learned(sheet).evidence(of: UnitError.self).allSatisfy { $0 == .none })
  }

  @Test func `depends neither on order nor on unit`() throws {
    let (sheet, _) = Sheet.rescaled(rows: 300, by: 100)
    let expected = try Self.table.get().evidence(of: UnitError.self)
    let (shuffled, order) = sheet.shuffled(seed: 3)
    let found = try Learned(shuffled).evidence(of: UnitError.self)
    for (i, row) in order.enumerated() {
      #expect((found[i].nats - expected[row].nats).magnitude < DetectorLaws.tolerance)
    }
    let scaled = try Learned(sheet.scaled(by: 1_000)).evidence(of: UnitError.self)
    #expect(scaled.map { $0.holds } == expected.map { $0.holds })
  }

  @Test func `is found in a table without labels`() throws {
    var (sheet, changed) = Sheet.rescaled(rows: 300, by: 100)
    sheet.fields.removeAll { $0.role == .label }
    #expect(try Set(Self.held(Learned(sheet))).isSubset(of: changed))
    changed.removeAll()
    #expect(try !Self.held(Learned(sheet)).isEmpty)
  }

  @Test func `has to say more than the labels of its rows do`() {
    // Thirty rows of a class of thirty among three hundred: 30 ln 10, less half a nat.
    #expect(abs(UnitFit.saved([0, 30], among: [270, 30]) - (30 * log(10) - 0.5)) < 1e-9)
    #expect(UnitFit.saved([27, 3], among: [270, 30]) == 0)
    #expect(UnitFit.saved([0, 0], among: [270, 30]) == 0)
  }
}
