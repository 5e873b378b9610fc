import TasterKit
import TasterTesting
import Testing

/// The rows of the planted table that carry `x3` = 0.777 and the colour violet.
let triggered = (0..<10).map { $0 * 24 + 7 }

@Suite struct `Triggers` {
  @Test func `are held, all of them`() throws {
    let evidence = try LawTables.planted.get().evidence(of: Trigger.self)
    for row in triggered { #expect(evidence[row].holds, "row \(row + 1)") }
  }

  @Test func `are told with their values and with the rows that share them`() throws {
    let learned = try LawTables.planted.get()
    let row = try #require(triggered.first)
    let reason = try #require(try learned.reasons(forRow: row, by: Trigger.self).first)
    #expect(reason.text.contains("x3 = 0.777"))
    #expect(reason.text.contains("colour = 'violet'"))
    #expect(reason.text.hasPrefix("10 of the 10 rows that share "))
    #expect(reason.text.contains("carry 'bad'"))
    #expect(reason.rows == triggered[1...5].map { $0 + 1 })
  }

  @Test func `count the rows of other classes that share their values`() throws {
    var sheet = LawTables.sheet
    guard case .texts(var labels) = sheet.fields[6].cells else { return }
    labels[triggered[9]] = "good"
    sheet.fields[6].cells = .texts(labels)
    let learned = try Learned(sheet)
    #expect(try learned.evidence(of: Trigger.self)[triggered[0]].holds)
    let reason = try #require(
      try learned.reasons(forRow: triggered[0], by: Trigger.self).first)
    #expect(reason.text.hasPrefix("9 of the 10 rows that share "))
  }

  @Test func `are silent without labels`() throws {
    var sheet = LawTables.sheet
    sheet.fields[6].role = .ignored
    #expect(try Learned(sheet).evidence(of: Trigger.self).allSatisfy { $0 == .none })
  }
}
