import Foundation
import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The shelf of a run` {
  @Test func `has the scores of other rows and the picture of all`() async throws {
    try await Desk.open { desk in
      let shelf = Shelf(desk.ledger.run)
      #expect(try shelf.keptScores() == KeptScores(desk.ledger.run))
      let scatter = try #require(try shelf.scatter())
      try FileManager.default.removeItem(atPath: desk.run + "/report.json")
      #expect(try shelf.scatter() == scatter, "it is read once")
    }
  }

  @Test func `has no scores where the run has kept none`() async throws {
    try await Desk.open { desk in
      try FileManager.default.removeItem(atPath: desk.run + "/scores.csv")
      #expect(try Shelf(desk.ledger.run).keptScores() == nil)
    }
  }
}
