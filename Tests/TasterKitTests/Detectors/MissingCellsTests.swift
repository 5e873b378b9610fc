import Foundation
import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Missing cells` {
  private static let sheet = Sheet(
    rowCount: 4,
    fields: [
      Sheet.Field("a", .numbers([1, .nan, 3, .nan])),
      Sheet.Field("b", .numbers([1, 2, .nan, .nan])),
      Sheet.Field("c", .texts(["x", "y", "x", nil])),
      Sheet.Field("label", .texts(["p", "q", "p", "q"]), role: .label),
    ])

  @Test func `are counted among numbers and levels`() throws {
    let table = Self.sheet.table()
    let sample = try RowSample(table, seed: 0, capacity: 100)
    #expect(MissingCells.counts(sample).sorted() == [0, 1, 1, 3])
    #expect((0..<4).map { MissingCells.count($0, of: table.chunk(0)) } == [0, 1, 1, 3])
    #expect(MissingCells(sample).features == 3)
  }

  @Test func `surprise by how many rows lack as many`() throws {
    let missing = MissingCells(try RowSample(Self.sheet.table(), seed: 0, capacity: 100))
    #expect(missing.surprise(0) == 0)
    #expect(abs(missing.surprise(1) - log(4.0 / 3)) < 1e-12)
    // Two are in no row: as unusual as three.
    #expect(missing.surprise(2) == log(4) && missing.surprise(3) == log(4))
    let words = "1 of its 3 values are missing, as many or more in 75 % of the rows"
    #expect(missing.words(1) == words)
  }
}
