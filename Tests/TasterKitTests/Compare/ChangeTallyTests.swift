import Testing

@testable import TasterKit

@Suite struct `What speaks for an attack` {
  private func compare(
    _ old: Planted, _ new: Planted, threads: Int = 1, ignored: [String] = ["k"],
    keys: [String] = []
  ) throws -> (comparison: Comparison, changes: [ChangedRow]) {
    try Snapshots().compare(old.text, new.text, keys: keys) {
      $0.isRowsOnly = false
      $0.options.threads = threads
      $0.options.table.ignored = keys.isEmpty ? ignored : []
    }
  }

  private let clean = Planted(rows: 500, seed: 1)

  @Test func `is a flow one way that the old snapshot contradicts`() throws {
    var new = clean
    let flipped = new.flip("good", to: "bad", every: 10)
    let (comparison, changes) = try compare(clean, new, keys: ["k"])
    #expect(comparison.rows.relabelled == flipped.count && changes.count == flipped.count)
    #expect(comparison.findings.map { $0.code } == ["S0601"])
    #expect(comparison.findings[0].text.contains("from 'good' to 'bad' and 0 back"))
    #expect(comparison.alarms == [.planted, .rows])
    #expect(Set(comparison.suspects.flatMap { $0.key }).isSubset(of: flipped))
    let judged = try #require(comparison.evidence)
    #expect(judged.relabelled.judged == flipped.count)
    #expect(10 * judged.relabelled.suspicious >= 9 * flipped.count)
    // Ranked, and told in one order.
    let ranked = comparison.suspects.compactMap { $0.suspicion }
    #expect(ranked == ranked.sorted(by: >) && ranked.count >= 9 * flipped.count / 10)
    #expect(changes.allSatisfy { $0.looksLike == "good" || ($0.suspicion ?? 0) < 2 })
  }

  @Test func `is no correction of wrong labels`() throws {
    var old = clean
    let wrong = old.flip("good", to: "bad", every: 10)
    let (comparison, changes) = try compare(old, clean, keys: ["k"])
    #expect(
      comparison.rows.relabelled == wrong.count && comparison.flow?.pairs[0].isOneSided == true)
    #expect(comparison.findings.isEmpty && comparison.alarms == [.rows])
    #expect(changes.count { ($0.suspicion ?? 0) < 0 } >= 9 * wrong.count / 10)
  }

  @Test func `is the same with and without a key, and with any number of threads`() throws {
    var new = clean
    _ = new.flip("bad", to: "good", every: 12)
    new.rows.swapAt(3, 400)
    let (keyed, _) = try compare(clean, new, keys: ["k"])
    let (plain, changes) = try compare(clean, new)
    let (again, others) = try compare(clean, new, threads: 3)
    #expect(plain.rows.relabelled == keyed.rows.relabelled && plain.rows.same == keyed.rows.same)
    #expect(plain.findings == again.findings && changes == others && !changes.isEmpty)
    let texts = [plain, again].map { ComparisonJSON().render($0, violations: [], version: "1") }
    #expect(texts[0] == texts[1])
  }

  @Test func `is a batch of rows with labels that the old snapshot contradicts`() throws {
    var new = clean
    var batch = Planted(rows: 60, seed: 9, firstKey: 1_000)
    for i in batch.rows.indices { batch.rows[i][6] = batch.rows[i][6] == "good" ? "bad" : "good" }
    new.rows += batch.rows
    let (comparison, _) = try compare(clean, new, keys: ["k"])
    #expect(comparison.rows.came == 60 && comparison.findings.map { $0.code } == ["S0601"])
    #expect(comparison.findings[0].text.contains("that came carry a label"))
    let honest = try compare(
      clean,
      {
        var new = clean; new.rows += Planted(rows: 60, seed: 9, firstKey: 1_000).rows; return new
      }(),
      keys: ["k"]
    ).comparison
    #expect(honest.rows.came == 60 && honest.findings.isEmpty)
    #expect(honest.evidence?.contradicted.judged == 60)
  }

  @Test func `is a batch of rows with odd numbers`() throws {
    var new = clean
    var batch = Planted(rows: 30, seed: 9, firstKey: 1_000)
    for i in batch.rows.indices { batch.rows[i][3] = "\(80 + i)" }
    new.rows += batch.rows
    let (comparison, changes) = try compare(clean, new, keys: ["k"])
    #expect(comparison.findings.contains { $0.text.contains("hold numbers that are odd") })
    #expect(changes.allSatisfy { ($0.surprise ?? 0) > ChangeEvidence.oddity })
  }

  @Test func `says nothing about classes that the old snapshot does not know`() throws {
    var new = clean
    let flipped = new.flip("good", to: "ugly", every: 10)
    let (comparison, changes) = try compare(clean, new, keys: ["k"])
    #expect(changes.count == flipped.count && changes.allSatisfy { $0.suspicion == nil })
    #expect(comparison.findings.isEmpty && comparison.flow?.classes == ["bad", "good", "ugly"])
  }

  @Test func `weighs a change of features against the old ones`() throws {
    var new = clean
    for i in [10, 20, 30] {
      for j in 1...2 { new.rows[i][j] = new.rows[i][6] == "good" ? "-2.1" : "2.1" }
    }
    new.rows[40][3] = "0.01"
    let (comparison, changes) = try compare(clean, new, keys: ["k"])
    #expect(comparison.rows.edited == 4)
    #expect(changes.prefix(3).allSatisfy { ($0.suspicion ?? 0) > 1.5 && $0.cells.count == 2 })
    #expect(
      (changes[3].suspicion ?? 9).magnitude < 1 && changes[3].cells.map { $0.column } == ["x2"])
  }
}
