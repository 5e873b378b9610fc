import TasterKit
import Testing

@Suite struct `Display width` {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("日本", 4), ("ｆｕｌｌ", 8), ("e\u{301}", 1), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2),
    ("☃", 1), ("☃\u{FE0F}", 2), ("한글", 4), ("–", 1),
  ])
  func `counts cells of a terminal`(text: String, cells: Int) {
    #expect(text.displayWidth == cells)
  }

  @Test func `fits a text without ever passing the cells`() {
    #expect("abcdef".fitted(to: 6) == "abcdef")
    #expect("abcdef".fitted(to: 4) == "abc…")
    #expect("日本語".fitted(to: 4) == "日…")
    #expect("日本語".fitted(to: 1) == "…")
  }
}
