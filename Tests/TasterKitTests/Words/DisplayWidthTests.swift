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

  @Test func `breaks lines at spaces, and words that are too long`() {
    #expect("one two three".wrapped(to: 7) == ["one two", "three"])
    #expect("one two three".wrapped(to: 7, indent: 2) == ["one two", "  three"])
    #expect("abcdefgh ij".wrapped(to: 4, indent: 1) == ["abcd", " efg", " h", " ij"])
    #expect("日本語です".wrapped(to: 5) == ["日本", "語で", "す"])
    #expect("".wrapped(to: 5) == [""])
  }
}
