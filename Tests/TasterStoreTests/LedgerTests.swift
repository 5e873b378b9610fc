import Foundation
import TasterKit
import TasterStore
import Testing

@Suite struct `A ledger` {
  @Test func `is made once, and holds what the scan held`() async throws {
    try await Shop.open { shop in
      #expect(!FileManager.default.fileExists(atPath: "\(shop.run)/quarantine.sqlite"))
      let ledger = try shop.ledger()
      var query = RowQuery()
      query.order = .row
      query.isDescending = false
      let rows = try ledger.rows(query)
      var expected: [Report.Suspect] = []
      var bytes: [[UInt8]] = []
      try RunReader(shop.run).forEachHeldRow { finding, place, row in
        expected.append(Report.Suspect(finding: finding, location: place))
        bytes.append(row)
        return true
      }
      #expect(rows.count > 10)
      #expect(rows.map { $0.suspect } == expected)
      #expect(rows.map { $0.bytes } == bytes)
      #expect(rows.allSatisfy { $0.status == .undecided && $0.decision == nil })
      let first = try shop.read("run/quarantine.sqlite")
      _ = try shop.ledger().counts()
      #expect(try shop.read("run/quarantine.sqlite") == first)
    }
  }

  @Test func `is the same from run to run until somebody decides`() async throws {
    let one = try await Shop.open { shop in
      _ = try shop.ledger()
      return try shop.read("run/quarantine.sqlite")
    }
    let other = try await Shop.open { shop in
      _ = try shop.ledger()
      return try shop.read("run/quarantine.sqlite")
    }
    // The inputs have other names, and the first decision would hang on them.
    #expect(one.count == other.count)
    #expect(zip(one, other).count { $0 != $1 } <= 64)
  }

  @Test func `refuses to be another run's`() async throws {
    try await Shop.open { shop in
      _ = try shop.ledger()
      var seal = try #require(JSON(reading: try shop.read("run/run.json")))
      seal["run_id"] = "run-2"
      try shop.write("run/run.json", String(decoding: seal.bytes(), as: UTF8.self))
      #expect(throws: TableError.self) { try shop.ledger() }
    }
  }

  @Test func `is missed where decisions are known of`() async throws {
    try await Shop.open { shop in
      try shop.decide(.confirm, [shop.held()[0]])
      try shop.ledger().rebuild()
      try FileManager.default.removeItem(atPath: "\(shop.run)/quarantine.sqlite")
      #expect(throws: TableError.self) { try shop.ledger() }
      #expect(try LedgerVerification(RunReader(shop.run)).fault != nil)
    }
  }

  @Test func `is named when it is no database`() async throws {
    try await Shop.open { shop in
      try shop.write("run/quarantine.sqlite", "no database at all")
      let error = #expect(throws: TableError.self) { try shop.ledger() }
      #expect(error?.description.contains("quarantine.sqlite") == true)
      #expect(try LedgerVerification(RunReader(shop.run)).fault?.file == "quarantine.sqlite")
    }
  }

  @Test func `refuses to be changed by anybody`() async throws {
    try await Shop.open { shop in
      try shop.decide(.release, [shop.held()[0]])
      for table in ["run", "held_rows", "evidence", "reasons", "decisions"] {
        let column = table == "run" ? "version" : table == "decisions" ? "who" : "row_number"
        #expect(try shop.sqlite("UPDATE \(table) SET \(column) = \(column)").contains("only grows"))
        #expect(try shop.sqlite("DELETE FROM \(table)").contains("only grows"))
      }
    }
  }

  @Test func `answers other programs in plain columns`() async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      try shop.decide(.release, [held[0]])
      try shop.decide(.confirm, [held[1]])
      let text = try shop.sqlite(
        """
        SELECT row_number, status, decided_by, decided_because FROM review ORDER BY row_number LIMIT 3;;
        SELECT count(*) FROM review WHERE label IN ('even', 'odd') AND score BETWEEN 0 AND 1
        AND length(fingerprint) = 32 AND length("text") > 5;;
        SELECT sum(held), sum(released), sum(confirmed) FROM groups WHERE kind = 'source';;
        SELECT row_number, verdict FROM standing_decisions ORDER BY row_number
        """)
      let expected = """
        \(held[0])|released|ana|looked at it
        \(held[1])|confirmed|ana|looked at it
        \(held[2])|undecided||
        \(held.count)
        \(held.count)|1|1
        \(held[0])|release
        \(held[1])|confirm

        """
      #expect(text == expected)
    }
  }
}
