import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `Plots` {
  @Test func `draw labels against labels and names against bars`() async throws {
    try await Desk.open { desk in
      let overview = try Overview(desk.ledger)
      let flow = LabelFlow(overview.flows)
      #expect(Set(flow.names).isSubset(of: ["even", "odd"]))
      let known = overview.flows.filter { $0.values[1] != nil }.reduce(0) { $0 + $1.rows }
      #expect(flow.counts.joined().reduce(0, +) == known && known > 0)
      let html = flow.markup.text
      #expect(html.contains("role=\"img\" aria-label=\"Rows by the label"))
      let bars = SourceBars(overview.sources).markup.text
      #expect(bars.split(separator: "<rect").count - 1 == overview.sources.count)
      #expect(bars.contains("&lt;script&gt;") && !bars.contains("<script>"))
    }
  }

  @Test func `are left out where there is nothing to draw`() {
    #expect(LabelFlow([]).markup.text == "" && SourceBars([]).markup.text == "")
  }
}
