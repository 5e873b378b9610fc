import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `The row sample` {
  private static func sample(_ sheet: Sheet, capacity: Int, chunkRows: Int = 64) throws -> RowSample
  {
    try RowSample(sheet.table(chunkRows: chunkRows), seed: 3, capacity: capacity)
  }

  /// Rows of eight columns of two levels: many rows share how many of each they have.
  private static let binary: Sheet = {
    var generator = SeededGenerator(seed: 8)
    let fields = (0..<8).map { j in
      Sheet.Field(
        "c\(j)",
        .texts((0..<200).map { _ in Bool.random(using: &generator) ? "yes" : "no" }))
    }
    let labels = (0..<200).map { _ in Bool.random(using: &generator) ? "a" : "b" }
    return Sheet(rowCount: 200, fields: fields + [Sheet.Field("l", .texts(labels), role: .label)])
  }()

  @Test func `is the whole table while it fits`() throws {
    let sheet = Sheet.clean(rows: 150, seed: 1)
    let sample = try Self.sample(sheet, capacity: 150)
    #expect(sample.isWhole && sample.count == 150)
    #expect(sample.rows.sorted() == Array(0..<150))
    guard case .numbers(let x0) = sheet.fields[0].cells else { return }
    for i in 0..<150 { #expect(sample.numeric[i, 0] == x0[sample.rows[i]]) }
  }

  @Test(arguments: [64, 7, 400])
  func `is drawn by content, not by position`(chunkRows: Int) throws {
    let sheet = Sheet.clean(rows: 400, seed: 2)
    let (shuffled, order) = sheet.shuffled(seed: 9)
    let first = try Self.sample(sheet, capacity: 100)
    let second = try Self.sample(shuffled, capacity: 100, chunkRows: chunkRows)
    #expect(first.count == 100 && !first.isWhole)
    #expect(first.rows == second.rows.map { order[$0] })
    #expect(first.numeric == second.numeric && first.labels == second.labels)
    #expect(first.codes == second.codes && first.featureKeys == second.featureKeys)
  }

  @Test func `stands in one order, whatever order the rows came in`() throws {
    let (shuffled, _) = Self.binary.shuffled(seed: 4)
    let first = try Self.sample(Self.binary, capacity: 1_000)
    let second = try Self.sample(shuffled, capacity: 1_000)
    #expect(first.codes == second.codes)
    #expect(first.labels == second.labels)
  }

  @Test func `stands in one order, whatever order the columns came in`() throws {
    var turned = Self.binary
    turned.fields.reverse()
    let first = try Self.sample(Self.binary, capacity: 1_000)
    let second = try Self.sample(turned, capacity: 1_000)
    #expect(first.codes == Array(second.codes.reversed()))
    let mixed = Sheet.planted(rows: 240)
    var other = mixed.scaled(by: 1_000)
    other.fields.reverse()
    #expect(
      try Self.sample(mixed, capacity: 240).rows == Self.sample(other, capacity: 240).rows)
  }

  @Test(arguments: [0, 1])
  func `is full although one row floods the table`(place: Int) throws {
    // 4,000 copies of one row before or behind 1,000 others, of which 800 have room.
    var values = (0..<1_000).map { Double($0) }
    values.insert(contentsOf: [Double](repeating: -1, count: 4_000), at: place * 1_000)
    let sheet = Sheet(
      rowCount: 5_000,
      fields: [
        Sheet.Field("x", .numbers(values)),
        Sheet.Field("label", .texts(values.map { _ in "a" }), role: .label),
      ])
    for seed in UInt64(0)..<6 {
      let sample = try RowSample(sheet.table(), seed: seed, capacity: 800)
      #expect(sample.count == 800)
      #expect(sample.numeric.elements.count { $0 == -1 } <= RowSample.copies)
    }
  }

  @Test func `takes another draw for another seed`() throws {
    let table = Sheet.clean(rows: 400, seed: 2).table()
    let first = try RowSample(table, seed: 1, capacity: 100)
    let second = try RowSample(table, seed: 2, capacity: 100)
    #expect(Set(first.rows) != Set(second.rows))
  }

  @Test func `bounds its memory by the number of columns`() {
    #expect(RowSample.capacity(features: 20) == 20_000)
    #expect(RowSample.capacity(features: 1_200) == 10_000)
    #expect(RowSample.capacity(features: 1_000_000) == 2_000)
    #expect(RowSample.capacity(features: 0) == 20_000)
  }
}
