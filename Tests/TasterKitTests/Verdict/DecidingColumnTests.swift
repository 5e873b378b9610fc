import TasterKit
import TasterTesting
import Testing

@Suite struct `Deciding columns` {
  private static func codes(_ sheet: Sheet) throws -> [String] {
    try Scan().run(sheet.table()).judgement.notes.filter { $0.code == "S0401" }.map(\.text)
  }

  /// Two classes; `f` gives a row's leaking cell from its class and number.
  private static func sheet(_ cells: (Int, Int) -> Double) throws -> Sheet {
    var sheet = Sheet.clean(rows: 120, seed: 1)
    guard case .texts(let labels) = sheet.fields[6].cells else { throw Missing() }
    let names = Set(labels.compactMap { $0 }).sorted()
    sheet.fields[0].cells = .numbers(
      labels.enumerated().map { i, label in cells(names.firstIndex { $0 == label } ?? 0, i) })
    return sheet
  }

  private struct Missing: Error {}

  @Test func `are named where a number gives the label away`() throws {
    let texts = try Self.codes(Self.sheet { label, i in Double(label) * 10 + Double(i) / 1_000 })
    #expect(texts.count == 1)
    #expect(texts[0].contains("alone tells the label of 100 % of the rows"))
  }

  @Test func `are named where few values give the label away`() throws {
    #expect(try Self.codes(Self.sheet { label, i in Double(label * 2 + i % 2) }).count == 1)
  }

  @Test func `are not named where every eighth row says otherwise`() throws {
    #expect(
      try Self.codes(Self.sheet { label, i in Double(i % 8 == 0 ? 1 - label : label) }).isEmpty)
  }

  @Test func `are not named where every value is another, in no order`() throws {
    #expect(try Self.codes(Self.sheet { _, i in Double(i * 37 % 120) }).isEmpty)
  }
}
