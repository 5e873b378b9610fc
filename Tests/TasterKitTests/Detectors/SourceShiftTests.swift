import TasterKit
import TasterTesting
import Testing

@Suite struct `Source shifts` {
  /// Two clouds from three sources; `mill` has half of its labels wrong.
  static let mill: String = {
    var lines = ["x, y, from, label"]
    for k in 0..<96 {
      let isCat = k % 2 == 0
      let x = Double((k * 37) % 11) / 5 + (isCat ? 0 : 6)
      let y = Double((k * 17) % 13) / 5 + (isCat ? 0 : 6)
      let isMill = k % 8 == 3 || k % 8 == 6
      let isFlipped = isMill && k % 16 < 8
      let label = isCat != isFlipped ? "cat" : "dog"
      let source = isMill ? "mill" : k % 3 == 0 ? "farm" : "port"
      lines.append("\(x), \(y), \(source), \(label)" + (isFlipped ? "  ⚑ source-shift" : ""))
    }
    return lines.joined(separator: "\n")
  }()

  @Test func `hold the contradicted rows of a bad source`() throws {
    try MarkedTable(Self.mill, source: "from").expectSuspects(of: SourceShift.self)
  }

  @Test func `are told with both rates`() throws {
    let table = try MarkedTable(Self.mill, source: "from")
    let row = try #require(table.flags.map(\.row).min())
    let reason = try #require(try table.reasons(forRow: row, by: SourceShift.self).first)
    #expect(
      reason.text == "its source 'mill' has labels that the features contradict in 50 % of its "
        + "rows, against 0 % elsewhere")
    #expect(try table.reasons(forRow: 2, by: SourceShift.self).isEmpty)
  }

  @Test func `are silent without a source column, and about equal sources`() throws {
    let plain = try MarkedTable(Self.mill)
    #expect(try plain.suspects(of: SourceShift.self).isEmpty)
    let clean = try LawTables.clean[0].get()
    #expect(try clean.evidence(of: SourceShift.self).allSatisfy { $0.nats == 0 })
  }
}
