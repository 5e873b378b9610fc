import TasterKit
import Testing

@Suite struct `Printable text` {
  @Test func `shows what cannot be seen`() {
    #expect(printable("a\tb\r\nc\u{1B}[0m") == #"a\tb\r\nc\u{1b}[0m"#)
    #expect(printable("x\u{202E}y\u{2066}z") == #"x\u{202e}y\u{2066}z"#)
  }

  @Test func `leaves honest text of any script alone`() {
    for text in ["Ünïcödé", "日本語", "👩‍👩‍👧‍👦", "نص", "std::vector", "a [1] #2"] {
      #expect(printable(text) == text)
    }
  }

  @Test func `breaks commands to a build log`() {
    #expect(printable("::error::x") == #"\u{3a}:error::x"#)
    #expect(printable("so ::error::x") == #"so \u{3a}:error::x"#)
    #expect(printable("a##[group]b") == #"a##\u{5b}group]b"#)
  }

  @Test(arguments: Hostile.texts)
  func `is harmless and short, whatever came in`(text: String) {
    for limit in [1, 2, 5, 20, 200] {
      let shown = printable(text, limit: limit)
      #expect(Hostile.isHarmless(shown))
      #expect(shown.count <= limit)
    }
  }

  @Test func `ends in dots exactly where something was cut`() {
    #expect(printable("abcde", limit: 5) == "abcde")
    #expect(printable("abcdef", limit: 5) == "abcd…")
    #expect(printable("abcd\n", limit: 5) == "abcd…")
  }

  @Test func `cuts accents stacked without end`() {
    let text = "a" + String(repeating: "\u{301}", count: 10_000)
    #expect(printable(text).unicodeScalars.count == 16)
  }
}
