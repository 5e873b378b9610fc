import TasterKit
import Testing

@Suite struct `An aligned table` {
  private func table(_ rows: [[String]]) -> AlignedTable {
    var table = AlignedTable([.text("name"), .number("n"), .text("why")])
    for row in rows { table.add(row) }
    return table
  }

  @Test func `aligns texts left and numbers right`() {
    let lines = table([["a", "1", "x"], ["long name", "1,000", "because"]]).lines(width: 80)
    #expect(
      lines == [
        "name           n  why",
        "a              1  x",
        "long name  1,000  because",
      ])
  }

  @Test func `counts cells, not characters`() {
    let lines = table([["日本", "1", "x"], ["e\u{301}", "2", "y"], ["👍", "3", "z"]])
      .lines(width: 80)
    #expect(lines == ["name  n  why", "日本  1  x", "e\u{301}     2  y", "👍    3  z"])
  }

  @Test(arguments: [30, 40, 60])
  func `fits its width`(width: Int) {
    let long = String(repeating: "word 漢字 ", count: 20)
    let shown = table([[long, "12", long], ["a", "3", "b"]])
    #expect(shown.leastWidth <= width)
    let lines = shown.lines(width: width)
    #expect(lines.allSatisfy { $0.displayWidth <= width })
    #expect(lines[1].contains("…"))
  }

  @Test(arguments: Hostile.texts)
  func `makes its cells printable`(text: String) {
    let lines = table([[text, "1", text]]).lines(width: 60)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { Hostile.isHarmless($0) && !$0.hasPrefix("::") })
  }
}
