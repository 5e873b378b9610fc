import TasterKit
import Testing

@Suite struct `A chart in characters` {
  @Test func `puts marks where they belong`() {
    var chart = TextChart(width: 11, height: 5)
    chart.mark(x: 0, y: 0, with: "a")
    chart.mark(x: 1, y: 1, with: "b")
    chart.mark(x: 0.5, y: 0.5, with: "c")
    chart.mark(x: 1.5, y: 0.5, with: "d")
    chart.mark(x: .nan, y: 0.5, with: "d")
    chart.markColumn(x: 0.5, with: "|")
    let wanted = [
      "100 % |     |    b", "      |     |", "      |     c", "      |     |", "  0 % |a    |",
      "      +-----------",
    ]
    #expect(chart.lines == wanted)
  }

  @Test func `has a scale of ratios`() {
    let chart = TextChart(width: 11, height: 5)
    #expect(chart.logarithmic(1, from: 0.01) == 1 && chart.logarithmic(0.01, from: 0.01) == 0)
    #expect((chart.logarithmic(0.1, from: 0.01) - 0.5).magnitude < 1e-12)
  }
}
