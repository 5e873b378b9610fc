import Foundation
import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The decisions` {
  @Test func `stand with the newest first`() async throws {
    try await Desk.open { desk in
      #expect(desk.get("/decisions").html.contains("Nothing was decided yet."))
      let held = try desk.held()
      _ = try desk.decide("release", [held[0]])
      _ = desk.post("/undo", ["first": 1, "last": 1, "because": "wrong row"])
      let html = desk.get("/decisions").html
      let newest = try #require(html.range(of: "undo 1")).lowerBound
      let first = try #require(html.range(of: ">release<")).lowerBound
      #expect(newest < first && html.contains("2 decisions, the newest first"))
      #expect(html.contains("wrong row") && html.contains("href=\"/rows/\(held[0])\""))
    }
  }
}
