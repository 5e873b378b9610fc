import Foundation
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Levels in another unit` {
  // A clean table whose third column holds 1, 2 and 3, some of them multiplied.
  private static func table(
    by factor: Double, only level: Double? = nil
  ) -> (sheet: Sheet, changed: [Int]) {
    var sheet = Sheet.clean(rows: 300, seed: 8)
    var generator = SeededGenerator(seed: 5)
    let deck: [Double] = [1, 1, 1, 2, 2, 3]
    var list: [Double] = (0..<300).map { _ in deck.randomElement(using: &generator) ?? 1 }
    let every: [Int] = Array(stride(from: 5, to: 300, by: 10))
    let changed = every.filter { i in level.map { list[i] == $0 } ?? true }
    for i in changed { list[i] *= factor }
    sheet.fields[2].cells = .numbers(list)
    return (sheet, changed)
  }

  private static func held(_ learned: Learned) throws -> [Int] {
    let evidence = try learned.evidence(of: UnitError.self)
    return evidence.indices.filter { evidence[$0].holds }
  }

  @Test(arguments: [10.0, 100, 0.1, 0.001])
  func `are found, all of them and no others`(factor: Double) throws {
    let (sheet, changed) = Self.table(by: factor)
    #expect(try Self.held(Learned(sheet)) == changed)
  }

  @Test func `are told with the value before and how many rows have it`() throws {
    let (sheet, changed) = Self.table(by: 10)
    let learned = try Learned(sheet)
    let row = try #require(changed.first)
    let reason = try #require(try learned.reasons(forRow: row, by: UnitError.self).first)
    #expect(reason.text.hasPrefix("`x2` × 10 fits: "))
    #expect(reason.text.contains(" rows have it, and the column's values beyond 3 "))
    #expect(reason.text.contains("\(changed.count) rows share the factor"))
  }

  @Test func `are not made of one value alone, nor of none`() throws {
    #expect(try Self.held(Learned(Self.table(by: 10, only: 2).sheet)).isEmpty)
    #expect(try Self.held(Learned(Self.table(by: 1).sheet)).isEmpty)
  }

  @Test func `are not found in shares unlike those of the column`() throws {
    func support(_ counts: [Int]) throws -> Double {
      let values = [(1.0, 600), (2.0, 300), (3.0, 100)].map { (value: $0.0, count: $0.1) }
      let beyond = zip([10.0, 20, 30], counts).map { (value: $0, count: $1) }
      let factor = try #require(UnitFactor.all.first { $0.power == 1 })
      return try #require(
        UnitLevels.support(of: beyond, from: values, edge: 3, factor: factor))
    }
    let (like, unlike) = (try support([60, 30, 10]), try support([10, 30, 60]))
    #expect(like > 6)
    #expect(unlike < -20)
  }

  @Test func `are the same in any unit of the whole column`() throws {
    let factor = try #require(UnitFactor.all.first { $0.power == 1 })
    func nats(unit: Double) throws -> Double {
      let within = [(1.0, 60), (2.0, 30), (3.0, 10)].map { (value: $0.0 * unit, count: $0.1) }
      let beyond = [(10.0, 6), (20.0, 3)].map { (value: $0.0 * unit, count: $0.1) }
      return try #require(
        UnitLevels.support(of: beyond, from: within, edge: 3 * unit, factor: factor))
    }
    #expect(try (nats(unit: 1) - nats(unit: 100)).magnitude < 1e-9)
  }

  @Test func `have to be multiples, every one of them`() throws {
    let factor = try #require(UnitFactor.all.first { $0.power == 1 })
    let within = [(1.0, 60), (2.0, 30), (3.0, 10)].map { (value: $0.0, count: $0.1) }
    let beyond = [(10.0, 6), (25.0, 3)].map { (value: $0.0, count: $0.1) }
    #expect(UnitLevels.support(of: beyond, from: within, edge: 3, factor: factor) == nil)
  }
}
