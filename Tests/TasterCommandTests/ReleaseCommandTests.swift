import Foundation
import Testing

/// Deciding about held rows with the real program.
@Suite struct `taster release and confirm` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private func scan() throws {
    let run = try shop.taster(
      [
        "scan", Shipped.wine.data, "--label", Shipped.wine.label, "-q", "--out", "run",
        "--exit-zero",
      ])
    #expect(run.status == 0, "\(run.talk)")
  }

  private func decide(_ arguments: String...) throws -> Workshop.Run {
    try shop.taster(
      [arguments[0], "run"] + arguments.dropFirst() + ["--by", "ana", "--because", "ok"])
  }

  private func held() throws -> [Int] {
    try objects(shop.bytes("run/findings.jsonl")).compactMap { $0["row"] as? Int }
  }

  @Test func `move rows, keep the law, and take it back`() throws {
    try scan()
    let rows = try held()
    let before = try ["clean.csv", "quarantine.csv"].map { try shop.bytes("run/\($0)") }
    #expect(rows.count > 3)
    let released = try decide("release", "--rows", "\(rows[0]),\(rows[1])-\(rows[2])")
    #expect(released.status == 0 && released.talk.contains("3 rows released"), "\(released.talk)")
    #expect(released.output.isEmpty)
    #expect(try held() == Array(rows.dropFirst(3)))
    #expect(try shop.taster(["verify", "run"]).status == 0)
    #expect(try shop.dealtOut(of: Shipped.wine.bytes(), "run") == rows.count - 3)
    let gate = ["gate", "run", "--max-quarantine"]
    #expect(try shop.taster(gate + ["\(rows.count - 3)"]).status == 0)
    #expect(try shop.taster(gate + ["\(rows.count - 4)"]).status == 1)
    let confirmed = try decide("confirm", "--where", "row=\(rows[3])", "--json")
    let answer = try #require(try objects(confirmed.output).first)
    #expect(answer["decided"] as? Int == 1 && answer["confirmed"] as? Int == 1)
    let undone = try decide("release", "--undo", "--where", "status=released")
    #expect(undone.status == 0 && undone.talk.contains("3 rows release undone"), "\(undone.talk)")
    #expect(try ["clean.csv", "quarantine.csv"].map { try shop.bytes("run/\($0)") } == before)
    let proof = try shop.taster(["verify", "run", "--json"])
    let ledger = try #require(try objects(proof.output).first?["ledger"] as? [String: Any])
    #expect(proof.status == 0 && ledger["decisions"] as? Int == 7)
    #expect(shop.isTidy)
  }

  @Test func `answer what cannot be done with 2 and change nothing`() throws {
    try scan()
    let rows = try held()
    let kept = try #require((1...180).first { !rows.contains($0) })
    for (arguments, words) in [
      (["release", "--rows", "\(kept)"], "row \(kept) is not held"),
      (["release", "--rows", "x"], "no range of rows"),
      (["confirm", "--where", "clas=1"], "did you mean 'class'"),
      (["release", "--group", "nope:1"], "names no group"),
      (["release"], "--rows, --where and --group"),
      (["release", "--rows", "1", "--where", "row=1"], "--rows, --where and --group"),
    ] {
      let run = try shop.taster(
        [arguments[0], "run"] + arguments.dropFirst() + ["--by", "ana", "--because", "x"])
      #expect(run.status == 2 && run.talk.contains(words), "\(arguments): \(run.talk)")
    }
    let nameless = try shop.taster(["release", "run", "--rows", "\(rows[0])", "--because", "x"])
    #expect(nameless.status == 2 && nameless.talk.contains("--by"))
    #expect(try held() == rows)
  }

  @Test func `refuse a run that was altered`() throws {
    try scan()
    let row = try held()[0]
    let run = try shop.shell(
      "sed -i 's/1/2/' run/clean.csv; $TASTER release run --rows \(row) --by a --because b")
    #expect(run.status == 2 && run.talk.contains("no longer holds what was judged"), "\(run.talk)")
  }

  @Test func `lose nothing when two come at once`() throws {
    try scan()
    let rows = try held()
    let script = rows.map { "$TASTER release run -q --rows \($0) --by w\($0) --because x & " }
    let run = try shop.shell(script.joined() + "wait")
    #expect(run.talk.isEmpty, "\(run.talk)")
    let proof = try shop.taster(["verify", "run", "--json"])
    let ledger = try #require(try objects(proof.output).first?["ledger"] as? [String: Any])
    #expect(ledger["decisions"] as? Int == rows.count && ledger["pending"] as? Int == 0)
    #expect(proof.status == 0)
    #expect(try shop.dealtOut(of: Shipped.wine.bytes(), "run") == 0)
  }

  @Test func `are safe from being overwritten`() throws {
    try scan()
    let scan = ["scan", Shipped.wine.data, "--label", "cultivar", "-q", "--out", "run", "--force"]
    #expect(try shop.taster(["inspect", "run"]).status == 0)
    #expect(try shop.taster(scan).status == 1)
    #expect(shop.names("run")?.contains("quarantine.sqlite") == false)
    #expect(try decide("confirm", "--rows", "\(try held()[0])").status == 0)
    let refused = try shop.taster(scan)
    #expect(refused.status == 2 && refused.talk.contains("1 decision"), "\(refused.talk)")
    #expect(try shop.taster(["verify", "run"]).status == 0)
  }

  @Test func `can be read by Python's sqlite3`() throws {
    try scan()
    let rows = try held()
    _ = try decide("release", "--rows", "\(rows[0])")
    try shop.write(
      """
      import sqlite3
      db = sqlite3.connect("file:run/quarantine.sqlite?mode=ro", uri=True)
      db.row_factory = sqlite3.Row
      names = {v[0] for v in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
      assert {"review", "groups", "row_groups", "standing_decisions"} <= names, names
      rows = db.execute("SELECT * FROM review ORDER BY row_number").fetchall()
      assert [r["status"] for r in rows].count("released") == 1
      assert rows[0]["decided_by"] == "ana" and rows[0]["why"] and 0 <= rows[0]["score"] <= 1
      held = open("run/quarantine.csv").read()
      assert all(r["text"] in held for r in rows if r["status"] != "released")
      print(len(rows))
      """, to: "read.py")
    let run = try shop.shell("python3 read.py")
    #expect(run.text == "\(rows.count)\n", "\(run.talk)")
  }
}
