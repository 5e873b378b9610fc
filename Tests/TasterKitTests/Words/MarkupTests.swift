import Foundation
import FoundationXML
import Testing

@testable import TasterKit

@Suite struct `Pieces of markup` {
  @Test func `writes elements, attributes and texts`() {
    let piece = tag("p", ["class": "a"], "x", tag("br"), tag("b", [:], "y"))
    #expect(piece.html == "<p class=\"a\">x<br><b>y</b></p>")
    #expect(tag("rect", ["x": "1"]).html == "<rect x=\"1\"/>")
    #expect(Markup.group([tag("td"), tag("td")]).html == "<td></td><td></td>")
  }

  @Test(
    arguments: Hostile.texts + [
      "<script>alert(1)</script>", "\" onload=\"x", "' onclick='x", "</style>", "&amp;",
      "\u{202E}abc",
      "\u{FFFF}", "]]>",
    ])
  func `lets no text become markup`(text: String) throws {
    let piece = tag("p", ["title": text], .text(text))
    let document = try XMLDocument(data: Data(piece.html.utf8), options: [])
    let root = try #require(document.rootElement())
    #expect(root.children?.allSatisfy { $0.kind == .text } == true)
    #expect(root.attributes?.count == 1)
    #expect(Hostile.isHarmless(piece.html))
  }

  @Test func `cuts a text that is too long`() {
    #expect(tag("p", [:], .text(String(repeating: "a", count: 100_000))).html.utf8.count < 700)
  }
}
