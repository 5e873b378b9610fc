import Testing
import taster_bench

@Suite struct `A table of figures` {
  @Test func `is aligned for a terminal and piped for an article`() {
    var table = FigureTable("Tool", ["s", "AP"])
    #expect(table.isEmpty)
    table.add("taster", ["1.5", "0.750"])
    table.add("other", ["12", "–"])
    #expect(
      table.text == """
        Tool      s     AP
        taster  1.5  0.750
        other    12      –
        """)
    #expect(
      table.markdown == """
        | Tool | s | AP |
        | --- | ---: | ---: |
        | taster | 1.5 | 0.750 |
        | other | 12 | – |
        """)
  }

  @Test func `shows nothing where nothing was measured`() {
    #expect(figure(nil) == "–" && share(nil) == "–" && change(nil, from: 1) == "–")
    #expect(figure(0.12345) == "0.123" && share(0.01234) == "1.23 %")
    #expect(change(0.5, from: 0.25) == "+0.250" && change(0.1, from: 0.3) == "−0.200")
    #expect(change(0.30004, from: 0.3) == "0")
  }
}
