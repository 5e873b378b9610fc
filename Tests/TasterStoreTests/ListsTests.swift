import TasterKit
import TasterStore
import Testing

@Suite struct `Lists of held rows` {
  @Test func `order by any field, page by page`() async throws {
    try await Shop.open { shop in
      let ledger = try shop.ledger()
      for field in RowField.allCases {
        var query = RowQuery()
        query.order = field
        query.isDescending = field.isLargestFirst
        let all = try ledger.rows(query).map { $0.finding.row }
        #expect(Set(all) == Set(try shop.held()), "\(field)")
        query.limit = 5
        query.offset = 5
        #expect(try ledger.rows(query).map { $0.finding.row } == Array(all[5..<10]), "\(field)")
      }
      let scores = try ledger.rows().map { $0.finding.score }
      #expect(scores == scores.sorted(by: >))
    }
  }

  @Test func `say how many there are and what comes next`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      var query = RowQuery()
      query.limit = 3
      let plain = try HeldList(shop.ledger(), query)
      #expect(plain.matched == held.count && plain.shown.count == 3)
      let text = plain.lines(width: 80).joined(separator: "\n")
      #expect(text.contains("\(held.count) rows held of 80, 3 shown") && !text.contains("status"))
      #expect(plain.lines(width: 80).allSatisfy { $0.count <= 80 || $0.hasPrefix("next:") })
      try shop.decide(.release, [held[0]])
      try shop.decide(.confirm, [held[1]])
      query.filter = try RowFilter("status!=undecided")
      let decided = try HeldList(shop.ledger(), query)
      let lines = decided.lines(width: 100).joined(separator: "\n")
      #expect(lines.contains("released") && lines.contains("1 confirmed"))
      let json = try #require(JSON(reading: decided.json))
      #expect(json["matched"].whole == 2 && json["suspects"].elements.count == 2)
      #expect(
        Set(json["suspects"].elements.map { $0["status"].text }) == ["released", "confirmed"])
    }
  }

  @Test func `are CSV that a spreadsheet does not take for formulas`() async throws {
    try await Shop.open { shop in
      var query = RowQuery()
      query.order = .row
      query.isDescending = false
      let lines = try HeldList(shop.ledger(), query).csv.split(separator: 10)
      #expect(lines.count == (try shop.held().count) + 1)
      #expect(String(decoding: lines[1], as: UTF8.self).hasPrefix("\(try shop.held()[0]),,"))
    }
  }

  @Test func `count groups that add up`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      try shop.decide(.release, [held[0]])
      let ledger = try shop.ledger()
      for fields in [[RowField.source], [.label, .detector], [.status], [.source, .heldBy]] {
        let groups = try ledger.groups(by: fields)
        #expect(groups.reduce(0) { $0 + $1.judged } == held.count)
        #expect(groups.reduce(0) { $0 + $1.released } == 1)
        #expect(groups.allSatisfy { $0.undecided + $0.released + $0.confirmed == $0.judged })
        #expect(groups.map { $0.judged } == groups.map { $0.judged }.sorted(by: >))
      }
      let list = try GroupList(ledger, by: "source,class", limit: 2)
      let json = try #require(JSON(reading: list.json))
      #expect(json["groups"].elements.count == 2)
      let next = try #require(list.lines(width: 80).last)
      #expect(next.hasPrefix("next: taster inspect") && next.contains("source=\"lab "))
      #expect(list.csv.split(separator: 10).count == 3)
      let error = #expect(throws: TableError.self) { try GroupList(ledger, by: "clas", limit: 2) }
      #expect(error?.description.contains("did you mean 'class'") == true)
      #expect(throws: TableError.self) { try GroupList(ledger, by: "", limit: 2) }
    }
  }

  @Test func `say which value no row has`() async throws {
    try await Shop.open { shop in
      var query = RowQuery()
      query.filter = try RowFilter("class=evn")
      let text = try HeldList(shop.ledger(), query).lines(width: 80).joined(separator: " ")
      #expect(text.contains("no held row has class 'evn'; did you mean 'even'?"))
      let error = #expect(throws: TableError.self) {
        try shop.ledger().decide(
          .release, .filter(RowFilter("source='lab 9'")), by: "ana", because: "x", at: "now")
      }
      #expect(error?.description.contains("no held row has source 'lab 9'") == true)
    }
  }

  @Test func `list decisions`() async throws {
    try await Shop.open { shop in
      #expect(try DecisionTable(shop.ledger()).lines(width: 80) == ["nothing was decided yet"])
      let row = try shop.held()[0]
      try shop.decide(.confirm, [row])
      try shop.decide(.undo, [row])
      let text = try DecisionTable(shop.ledger()).lines(width: 100).joined(separator: "\n")
      #expect(text.contains("confirm") && text.contains("undo 1") && text.contains("2 decisions"))
    }
  }
}

@Suite struct `A case of a held row` {
  @Test func `shows the row beside its nearest of both classes and of its source`() async throws {
    try await Shop.open { shop in
      let ledger = try shop.ledger()
      var query = RowQuery()
      query.filter = try RowFilter("looks~e")
      let some = try ledger.rows(query).first
      let row = try some ?? #require(ledger.rows().first)
      let text = try HeldCase(ledger, row: row.finding.row).lines(width: 120)
        .joined(separator: "\n")
      #expect(text.contains("nearest rows") && text.contains("distance"))
      #expect(text.contains("nearest rows of source 'lab "))
      let json = try #require(JSON(reading: try HeldCase(ledger, row: row.finding.row).json))
      let own = json["nearest_rows"]["own"].elements
      #expect(own.count == 5 && own.allSatisfy { $0["class"].text == row.finding.label })
      #expect(own.allSatisfy { $0["cells"].elements.count == 5 })
      // Kept: the same again without the files.
      let again = try #require(JSON(reading: try HeldCase(ledger, row: row.finding.row).json))
      #expect(again == json)
      #expect(try shop.sqlite("SELECT count(*) > 5 FROM nearest_rows") == "1\n")
    }
  }

  @Test func `tells what was decided, also of a row that was let go`() async throws {
    try await Shop.open { shop in
      let row = try shop.held()[0]
      try shop.decide(.release, [row])
      try shop.ledger().rebuild()
      let found = try HeldCase(shop.ledger(), row: row)
      #expect(found.lines(width: 80).joined(separator: " ").contains("released by ana"))
      let json = try #require(JSON(reading: found.json))
      #expect(json["held"] == .bool(false) && json["status"].text == "released")
      #expect(json["finding"]["decision"]["who"].text == "ana")
    }
  }

  @Test func `says that a row is not held, and that there is none`() async throws {
    try await Shop.open { shop in
      let held = Set(try shop.held())
      let kept = try #require((1...80).first { !held.contains($0) })
      let text = try HeldCase(shop.ledger(), row: kept).lines(width: 80).joined()
      #expect(text.contains("row \(kept) is not held"))
      #expect(throws: TableError.self) { try HeldCase(shop.ledger(), row: 81) }
    }
  }
}
