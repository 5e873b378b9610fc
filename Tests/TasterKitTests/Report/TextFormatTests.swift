import TasterKit
import Testing

@Suite struct `The text report` {
  private func text(_ report: Report, _ change: (inout TextFormat) -> Void = { _ in }) -> String {
    var format = TextFormat()
    change(&format)
    return String(decoding: format.render(report), as: UTF8.self)
  }

  @Test func `tells what a person needs first`() throws {
    let shown = text(try Sample().report())
    for part in [
      "x.csv: 1.23 kB, 10 records", "8 rows, 5 columns, label 'class', 2 classes",
      "guessed: 'class' is the label",
      "self mode: a ranking and an estimate; no error rate is controlled\n",
      "3 rows held (37.5 %), S0601: Ingest Poisoning",
      "estimated poison: 3 rows (1 to 4, nine times in ten)", "'good' → 'bad x'",
      "2 records rejected, no rows: wrong field count (2)", "line 5, byte 77: wrong field count",
      "note: S0402: class 'bad x' has 4 rows", "in out: clean.csv",
      "next: taster inspect out --row 5",
    ] { #expect(shown.contains(part), "\(part)") }
  }

  @Test func `lists suspects by score and says how many more there are`() throws {
    let shown = text(try Sample().report()) { $0.top = 2 }
    #expect(shown.contains("amount is far out"))
    #expect(shown.contains("and 1 more"))
  }

  @Test func `leaves out what quotes values where others read`() throws {
    let shown = text(try Sample().report()) { $0.showsValues = false }
    #expect(!shown.contains("amount is far out"))
    #expect(!shown.contains("neighbours"))
  }

  @Test func `says so where nothing is held`() throws {
    let shown = text(try Sample.empty())
    #expect(shown.contains("no row is held"))
    #expect(shown.contains("no labels"))
    #expect(!shown.contains("next:"))
  }

  @Test(arguments: [60, 80, 120], [""] + Hostile.texts)
  func `fits its width`(width: Int, text evil: String) throws {
    let shown = text(try Sample(evil: evil).report()) { $0.width = width }
    for line in shown.split(separator: "\n") {
      #expect(line.displayWidth <= width, "\(line)")
      #expect(!line.hasSuffix(" "))
    }
  }

  @Test func `quotes a directory for the shell`() throws {
    var sample = Sample()
    sample.facts.directory = "my 'out'"
    #expect(text(try sample.report()).contains(#"taster inspect 'my '\''out'\''' --row 5"#))
  }
}
