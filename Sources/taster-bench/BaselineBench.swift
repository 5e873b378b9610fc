import ArgumentParser
import TasterKernels
import TasterKit

/// How well rows are judged by a trusted baseline, beside how well they judge themselves.
struct BaselineBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Judging by trusted rows beside self mode.",
    discussion: """
      A case is a folder with train.csv, truth.csv, meta.json and test.csv, clean rows of the same data. These are \
      learned as `taster profile test.csv` learns them; the table is judged as `taster scan --baseline` and as \
      `taster scan` judge it. AP is the average precision of the scores; precision and recall are those of the held \
      rows; false share and power are those of the rows that a p-value rejects. All are means over the cases of an \
      attack; clean held is the share of rows held where nothing was planted.
      """)

  @Argument(help: "Folders of cases.") var cases: [String]
  @Option(name: .long, help: "The key of every random choice.") var seed: UInt64 = 0
  @Option(name: .long, help: "The bound on the false discovery rate.") var fdr = 0.1
  @Flag(name: .long, help: "Print a line of JSON for every case.") var json = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  /// What one case came to.
  private struct Outcome {
    let own: Quality
    let trusted: Quality
    let falseShare: Double
    let power: Double?
  }

  func run() throws {
    var outcomes: [String: [Outcome]] = [:]
    var count = 0
    let cost = try Cost.of {
      for one in try Case.found(in: cases) where one.test != nil {
        let outcome = try outcome(of: one)
        outcomes[one.attack, default: []].append(outcome)
        count += 1
        guard json else { continue }
        let line: JSON = [
          "case": .string(one.name), "attack": .string(one.attack),
          "self_ap": JSON(outcome.own.averagePrecision),
          "ap": JSON(outcome.trusted.averagePrecision),
          "held": .integer(outcome.trusted.held), "found": .integer(outcome.trusted.found),
          "false_share": .number(outcome.falseShare), "power": JSON(outcome.power),
        ]
        print(String(decoding: line.bytes(), as: UTF8.self))
      }
    }
    guard count > 0 else { throw CaseError("no case has a test.csv") }
    let table = Self.table(outcomes)
    if !json { print("\(count) cases, \(fixed(cost.wall)) s\n\n\(table.text)") }
    if let docs {
      try Article.write(
        "\(count) cases, false discovery rate \(fdr).\n\n\(table.markdown)", as: "baseline",
        to: "\(docs)/Guides/Measured.md")
    }
  }

  private func outcome(of one: Case) throws -> Outcome {
    var scan = Scan()
    scan.seed = seed
    scan.falseDiscoveryRate = fdr
    guard let clean = try one.trustedTable() else { throw CaseError("\(one.name) has no test.csv") }
    let baseline = try Baseline(
      clean, statistics: try scan.statistics(of: clean),
      origins: [Baseline.Origin(bytes: 0, sha256: "", rows: clean.rowCount)], seed: seed,
      version: Taster.version)
    let table = try one.table()
    let planted = try one.planted(rows: table.rowCount)
    let result = try scan.run(table, against: baseline)
    let rejected = try result.rejected
    return Outcome(
      own: try quality(try scan.run(table), planted), trusted: try quality(result, planted),
      falseShare: Double(rejected.count { !planted[$0 - 1] }) / Double(max(rejected.count, 1)),
      power: planted.contains(true)
        ? Double(rejected.count { planted[$0 - 1] }) / Double(planted.count { $0 }) : nil)
  }

  private func quality(_ result: Scan.Result, _ planted: [Bool]) throws -> Quality {
    let store = result.judgement.scores
    let parts = try (0..<store.partCount).map { try store.part($0) }
    return Quality(
      scores: parts.flatMap { $0.scores }, flagged: parts.flatMap { $0.flagged }, planted: planted)
  }

  private static func table(_ outcomes: [String: [Outcome]]) -> FigureTable {
    var table = FigureTable(
      "Attack",
      [
        "Self AP", "AP", "Self precision", "Precision", "Self recall", "Recall",
        "Rejected: false share", "Rejected: power", "Self clean held", "Clean held",
      ])
    func add(_ name: String, _ list: [Outcome]) {
      func mean(_ value: (Outcome) -> Double?) -> String {
        average(list.compactMap(value)).map { fixed($0) } ?? "–"
      }
      func clean(_ quality: Quality) -> Double? { quality.planted == 0 ? quality.cleanHeld : nil }
      table.add(
        name,
        [
          mean { $0.own.averagePrecision }, mean { $0.trusted.averagePrecision },
          mean { $0.own.precision }, mean { $0.trusted.precision }, mean { $0.own.recall },
          mean { $0.trusted.recall }, mean { $0.falseShare }, mean { $0.power },
          mean { clean($0.own) }, mean { clean($0.trusted) },
        ])
    }
    for (name, list) in outcomes.sorted(by: { $0.key < $1.key }) { add(name, list) }
    add("all", outcomes.sorted { $0.key < $1.key }.flatMap { $0.value })
    return table
  }
}

extension Scan.Result {
  /// The numbers of the rows that a p-value rejects, ascending.
  var rejected: [Int] {
    get throws {
      var rows: [Int] = []
      try judgement.findings.forEach { finding in
        if finding.heldBy.contains(BaselineVerdict.name) { rows.append(finding.row) }
      }
      return rows
    }
  }
}
