import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The frame of views` {
  private static func frame(_ title: String = "Rows", pending: Int = 0) -> Frame {
    Frame(
      title: title, secret: "s3", seen: 41, who: Desk.evil, pending: pending,
      directory: "a \(Desk.evil)")
  }

  @Test func `marks the view, names who decides and tells the script what it needs`() {
    let html = Self.frame(pending: 2).html([tag("p", [:], "body")])
    #expect(html.contains("<a href=\"/rows\" aria-current=\"page\">Rows</a>"))
    #expect(html.contains("<meta name=\"taster-secret\" content=\"s3\">"))
    #expect(html.contains("<meta name=\"taster-seen\" content=\"41\">"))
    #expect(html.contains("2 decisions not in clean.csv yet"))
    #expect(Self.frame().html([]).contains("clean.csv follows every decision"))
    #expect(html.contains("&lt;script&gt;owned()") && !html.contains("<script>owned"))
  }

  @Test func `says in words what is missing when the script does not run`() {
    let html = Self.frame().html([])
    let words = html.split(separator: "id=\"no-script\"").last ?? ""
    #expect(!words.prefix { $0 != ">" }.contains("hidden"))
    #expect(words.contains("nothing can be decided here") && words.contains("`taster release`"))
  }

  @Test func `has a way past itself, landmarks and a table's words`() {
    let html = Self.frame().html([
      table("Words", [("name", false), ("rows", true)], [["a", "1"]])
    ])
    #expect(html.contains("<a class=\"skip\" href=\"#main\">"))
    #expect(html.contains("<main id=\"main\""))
    #expect(html.contains("<caption>Words</caption>"))
    #expect(html.contains("<th scope=\"row\" class=\"t\">a</th><td class=\"n\">1</td>"))
  }
}
