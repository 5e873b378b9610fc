import Foundation
import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The list of rows` {
  @Test func `shows rows in order, each a link that keeps the place`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      let html = desk.get("/rows?where=score%3E0&show=undecided").html
      let places = held.prefix(RowListView.pageSize).map { row in
        html.range(of: "href=\"/rows/\(row)?where=score%3E0&amp;show=undecided\"")?.lowerBound
      }
      #expect(places.allSatisfy { $0 != nil })
      #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
      #expect(html.contains("\(held.count) rows match"))
      #expect(html.contains("id=\"conditions\" value=\"score&gt;0 status=undecided\""))
    }
  }

  @Test func `shows what was decided, all or a status alone`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      _ = try desk.decide("release", [held[0]])
      #expect(desk.get("/rows").html.contains("<span class=\"badge good\">released</span>"))
      let rest = desk.get("/rows?show=undecided").html
      #expect(!rest.contains("badge good") && !rest.contains("data-row=\"\(held[0])\""))
      let released = desk.get("/rows?show=released").html
      #expect(released.contains("1 row matches") && released.contains("data-row=\"\(held[0])\""))
      #expect(desk.get("/rows?where=score%3E2").html.contains("No held row matches."))
    }
  }

  @Test func `turns pages both ways`() async throws {
    try await Desk.open { desk in
      let rows = Array(try desk.ledger.rows().prefix(3))
      func html(_ before: Bool, _ after: Bool) -> String {
        RowListView(
          place: Place(), rows: rows, matched: 3, hasBefore: before, hasAfter: after
        ).content.map { $0.text }.joined()
      }
      let (first, last) = (rows[0].finding.row, rows[2].finding.row)
      #expect(html(true, false).contains("rel=\"prev\" href=\"/rows?before=\(first)\""))
      #expect(html(false, true).contains("rel=\"next\" href=\"/rows?after=\(last)\""))
      #expect(!html(false, false).contains("rel="))
    }
  }

  @Test func `keeps a filter exactly as it was typed`() async throws {
    try await Desk.open { desk in
      let filter = RowFilter.text([.source: Desk.evil])
      let html = desk.get("/rows" + Query.text([("where", filter)])).html
      let value = filter.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
      #expect(html.contains("name=\"where\" type=\"text\" value=\"\(value)\""))
    }
  }
}
