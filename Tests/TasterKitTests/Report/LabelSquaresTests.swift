import Testing

@testable import TasterKit

@Suite struct `Squares of labels` {
  private let flows = [
    (given: "a", suggested: "b", rows: 7), (given: "b", suggested: "a", rows: 2),
    (given: "<i>", suggested: "a", rows: 1),
  ]

  @Test func `count every pair at its place`() {
    let squares = LabelSquares(flows)
    #expect(squares.names == ["a", "b", "<i>"])
    #expect(squares.counts == [[0, 7, 0], [2, 0, 0], [1, 0, 0]])
    let html = squares.markup.text
    #expect(html.contains("role=\"img\" aria-label=\"Rows by the label"))
    #expect(html.contains("&lt;i&gt;") && !html.contains("<i>"))
    #expect(html.contains("the largest pair has 7 rows"))
  }

  @Test func `have no more sides than there is room for`() {
    let many = (0..<100).map { (given: "a\($0)", suggested: "b\($0)", rows: 1) }
    let names = LabelSquares(many).names
    #expect(names.count == LabelSquares.limit && names[0] == "a0" && names[1] == "b0")
  }

  @Test func `are left out where no row looks like another class`() {
    #expect(LabelSquares([]).markup.text == "")
  }
}
