import Foundation
import FoundationXML
import Testing

@testable import TasterKit

@Suite struct `Elements` {
  @Test func `are written with attributes and what is in them`() {
    let piece = tag("p", ["class": "a"], "x", tag("br"), tag("b", [:], "y"))
    #expect(piece.text == "<p class=\"a\">x<br><b>y</b></p>")
    #expect(tag("rect", ["x": "1"]).text == "<rect x=\"1\"/>")
    #expect(Markup.group([tag("td"), tag("td")]).text == "<td></td><td></td>")
  }

  @Test(
    arguments: Hostile.texts + [
      "<script>alert(1)</script>", "\" onload=\"x", "' onclick='x", "</style>", "&amp;",
      "\u{202E}abc", "\u{FFFF}", "]]>",
    ])
  func `let no text become markup`(text: String) throws {
    let piece = tag("p", ["title": text], .text(text))
    let document = try XMLDocument(data: Data(piece.text.utf8), options: [])
    let root = try #require(document.rootElement())
    #expect(root.children?.allSatisfy { $0.kind == .text } == true)
    #expect(root.attributes?.count == 1)
    #expect(Hostile.isHarmless(piece.text))
  }

  @Test func `cut a text that is too long`() {
    #expect(tag("p", [:], .text(String(repeating: "a", count: 100_000))).text.utf8.count < 2_100)
  }

  @Test func `keep what a browser sends back as it is`() {
    let long = String(repeating: "a", count: 3_000) + "\u{202E}\""
    let field = tag("input", ["value": long, "title": "\u{202E}"]).text
    #expect(field.contains("value=\"\(long.dropLast())&quot;\""))
    #expect(field.contains("title=\"\\u{202e}\""))
  }
}
