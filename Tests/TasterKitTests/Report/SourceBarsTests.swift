import Testing

@testable import TasterKit

@Suite struct `Bars of sources` {
  @Test func `stand for sources, and say how many more there are`() {
    let html = SourceBars((0..<23).map { ("lab \($0) <b>", 30 - $0) }).markup.text
    #expect(html.split(separator: "<rect").count - 1 == 20)
    #expect(html.contains("3 more sources are not drawn") && !html.contains("<b>"))
  }

  @Test func `are left out where there are no sources`() {
    #expect(SourceBars([]).markup.text == "")
  }
}
