import TasterKit
import TasterTesting
import Testing

@Suite struct `Label flips` {
  /// Two clouds on a grid, one label in each flipped.
  static let clouds: String = {
    var lines = ["x, y, label"]
    for k in 0..<56 {
      let isCat = k % 2 == 0
      let x = Double((k * 37) % 11) / 5 + (isCat ? 0 : 6)
      let y = Double((k * 17) % 13) / 5 + (isCat ? 0 : 6)
      let isFlipped = k == 20 || k == 41
      let label = isCat != isFlipped ? "cat" : "dog"
      lines.append("\(x), \(y), \(label)" + (isFlipped ? "  ⚑ label-flip" : ""))
    }
    return lines.joined(separator: "\n")
  }()

  @Test func `are held in clouds that stand apart`() throws {
    try MarkedTable(Self.clouds).expectSuspects(of: LabelFlip.self)
  }

  @Test func `come with reasons that the rows confirm`() throws {
    let table = try MarkedTable(Self.clouds)
    let reasons = try table.reasons(forRow: 21, by: LabelFlip.self)
    #expect(reasons.count == 2)
    #expect(reasons[0].text.contains("its features say 'cat'"))
    #expect(reasons[0].text.contains("its label 'dog'"))
    #expect(reasons[1].text.hasPrefix("10 of its 10 nearest rows are 'cat', 0 are 'dog' (rows "))
    // Row k + 1 is a cat's where k is even, and its row numbers are odd.
    #expect(reasons[1].rows.count == 10)
    #expect(reasons[1].rows.allSatisfy { $0 % 2 == 1 && $0 != 21 })
    let listed = reasons[1].rows.map { String($0) }.joined(separator: ", ")
    #expect(reasons[1].text.contains("(rows \(listed))"))
    #expect(try table.reasons(forRow: 5, by: LabelFlip.self).isEmpty)
  }

  @Test func `cannot be seen where classes are one cloud`() throws {
    var sheet = Sheet.clean(rows: 200, seed: 5)
    sheet.fields[6].cells = .texts((0..<200).map { ($0 * 7 / 5) % 2 == 0 ? "a" : "b" })
    let evidence = try Learned(sheet).evidence(of: LabelFlip.self)
    #expect(evidence.count { $0.holds } <= 4)
  }

  @Test func `are shares with two digits`() {
    #expect(percent(0.97) == "97 %")
    #expect(percent(0.034) == "3.4 %")
    #expect(percent(0.00345) == "0.35 %")
    #expect(percent(0) == "0 %")
    #expect(percent(0.00001) == "under 0.01 %")
    #expect(percent(1) == "100 %")
  }
}
