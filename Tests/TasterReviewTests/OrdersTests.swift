import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `Orders` {
  @Test func `decide, and the ledger has it when they are answered`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      let answer = try desk.decide("release", [held[1], held[0]])
      #expect(answer["decided"].whole == 2 && answer["message"].text == "2 rows released.")
      #expect(answer["first"].whole == 1 && answer["last"].whole == 2)
      let row = try #require(try desk.ledger.row(held[0]))
      #expect(row.status == .released && row.decision?.who == "ana")
      #expect(row.decision?.reason == "looked")
      let again = try desk.decide("release", [held[0]])
      #expect(again["decided"].whole == 0 && again["unchanged"].whole == 1)
    }
  }

  @Test func `leave alone what somebody has decided since, and say who`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      let other = Desk(try Ledger(RunReader(desk.run)), desk.run, by: "ben")
      #expect(try other.decide("release", [held[0]])["decided"].whole == 1)
      let answer = try desk.decide("confirm", [held[0], held[1]], seen: 0)
      #expect(answer["decided"].whole == 1 && answer["overtaken"].elements == [.integer(held[0])])
      #expect(answer["message"].text?.contains("ben said release, looked") == true)
      #expect(try desk.ledger.row(held[0])?.status == .released)
      #expect(try desk.ledger.row(held[1])?.status == .confirmed)
      let agreed = try desk.decide("release", [held[0]], seen: 0)
      #expect(agreed["unchanged"].whole == 1 && agreed["overtaken"].elements == [])
      #expect(try desk.decide("confirm", [held[0]])["decided"].whole == 1, "having looked again")
    }
  }

  @Test func `mean rows by a filter, and overrule nobody by the way`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      _ = try desk.decide("confirm", [held[0]])
      let order: JSON = [
        "verdict": "release", "where": "score>0", "because": "all", "seen": 1,
      ]
      let answer = desk.post("/decide", order).answer
      #expect(answer["decided"].whole == held.count - 1 && answer["passed_over"].whole == 1)
      #expect(try desk.ledger.row(held[0])?.status == .confirmed)
    }
  }

  @Test func `take back what one of them wrote, where it still stands`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      _ = try desk.decide("release", Array(held[0...2]))
      _ = try desk.decide("confirm", [held[2]])
      let answer = desk.post("/undo", ["first": 1, "last": 3, "because": "no"]).answer
      #expect(answer["decided"].whole == 2 && answer["overtaken"].elements == [.integer(held[2])])
      #expect(try desk.ledger.row(held[0])?.status == .undecided)
      #expect(try desk.ledger.row(held[2])?.status == .confirmed)
      #expect(desk.post("/undo", ["first": 90, "last": 91, "because": "no"]).status == 400)
    }
  }

  @Test func `write the files, which then prove`() async throws {
    try await Desk.open { desk in
      let held = try desk.held()
      _ = try desk.decide("release", [held[0]])
      #expect(try desk.ledger.pendingDecisions() == 1)
      let answer = desk.post("/apply", [:]).answer
      #expect(answer["message"].text == "The files follow 1 decision: 1 row released.")
      #expect(try desk.ledger.pendingDecisions() == 0)
      #expect(try RunReader(desk.run).facts.held == held.count - 1)
      #expect(try RunProof(desk.run).isProven)
    }
  }

  @Test(arguments: [
    "[]", "", "{", "{}", #"{"verdict":"undo","rows":[1],"because":"x","seen":0}"#,
    #"{"verdict":"release","rows":[],"because":"x","seen":0}"#,
    #"{"verdict":"release","rows":["1"],"because":"x","seen":0}"#,
    #"{"verdict":"release","where":"scorre>1","because":"x","seen":0}"#,
    #"{"verdict":"release","where":"score>0","because":" ","seen":0}"#,
    #"{"verdict":"release","where":"score>0","because":"x"}"#,
    #"{"verdict":"release","rows":[99999],"because":"x","seen":0}"#,
  ])
  func `are refused in words where they make no sense`(body: String) async throws {
    try await Desk.open { desk in
      var request = desk.order("/decide", [:])
      request.body = Array(body.utf8)
      let response = desk.site.respond(request)
      #expect(response.status == 400)
      #expect(JSON(reading: response.body)?["error"].text?.isEmpty == false)
      let last = try desk.ledger.lastDecision()
      #expect(last == 0)
      request.path = "/nothing"
      request.body = Array("{}".utf8)
      #expect(desk.site.respond(request).status == 404)
    }
  }
}
