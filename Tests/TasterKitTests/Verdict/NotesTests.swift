import TasterKit
import TasterTesting
import Testing

@Suite struct `Notes` {
  private static func notes(_ sheet: Sheet) throws -> [Judgement.Note] {
    try Scan().run(sheet.table()).judgement.notes
  }

  @Test func `are not made where there is nothing to say`() throws {
    #expect(try Self.notes(Sheet.clean(rows: 120, seed: 1)).isEmpty)
  }

  @Test func `name a class too thin to learn, with its code and its size`() throws {
    var sheet = Sheet.clean(rows: 120, seed: 1)
    guard case .texts(var labels) = sheet.fields[6].cells else { return }
    for k in 0..<7 { labels[k * 9] = "rare" }
    sheet.fields[6].cells = .texts(labels)
    let notes = try Self.notes(sheet)
    #expect(notes.map(\.code) == ["S0402"])
    #expect(notes[0].text.contains("'rare' has 7 rows"))
  }

  @Test func `say why labels were not judged`() throws {
    var sheet = Sheet.clean(rows: 60, seed: 1)
    sheet.fields[6].cells = .texts(Array(repeating: "only", count: 60))
    #expect(
      try Self.notes(sheet).map(\.text) == [
        "labels were not judged: there is only one class"
      ])
    sheet.fields[6].role = .ignored
    #expect(
      try Self.notes(sheet).map(\.text) == [
        "labels were not judged: there are no labels"
      ])
  }

  @Test func `name a far value that many rows share, for its rows are not scored`() throws {
    var sheet = Sheet.clean(rows: 400, seed: 1)
    guard case .numbers(var cells) = sheet.fields[2].cells else { return }
    for k in 0..<12 { cells[k * 30] = 9_999 }
    sheet.fields[2].cells = .numbers(cells)
    let notes = try Self.notes(sheet)
    #expect(notes.count == 1)
    #expect(notes[0].text.hasPrefix("column 'x2' holds exactly 9999 in 3"))
    // One row alone is no code: it is an outlier, and needs no note.
    for k in 1..<12 { cells[k * 30] = 0.5 }
    sheet.fields[2].cells = .numbers(cells)
    #expect(try Self.notes(sheet).isEmpty)
  }
}
