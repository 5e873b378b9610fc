import TasterKit
import Testing

@Suite struct `A style` {
  @Test func `leaves texts alone unless colours are wanted`() {
    #expect(Style.plain.heading("row") == "row")
    #expect(Style.plain.score("0.99") == "0.99")
    #expect(Style.coloured.heading("row") == "\u{1b}[1mrow\u{1b}[0m")
  }

  @Test func `dresses scores by their size`() {
    #expect(Style.coloured.score("0.95").hasPrefix("\u{1b}[31m"))
    #expect(Style.coloured.score(" 0.6").hasPrefix("\u{1b}[33m"))
    #expect(Style.coloured.score("0.2") == "0.2")
    #expect(Style.coloured.score("–") == "–")
  }

  @Test func `does not move the columns of a table`() {
    var table = AlignedTable([.text("name"), .score("score"), .text("why")])
    table.add(["a", "0.95", "x"])
    table.add(["bb", "0.1", "y"])
    let plain = table.lines(width: 80)
    let coloured = table.lines(width: 80, style: .coloured)
    #expect(coloured != plain)
    let escapes = /\u{1b}\[[0-9]+m/
    #expect(coloured.map { $0.replacing(escapes, with: "") } == plain)
  }
}
