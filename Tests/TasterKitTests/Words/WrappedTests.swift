import TasterKit
import Testing

@Suite struct `A sentence` {
  @Test func `is made printable and fits the width`() {
    for text in Hostile.texts {
      for line in String(repeating: text + " ", count: 9).said(width: 30) {
        #expect(Hostile.isHarmless(line) && line.displayWidth <= 30)
      }
    }
    #expect("one two three".said(width: 8) == ["one two", "  three"])
  }

  @Test func `keeps its paragraphs apart`() {
    #expect("a b\nc\n\nd".paragraphs(width: 80) == ["a b c", "", "d"])
  }

  @Test func `is quoted for a shell only where it has to be`() {
    #expect("out/run-1".shellWord == "out/run-1")
    #expect("my run".shellWord == "'my run'")
    #expect("it's".shellWord == #"'it'\''s'"#)
    #expect("".shellWord == "''")
  }
}
