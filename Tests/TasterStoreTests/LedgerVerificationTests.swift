import Foundation
import TasterKit
import TasterStore
import Testing

@Suite struct `The proof of a ledger` {
  /// What takes the triggers away, as a forger would.
  private static let open = """
    DROP TRIGGER decisions_refuses_update;; DROP TRIGGER decisions_refuses_delete
    """
  /// What puts them back.
  private static let shut = ["update", "delete"].map { change in
    """
    CREATE TRIGGER decisions_refuses_\(change) BEFORE \(change.uppercased()) ON decisions
    BEGIN SELECT RAISE(ABORT, 'no'); END
    """
  }.joined(separator: ";;")

  private func forged(_ shop: Shop, _ sql: String) throws -> Verification.Fault? {
    let said = try shop.sqlite("\(Self.open);; \(sql);; \(Self.shut)")
    #expect(said.isEmpty, "\(said)")
    return try LedgerVerification(RunReader(shop.run)).fault
  }

  private func decided(_ body: (Shop) throws -> Void) async throws {
    try await Shop.open { shop in
      let held = try shop.held()
      try shop.decide(.release, Array(held[0...1]))
      try shop.decide(.undo, [held[0]])
      try shop.decide(.confirm, Array(held[2...3]))
      try shop.ledger().rebuild()
      let proof = try LedgerVerification(RunReader(shop.run))
      #expect(proof.fault == nil && proof.decisions == 5 && proof.pending == 0 && proof.isThere)
      try body(shop)
    }
  }

  /// A flipped bit in each column, and whose.
  @Test(
    arguments: [
      "at", "who", "verdict", "reason", "row_number", "fingerprint", "undoes", "carried_from",
      "policy_sha256", "profile_sha256", "previous_hash", "hash",
    ], [1, 3, 5])
  func `finds a change in any column of any link`(column: String, number: Int) async throws {
    try await decided { shop in
      let isNumber = ["row_number", "undoes"].contains(column)
      let flip =
        switch column {
        case "verdict": "CASE verdict WHEN 'confirm' THEN 'release' ELSE 'confirm' END"
        case _ where isNumber: "coalesce(\(column), 0) | \(column == "undoes" ? 2 : 1024)"
        default:
          // The lowest bit of the first letter, or a letter where there is none.
          "coalesce(char(unicode(\(column)) + 1 - 2 * (unicode(\(column)) & 1)) || substr(\(column), 2), 'x')"
        }
      let fault = try forged(
        shop,
        "PRAGMA foreign_keys = OFF;; UPDATE decisions SET \(column) = \(flip) WHERE number = \(number)"
      )
      let text = try #require(fault?.text)
      #expect(text.contains("breaks at decision \(number)"), "\(text)")
    }
  }

  /// In every cell of every link, one bit of one byte, another in each.
  @Test func `finds a flipped bit in any cell of any link`() async throws {
    try await decided { shop in
      let ledger = "\(shop.run)/\(Ledger.fileName)"
      let script = """
        import sqlite3, sys
        path = sys.argv[1]
        source = sqlite3.connect(path)
        rows = source.execute("SELECT * FROM decisions ORDER BY number").fetchall()
        names = [c[1] for c in source.execute("PRAGMA table_info(decisions)")]
        kinds = [c[2] for c in source.execute("PRAGMA table_info(decisions)")]
        triggers = source.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        count = 0
        for row in rows:
            for name, kind, value in zip(names, kinds, row):
                if value is None:
                    flips = [1 if kind == "INTEGER" else "x"]
                elif kind == "INTEGER":
                    flips = [value ^ (1 << (count % 40))]
                else:
                    text = bytearray(value.encode())
                    text[count * 7 % len(text)] ^= 1 << (count % 7)
                    flips = [text.decode(errors="replace")]
                for flip in flips:
                    copy = sqlite3.connect(f"{path}.{count}", isolation_level=None)
                    source.backup(copy)
                    for trigger, _ in triggers:
                        copy.execute(f"DROP TRIGGER {trigger}")
                    copy.execute("PRAGMA foreign_keys = OFF")
                    copy.execute("PRAGMA ignore_check_constraints = ON")
                    copy.execute(f"UPDATE decisions SET {name} = ? WHERE number = ?", (flip, row[0]))
                    for _, sql in triggers:
                        copy.execute(sql)
                    copy.close()
                    print(row[0], name)
                    count += 1
        """
      let said = try Self.output(of: ["python3", "-c", script, ledger])
      let cells = said.split(separator: "\n").map { $0.split(separator: " ") }
      #expect(cells.count == 5 * 13, "\(said)")
      for (k, cell) in cells.enumerated() {
        for end in ["", "-wal", "-shm"] {
          try? FileManager.default.removeItem(atPath: ledger + end)
        }
        try FileManager.default.moveItem(atPath: "\(ledger).\(k)", toPath: ledger)
        let text = try LedgerVerification(RunReader(shop.run)).fault?.text
        #expect(text != nil, "decision \(cell[0]), \(cell[1])")
      }
    }
  }

  private static func output(of command: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func `finds links that are gone, moved, exchanged or invented`() async throws {
    for (sql, number) in [
      ("DELETE FROM decisions WHERE number = 3", 3), ("DELETE FROM decisions WHERE number = 5", 5),
      ("DELETE FROM decisions", 1), ("UPDATE decisions SET number = 9 WHERE number = 2", 2),
      (
        """
        INSERT INTO decisions SELECT 6, at, who, verdict, reason, row_number, fingerprint, NULL, NULL,
        NULL, NULL, hash, hash FROM decisions WHERE number = 5
        """, 6
      ),
    ] {
      try await decided { shop in
        let text = try #require(try forged(shop, "PRAGMA foreign_keys = OFF;; " + sql)?.text)
        #expect(text.contains("breaks at decision \(number)"), "\(sql): \(text)")
      }
    }
  }

  @Test func `finds a chain that was made anew`() async throws {
    try await decided { shop in
      let held = try shop.held()
      try FileManager.default.removeItem(atPath: "\(shop.run)/quarantine.sqlite")
      var seal = try #require(JSON(reading: try shop.read("run/run.json")))
      let review = seal["review"]
      seal["review"] = .null
      try shop.write("run/run.json", String(decoding: seal.bytes(), as: UTF8.self))
      let line = try shop.read("run/released.jsonl")
      let rest = try shop.read("run/findings.jsonl")
      try shop.write("run/released.jsonl", "")
      #expect(!line.isEmpty && !rest.isEmpty)
      // A row that was let go is not among what such a ledger is made from.
      #expect(try shop.decide(.confirm, [held[0]]).count == 1)
      seal["review"] = review
      try shop.write("run/run.json", String(decoding: seal.bytes(), as: UTF8.self))
      #expect(try LedgerVerification(RunReader(shop.run)).fault != nil)
    }
  }

  @Test func `finds rows and triggers that are not as they were`() async throws {
    try await decided { shop in
      _ = try shop.sqlite("DROP TRIGGER decisions_refuses_delete")
      #expect(try LedgerVerification(RunReader(shop.run)).fault?.text.contains("triggers") == true)
    }
    try await decided { shop in
      let said = try shop.sqlite(
        """
        DROP TRIGGER held_rows_refuses_update;; UPDATE held_rows SET bytes = x'00' WHERE row_number =
        (SELECT max(row_number) FROM held_rows);;
        CREATE TRIGGER held_rows_refuses_update BEFORE UPDATE ON held_rows
        BEGIN SELECT RAISE(ABORT, 'no'); END
        """)
      #expect(said.isEmpty)
      #expect(
        try LedgerVerification(RunReader(shop.run)).fault?.text.contains("bytes of row") == true)
    }
  }

  @Test func `finds files that follow other decisions`() async throws {
    try await decided { shop in
      let row = try shop.held()[5]
      let run = try RunReader(shop.run)
      let review = try #require(run.facts.review)
      try run.directory.exclusively { try run.apply(releasing: [row], review: review) }
      #expect(try LedgerVerification(RunReader(shop.run)).fault?.file == "released.jsonl")
      #expect(try !RunProof(shop.run).isProven)
    }
  }

  @Test func `tells of decisions that the files do not follow yet`() async throws {
    try await decided { shop in
      try shop.decide(.confirm, [shop.held()[6]])
      let proof = try RunProof(shop.run)
      #expect(proof.isProven && proof.ledger.pending == 1 && proof.ledger.decisions == 6)
      #expect(proof.warnings.contains { $0.contains("taster rebuild") })
    }
  }

  @Test func `is empty where there is no ledger`() async throws {
    try await Shop.open { shop in
      let proof = try LedgerVerification(RunReader(shop.run))
      #expect(proof.fault == nil && !proof.isThere && proof.decisions == 0)
      let json = try #require(JSON(reading: RunProof(shop.run).json))
      #expect(json["ledger"] == .null && json["proven"] == .bool(true))
    }
  }
}
