import TasterKit
import Testing

@Suite struct `The summary in Markdown` {
  private func text(_ sample: Sample, shows: Bool = false) throws -> String {
    var format = MarkdownFormat()
    format.showsValues = shows
    return String(decoding: format.render(try sample.report()), as: UTF8.self)
  }

  @Test func `says what the policy says`() throws {
    var sample = Sample()
    let violated = "### Taster: policy violated\n\n3 rows of 8 held (37.5 %), 0 allowed"
    #expect(try text(sample).hasPrefix(violated))
    sample.facts.allowed = 3
    #expect(try text(sample).hasPrefix("### Taster: policy met\n"))
  }

  @Test func `has a line a row and a line a detector`() throws {
    let text = try text(Sample())
    #expect(text.contains("\n| label-flip | 2 | "))
    #expect(text.contains("\n| 5 | 6 | 0.9688 | outlier |\n"))
  }

  @Test func `counts rows beyond its limit`() throws {
    var format = MarkdownFormat()
    format.rowLimit = 1
    let text = String(decoding: format.render(try Sample().report()), as: UTF8.self)
    #expect(text.contains("\n\nand 2 more\n"))
  }

  @Test func `lets no cell break out of its table`() throws {
    let text = try text(Sample(evil: "a|b<img src=x>`c`[d](e)@f"), shows: true)
    #expect(!text.contains("<img") && !text.contains("[d](") && !text.contains(" @f"))
    for line in text.split(separator: "\n") where line.hasPrefix("| ") {
      let bars = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(bars == 5 || bars == 4)
    }
  }
}
