import Foundation
import TasterKit
import TasterTesting
import Testing

@Suite struct `A decimal grid` {
  /// Values of about 10 with so many decimals.
  private static func values(decimals: Int) -> [Double] {
    var generator = SeededGenerator(seed: 4)
    let steps = pow(10.0, Double(decimals))
    return (0..<400).map { _ in ((10 + 2 * generator.normal()) * steps).rounded() / steps }.sorted()
  }

  private static func factor(_ name: String) throws -> UnitFactor {
    try #require(UnitFactor.all.first { $0.name == name })
  }

  @Test(
    arguments: [
      (1.25, 2), (1, 0), (700, -2), (-0.004, 3), (12.340000000000002, 2), (1e9, -9), (0.1 + 0.2, 1),
    ])
  func `counts places`(x: Double, places: Int) { #expect(DecimalGrid.places(x) == places) }

  @Test func `reads zeros that a factor leaves`() throws {
    let grid = try #require(DecimalGrid(magnitudes: Self.values(decimals: 2)))
    let hundred = try Self.factor("× 100")
    // 12.34 × 100 ends in two zeros of the column's places; 1234.56 does not.
    #expect(grid.evidence(1_234, original: 12.34, factor: hundred) > 2)
    #expect(grid.evidence(1_234.56, original: 12.3456, factor: hundred) < -3)
    // More zeros than the factor explains are rounding.
    #expect(grid.evidence(1_000, original: 10, factor: hundred) < 0)
  }

  @Test func `reads places that the column does not have`() throws {
    let grid = try #require(DecimalGrid(magnitudes: Self.values(decimals: 1)))
    #expect(grid.evidence(1.23, original: 12.3, factor: try Self.factor("÷ 10")) > 2)
    #expect(grid.evidence(1.234, original: 12.34, factor: try Self.factor("÷ 10")) < -3)
    #expect(grid.evidence(1.2, original: 12, factor: try Self.factor("÷ 10")) < 0)
    let inch = try Self.factor("× 2.54")
    #expect(grid.evidence(12.3 * 2.54, original: 12.3, factor: inch) > 4)
    #expect(grid.evidence(31.2, original: 31.2 / 2.54, factor: inch) < -3)
    #expect(grid.evidence(31.213, original: 31.213 / 2.54, factor: inch) < -3)
  }

  @Test func `says nothing of columns written in significant digits`() {
    let values = Self.values(decimals: 2).map { $0 * 1.2345678 }
    #expect(DecimalGrid(magnitudes: values) == nil)
  }
}
