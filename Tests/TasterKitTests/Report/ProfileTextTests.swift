import TasterKit
import Testing

@Suite struct `The table of a profile` {
  private func text(width: Int, evil: String = "x") -> String {
    var format = ProfileText()
    format.width = width
    let sample = Sample(evil: evil)
    return String(
      decoding: format.render(schema: sample.schema, statistics: sample.statistics), as: UTF8.self)
  }

  @Test func `has a line for every class and column`() {
    let lines = text(width: 120).split(separator: "\n")
    #expect(
      lines[0].split(separator: " ") == [
        "class", "column", "count", "missing", "mean", "sd", "min", "q05", "median", "q95", "max",
      ])
    let amount = lines[1].split(separator: " ")
    #expect(amount[0] == "'good'")
    #expect(Array(amount[1...6]) == ["amount", "4", "0", "2.5", "1.291", "1"])
    #expect(amount.last == "4")
  }

  @Test func `shows the most frequent levels`() {
    let shown = text(width: 120)
    #expect(shown.contains("'blue x' 66.7 %, 'red' 33.3 %"))
  }

  @Test(arguments: [60, 80, 100, 200], Hostile.texts)
  func `fits its width and lets nothing act`(width: Int, evil: String) {
    for line in text(width: width, evil: evil).split(separator: "\n") {
      #expect(line.displayWidth <= width, "\(line)")
      #expect(Hostile.isHarmless(String(line)))
    }
  }

  @Test func `has words for a table without features`() throws {
    let report = try Sample.empty()
    let bytes = ProfileText().render(schema: report.schema, statistics: report.statistics)
    #expect(String(decoding: bytes, as: UTF8.self) == "no column can be a feature\n")
  }
}
