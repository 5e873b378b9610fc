import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The page` {
  @Test func `shows every view, and nothing of the data's can act`() async throws {
    try await Desk.open { desk in
      let row = try desk.held()[0]
      _ = try desk.decide("confirm", [row])
      for path in [
        "/", "/rows", "/rows?show=undecided&sort=row", "/rows/\(row)", "/threshold?at=0.9",
        "/decisions",
      ] {
        let (status, html) = desk.get(path)
        #expect(status == 200, "\(path)")
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(!html.contains("<img") && !html.contains("<script>") && !html.contains("\u{202E}"))
        #expect(!html.contains(" style=") && !html.contains(" onclick="))
        #expect(html.contains("<main") && html.contains("<nav") && html.contains("role=\"status\""))
      }
    }
  }

  @Test func `guards every answer, refusals too`() async throws {
    try await Desk.open { desk in
      for path in ["/", "/rows?where=scorre", "/nothing", "/review.css", "/review.js"] {
        for cookie in [nil, ""] {
          let response = desk.site.respond(desk.request(path, cookie: cookie))
          for guardian in Response.guards {
            let values = response.headers.filter { $0.name == guardian.name }.map { $0.value }
            #expect(values == [guardian.value])
          }
        }
      }
    }
  }

  @Test func `says in words what cannot be shown`() async throws {
    try await Desk.open { desk in
      let filter = desk.get("/rows?where=scorre%3E1")
      #expect(filter.status == 400 && filter.html.contains("did you mean &#39;score&#39;"))
      let row = desk.get("/rows/99999")
      #expect(row.status == 400 && row.html.contains("row 99999 is not held"))
      #expect(desk.get("/rows/x").status == 404 && desk.get("/nothing").status == 404)
      #expect(desk.get("/threshold?at=nonsense").status == 200)
    }
  }

  @Test func `turns pages by row, whatever is decided meanwhile`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      let query = try Place().query()
      let first = try desk.ledger.numbers(query, beyond: nil, limit: 3)
      #expect(first == Array(held[0...2]))
      _ = try desk.decide("release", [held[0]])
      #expect(try desk.ledger.numbers(query, beyond: held[2], limit: 2) == Array(held[3...4]))
      let back = try desk.ledger.numbers(query, beyond: held[3], backwards: true, limit: 2)
      #expect(back == Array(held[1...2]))
      let place = Place().with(show: .undecided)
      let next = try desk.ledger.numbers(place.query(), beyond: held[0], limit: 1)
      #expect(next == [held[1]], "a row that is no longer of the list still has its place")
      var all: [Int] = []
      while true {
        let page = try desk.ledger.numbers(query, beyond: all.last, limit: 4)
        guard !page.isEmpty else { break }
        all += page
      }
      #expect(all == held)
    }
  }

  @Test func `serves its script and its style from its own origin`() async throws {
    try await Desk.open { desk in
      for (path, type) in [("/review.js", "text/javascript"), ("/review.css", "text/css")] {
        let response = desk.site.respond(desk.request(path))
        #expect(response.status == 200 && response.body.count > 1_000)
        #expect(response.headers.contains { $0.name == "Content-Type" && $0.value.hasPrefix(type) })
      }
    }
  }
}
