import Testing
import taster_bench

@Suite struct `An article` {
  private static let text = """
    # A

    <!-- x: begin -->
    old
    <!-- x: end -->

    ## Topics

    """

  @Test func `gets new figures between its marks and keeps the rest`() {
    let expected = Self.text.replacing("old", with: "| 1 |\n| 2 |")
    #expect(Article.put("| 1 |\n| 2 |", as: "x", in: Self.text) == expected)
    #expect(Article.put("new", as: "y", in: Self.text) == nil)
  }

  @Test func `is the same when written twice`() {
    let once = Article.put("new", as: "x", in: Self.text)
    #expect(once.flatMap { Article.put("new", as: "x", in: $0) } == once)
  }

  @Test func `gets a section before its papers, once`() {
    let text = "# A\n\nB\n\n## Paper\n\n- C\n\n## Topics\n"
    let expected = """
      # A

      B

      ## M

      <!-- m: begin -->
      <!-- m: end -->

      ## Paper

      - C

      ## Topics

      """
    #expect(Article.open("m", title: "M", in: text) == expected)
    #expect(Article.open("m", title: "M", in: expected) == expected)
  }
}
