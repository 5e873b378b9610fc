import TasterKit
import Testing

@Suite struct `Open gates` {
  @Test func `are written as names and read back`() {
    let voices = ["label-flip", "outlier", "flood"]
    for open in [[], [0], [2], [0, 2], [0, 1, 2]] {
      let gates = Gates(open)
      let text = gates.text(voices)
      #expect(Gates(text, of: voices) == gates && gates.isEmpty == open.isEmpty)
      #expect((0..<64).filter { gates.contains($0) } == open)
    }
    #expect(Gates([0, 2]).text(voices) == "label-flip|flood")
    #expect(Gates("label-flip|smell", of: voices) == nil)
  }
}
