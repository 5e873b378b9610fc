import TasterKit
import TasterStore
import Testing

@Suite struct `A filter of held rows` {
  /// The rows that a filter means, and those for which a closure says so.
  private func check(
    _ text: String, _ ledger: Ledger, _ isMeant: (HeldRow) -> Bool
  ) throws {
    var query = RowQuery()
    query.includesReleased = true
    let all = try ledger.rows(query)
    query.filter = try RowFilter(text)
    let found = try ledger.rows(query).map { $0.finding.row }
    let expected = all.filter(isMeant).map { $0.finding.row }
    #expect(found == expected, "\(text)")
    #expect(try ledger.count(query) == expected.count)
  }

  @Test func `means what it says`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      try shop.decide(.release, [held[0]])
      try shop.decide(.confirm, [held[1]])
      let ledger = try shop.ledger()
      try check("", ledger) { _ in true }
      try check("class=odd", ledger) { $0.finding.label == "odd" }
      try check("label!=odd", ledger) { $0.finding.label != "odd" }
      try check("source='lab 1'", ledger) { $0.location.source == "lab 1" }
      try check("  source=\"lab 1\"  class=odd ", ledger) {
        $0.location.source == "lab 1" && $0.finding.label == "odd"
      }
      try check("id~'ROW 1'", ledger) { $0.location.id?.contains("row 1") == true }
      try check("score>0.1", ledger) { $0.finding.score > 0.1 }
      try check("score<=0.1", ledger) { $0.finding.score <= 0.1 }
      try check("row>=20 row<40", ledger) { (20..<40).contains($0.finding.row) }
      try check("row=\(held[2])", ledger) { $0.finding.row == held[2] }
      try check("looks=odd", ledger) { $0.finding.suggestedLabel == "odd" }
      try check("looks!=odd", ledger) { $0.finding.suggestedLabel != "odd" }
      try check("status=released", ledger) { $0.finding.row == held[0] }
      try check("status!=undecided", ledger) { held.prefix(2).contains($0.finding.row) }
      try check("detector=label-flip", ledger) { $0.detector == "label-flip" }
      try check("label-flip>1", ledger) { ($0.finding.evidence["label-flip"] ?? 0) > 1 }
      try check("held-by=label-flip", ledger) { $0.finding.heldBy.contains("label-flip") }
      try check("held_by!=label-flip", ledger) { !$0.finding.heldBy.contains("label-flip") }
      try check("why~NEAREST", ledger) { row in
        row.finding.reasons.contains { $0.text.contains("nearest") }
      }
      try check("p>0", ledger) { _ in false }
      try check("class=\"' OR 1 --\"", ledger) { _ in false }
      try check("id=", ledger) { $0.location.id == "" }
      try check("class=a=b", ledger) { $0.finding.label == "a=b" }
    }
  }

  @Test(arguments: [
    ("clas=odd", "did you mean 'class'"), ("class", "no condition"), ("score~1", "is a number"),
    ("class>3", "is a text"), ("score>high", "'high' is none"), ("class='odd", "not closed"),
    ("status=relased", "did you mean 'released'"), ("label-flop>1", "did you mean 'label-flip'"),
    ("=3", "held rows have no ''"), ("score>nan", "'nan' is none"),
  ])
  func `says what it cannot read`(text: String, words: String) {
    let error = #expect(throws: TableError.self) { try RowFilter(text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func `leaves out what was let go, unless it is asked for`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      try shop.decide(.release, [held[0]])
      let ledger = try shop.ledger()
      #expect(try ledger.count() == held.count - 1)
      var query = RowQuery()
      query.filter = try RowFilter("row=\(held[0])")
      #expect(try ledger.count(query) == 0)
      query.filter = try RowFilter("row=\(held[0]) status=released")
      #expect(try ledger.count(query) == 1)
    }
  }
}
