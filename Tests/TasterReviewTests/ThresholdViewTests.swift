import Foundation
import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The threshold` {
  @Test func `says what it would let go, of which classes and sources`() async throws {
    try await Desk.open { desk in
      let rows = try desk.ledger.rows()
      let threshold = rows[rows.count / 2].finding.score
      let below = rows.filter { $0.finding.score < threshold }
      let effect = try ThresholdEffect(desk.ledger, at: threshold)
      #expect(effect.below == below.count && effect.held == rows.count)
      #expect(effect.undecided == below.count && !below.isEmpty)
      for share in effect.classes {
        #expect(share.below == below.filter { $0.finding.label == share.name }.count)
      }
      for share in effect.sources {
        #expect(share.below == below.filter { $0.location.source == share.name }.count)
      }
      let html = desk.get("/threshold?at=\(threshold)").html
      #expect(html.contains("of \(rows.count) would be let go"))
      #expect(try desk.ledger.lastDecision() == 0, "looking decides nothing")
    }
  }

  @Test func `means the undecided rows below it, to the row`() async throws {
    try await Desk.open { desk in
      let rows = try desk.ledger.rows()
      let threshold = rows[rows.count / 2].finding.score
      let lowest = try #require(rows.last).finding.row
      _ = try desk.decide("confirm", [lowest])
      let effect = try ThresholdEffect(desk.ledger, at: threshold)
      let view = ThresholdView(effect: effect, addition: nil, scores: [])
      #expect(try desk.ledger.count(view.place.query()) == effect.undecided)
      #expect(effect.undecided == effect.below - 1)
    }
  }

  @Test func `says which other rows it would hold, below the threshold of the scan`() async throws {
    try await Desk.open { desk in
      let kept = try KeptScores(desk.ledger.run)
      for step in [0, 1, 5, 29] {
        let addition = kept.addition(at: step)
        let html = desk.get("/threshold?at=\(Double(step) / 1_000)").html
        #expect(
          html.contains("<b>\(Figures.count(addition.rows, "row")) would be held in addition"))
        #expect(html.contains(">added</th>"))
      }
      #expect(kept.addition(at: 0).rows == desk.ledger.run.facts.kept)
      #expect(desk.get("/threshold?at=0.03").html.contains("<b>0 rows would be held in addition"))
    }
  }

  @Test func `says what to do where other rows have no stored scores`() async throws {
    try await Desk.open { desk in
      try FileManager.default.removeItem(atPath: desk.run + "/scores.csv")
      let html = desk.get("/threshold?at=0.01").html
      #expect(html.contains("run scan with --scores") && !html.contains(">added</th>"))
    }
  }

  @Test func `stays within 0 and 1`() async throws {
    try await Desk.open { desk in
      #expect(desk.get("/threshold?at=7").html.contains("value=\"1.0\""))
      #expect(desk.get("/threshold?at=-7").html.contains("value=\"0.0\""))
      #expect(desk.get("/threshold?at=nan").html.contains("value=\"0.5\""))
    }
  }
}
