import Testing

@testable import TasterKit

@Suite struct `The picture of a scatter` {
  private let scatter = Scatter(
    columns: 5,
    directions: [
      Scatter.Direction(share: 0.5, columns: ["<i>x", "y"]),
      Scatter.Direction(share: 0.25, columns: ["z"]),
    ],
    groups: [
      Scatter.Group(
        name: "a<b>", held: 9, keptPoints: [0, 0, 1_000, 1_000], heldRows: [4, 7],
        heldPoints: [500, 500, 1_000, 0]),
      Scatter.Group(name: "b", held: 0, keptPoints: [250, 750], heldRows: [], heldPoints: []),
    ])

  @Test func `has dots for kept rows, faint ones for those of others, crosses for held ones`() {
    let html = ScatterPlot(scatter).markup.text
    #expect(html.split(separator: "<figure>").count - 1 == 2)
    #expect(html.contains("<path class=\"kept\" d=\"M14 406h0M406 14h0\"/>"))
    #expect(html.contains("<path class=\"others\" d=\"M112 112h0\"/>"))
    #expect(html.contains("M204 204l12 12m0-12l-12 12M400 400l12 12m0-12l-12 12"))
    #expect(html.contains("9 rows held, 2 of them drawn"))
    #expect(html.contains("50 % and 25 % of what differs in 5 numeric columns"))
    #expect(!html.contains("<i>") && !html.contains("<b>"))
  }

  @Test func `rings one row`() throws {
    let panel = try #require(ScatterPlot(scatter).panel(around: 7)).text
    #expect(panel.contains("<circle class=\"ring\" cx=\"406\" cy=\"406\" r=\"14\"/>"))
    #expect(ScatterPlot(scatter).panel(around: 8) == nil)
  }

  @Test func `calls the dots of a stream trusted rows`() {
    var stream = scatter
    #expect(!ScatterPlot(stream).markup.text.contains("trusted"))
    stream.isOfStream = true
    let html = ScatterPlot(stream).markup.text
    #expect(html.contains("Dots are trusted rows of the class"))
    #expect(html.contains("2 trusted rows drawn") && !html.contains("kept row"))
  }

  @Test func `says why there is none`() {
    let none = Scatter(columns: 0, directions: [], groups: [])
    #expect(ScatterPlot(none).markup.text.contains("no numeric column"))
  }
}
