import TasterKit
import TasterTesting
import Testing

@Suite struct `Floods` {
  /// Two clouds and fourteen near copies of one row, in scattered places.
  static func text(copies: Int) -> String {
    var generator = SeededGenerator(seed: 50)
    var lines = ["x, y, z, label"]
    for k in 0..<80 {
      let isCat = k % 2 == 0
      if k % 5 == 3, k / 5 < copies {
        lines.append("0.5, \(0.5 + Double(k % 3) / 10_000), 0.5, dog  ⚑ flood")
        continue
      }
      let row = (0..<3).map { _ in ((generator.normal() + (isCat ? 0 : 4)) * 100).rounded() / 100 }
      lines.append("\(row[0]), \(row[1]), \(row[2]), \(isCat ? "cat" : "dog")")
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: [0, 14])
  func `are held`(copies: Int) throws {
    try MarkedTable(Self.text(copies: copies)).expectSuspects(of: Flood.self)
  }

  @Test func `are told with their size and with other rows of theirs`() throws {
    let table = try MarkedTable(Self.text(copies: 14))
    let rows = table.flags.map(\.row).sorted()
    #expect(rows.count == 14)
    for row in rows.prefix(3) {
      let reason = try #require(try table.reasons(forRow: row, by: Flood.self).first)
      #expect(reason.rows == Array(rows.filter { $0 != row }.prefix(5)))
      let numbers = reason.rows.map { String($0) }.joined(separator: ", ")
      #expect(
        reason.text
          == "one of 14 rows that are near copies of each other (with rows \(numbers), …)")
    }
    #expect(try table.reasons(forRow: 1, by: Flood.self).isEmpty)
  }
}
