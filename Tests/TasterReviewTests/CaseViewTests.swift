import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The view of one row` {
  @Test func `has the reasons, the cells beside the class and the nearest rows`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      let row = try #require(try desk.ledger.row(held[1]))
      let (status, html) = desk.get("/rows/\(held[1])")
      #expect(status == 200 && html.contains("<h1>Row \(held[1]) "))
      #expect(html.contains("<h2>Why</h2>") && html.contains("Its cells beside the class"))
      #expect(html.contains("Nearest rows of both classes") && html.contains("<mark>* "))
      #expect(html.contains("The row as it came") && html.contains(row.location.fingerprint))
      #expect(html.contains("data-view=\"case\" data-row=\"\(held[1])\""))
    }
  }

  @Test func `rings the row in the picture of its class`() async throws {
    try await Desk.open { desk in
      let html = desk.get("/rows/\(try desk.held()[0])").html
      #expect(html.contains("<h2>Where it lies</h2>") && html.contains("<circle class=\"ring\""))
    }
  }

  @Test func `goes on to the next and back to the last of the place`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      let html = desk.get("/rows/\(held[1])?show=undecided").html
      #expect(html.contains("rel=\"prev\" href=\"/rows/\(held[0])?show=undecided\""))
      #expect(html.contains("rel=\"next\" href=\"/rows/\(held[2])?show=undecided\""))
      #expect(html.contains("id=\"list\" href=\"/rows?show=undecided\""))
      #expect(desk.get("/rows/\(held[0])").html.contains("no previous row"))
    }
  }

  @Test func `says what was decided, by whom and why`() async throws {
    try await Desk.open { desk in
      let row = try desk.held()[0]
      #expect(!desk.get("/rows/\(row)").html.contains("data-decision"))
      _ = try desk.decide("confirm", [row])
      let html = desk.get("/rows/\(row)").html
      #expect(html.contains("confirmed by ana, 2") && html.contains(": looked (decision 1)"))
      #expect(html.contains("data-act=\"undo\" data-decision=\"1\""))
    }
  }
}
