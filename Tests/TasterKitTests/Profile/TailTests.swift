import Foundation
import TasterKit
import TasterTesting
import Testing

@Suite struct `Tails` {
  private static func normal(_ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: 21)
    return (0..<count).map { _ in generator.normal() }
  }

  private static func exponential(_ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: 22)
    return (0..<count).map { _ in -log(Double.random(in: 1e-12..<1, using: &generator)) }
  }

  @Test(arguments: [normal(8_000), exponential(8_000)])
  func `tell clean values their own rarity`(values: [Double]) throws {
    let sorted = values.sorted()
    let tail = try #require(Tail(sorted: sorted, floor: 0))
    for nats in [1.5, 2.0, 3.0, 4.0] {
      let share = Double(sorted.count { tail.surprise($0) > nats }) / Double(sorted.count)
      #expect(share < 1.5 * exp(-nats), "\(nats) nats")
      #expect(share > 0.5 * exp(-nats), "\(nats) nats")
    }
  }

  @Test func `rise from 0 in the middle`() throws {
    let sorted = Self.normal(500).sorted()
    let tail = try #require(Tail(sorted: sorted, floor: 0))
    #expect(tail.surprise(quantile(ofSorted: sorted, 0.5)) == 0)
    #expect(tail.surprise(-50) == 0)
    var previous = 0.0
    for k in 1...60 {
      let surprise = tail.surprise(Double(k) / 4)
      #expect(surprise > previous)
      previous = surprise
    }
  }

  @Test func `are not moved by poison far out`() throws {
    let clean = Self.normal(2_000)
    let poisoned = clean.dropLast(40) + (0..<40).map { 50 + Double($0) }
    let before = try #require(ColumnTails(clean, total: 2_000)).surprise(60)
    let after = try #require(ColumnTails(Array(poisoned), total: 2_000)).surprise(60)
    #expect(after > 12)
    #expect(after > 0.4 * before)
  }

  @Test(arguments: [1e-15, 1e-3, 1e3, 1e12])
  func `do not depend on the unit`(unit: Double) throws {
    let values = Self.normal(600)
    let plain = try #require(ColumnTails(values, total: 600))
    let scaled = try #require(ColumnTails(values.map { $0 * unit }, total: 600))
    for x in [-40.0, -3, -1, 0.5, 2, 9] {
      let (a, b) = (plain.surprise(x), scaled.surprise(x * unit))
      #expect((a - b).magnitude <= 1e-9 * max(a, 1), "\(x)")
    }
  }

  @Test func `find both sides surprising and neither NaN nor the atom`() throws {
    var values = Self.normal(400)
    for k in 0..<100 { values[k] = 0 }
    let tails = try #require(ColumnTails(values, total: 400))
    #expect(tails.surprise(30) > 10 && tails.surprise(-30) > 10)
    #expect(tails.surprise(.nan) == 0 && tails.surprise(0) == 0)
  }

  @Test func `take an edge that many rows share for a code`() throws {
    var values = Self.normal(400)
    for k in 0..<10 { values[k] = 9_999 }
    let tails = try #require(ColumnTails(values, total: 400))
    #expect(tails.surprise(9_999) == 0)
    #expect(tails.surprise(9_998) > 10)
  }

  @Test func `want twenty values that vary`() {
    #expect(ColumnTails(Self.normal(19), total: 19) == nil)
    #expect(ColumnTails(Self.normal(20), total: 20) != nil)
    #expect(ColumnTails([Double](repeating: 4, count: 100), total: 100) == nil)
    #expect(Tail(sorted: [Double](repeating: 4, count: 100), floor: 0) == nil)
  }
}
