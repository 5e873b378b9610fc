import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The overview` {
  @Test func `says groups in a sentence, each a link to its rows`() async throws {
    try await Desk.open { desk in
      let html = desk.get("/").html
      #expect(html.contains("odd → even") || html.contains("even → odd"))
      let overview = try Overview(desk.ledger)
      let held = try desk.held().count
      #expect(overview.flows.reduce(0) { $0 + $1.rows } == held)
      #expect(overview.scores.reduce(0, +) == held && overview.positions.reduce(0, +) == held)
      for source in overview.sources {
        let name = try #require(source.values[0])
        var place = Place()
        place.filter = RowFilter.text([.source: name])
        #expect(try desk.ledger.count(place.query()) == source.rows)
        #expect(html.contains("href=\"\(place.address("/rows"))\""))
      }
    }
  }

  @Test func `draws scores, places, labels, sources and the rows of each class`() async throws {
    try await Desk.open { desk in
      let html = desk.get("/").html
      for title in [
        "Scores", "Over the order of the data", "From label to label", "Over sources",
        "Where the rows of each class lie",
      ] { #expect(html.contains("<h3>\(title)</h3>")) }
      let held = try desk.held().count
      let crosses = html.split(separator: "path class=\"marked\"").dropFirst().reduce(0) {
        $0 + $1.prefix { $0 != ">" }.ranges(of: "l12 12").count
      }
      #expect(crosses == held)
      #expect(html.contains("lt;script") && !html.contains("<script>owned"))
    }
  }

  @Test func `counts what is decided, in groups too`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      _ = try desk.decide("release", Array(held[0...1]))
      _ = try desk.decide("confirm", [held[2]])
      let overview = try Overview(desk.ledger)
      for bundles in [overview.flows, overview.sources, overview.detectors] {
        #expect(bundles.reduce(0) { $0 + $1.decided } == 3)
      }
      let html = desk.get("/").html
      #expect(html.contains("<b>2</b>released") && html.contains("<b>1</b>confirmed as poison"))
      #expect(html.contains("<b>\(held.count - 3)</b>undecided"))
    }
  }
}
