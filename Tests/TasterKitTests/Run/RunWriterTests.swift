import Foundation
import TasterCSV
import TasterKit
import Testing

@Suite struct `What a run writes` {
  /// The same run by hand, every held row in memory: where the rows stand and what was decided on them.
  private func naive(
    _ shop: Workshop, _ names: [String], threshold: Double
  ) throws -> (table: Table, result: Scan.Result, locations: [RowLocation]) {
    var options = TableOptions()
    options.label = .column("class")
    options.source = "word"
    let table = try Table.read(names.map { shop.file($0) }, options: options)
    var scan = Scan()
    scan.threshold = threshold
    let result = try scan.run(table)
    var locations: [RowLocation] = []
    var split = try Split(
      table, scores: result.judgement.scores, into: try Split.Outputs(in: shop.path))
    try split.run(onHeld: { locations.append($0) }, onReject: { _ in })
    return (table, result, locations)
  }

  @Test(arguments: [0, 0.03, 1])
  func `is what all held rows at once would make`(threshold: Double) async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(300, quotes: true) + "\n1,2\n")
      try shop.write("b.csv", Workshop.table(90, from: 11))
      let report = try await shop.scan(["a.csv", "b.csv"]) {
        $0.table.source = "word"
        $0.scan.threshold = threshold
      }
      let (table, result, locations) = try naive(shop, ["a.csv", "b.csv"], threshold: threshold)
      let findings = try result.judgement.findings.all()
      #expect(findings.count == locations.count && report.heldCount == findings.count)
      #expect(findings.map { $0.row } == locations.map { $0.row })
      let lines = zip(findings, locations).flatMap { FindingsJSONL.line($0, at: $1) }
      #expect(try shop.read("run/findings.jsonl") == lines)
      var held = HeldTally(watching: Set(result.profile.sample.rows.map { $0 + 1 }))
      for (finding, location) in zip(findings, locations) { held.add(finding, at: location) }
      var expected = Report(
        facts: report.facts, schema: table.schema, statistics: result.profile.statistics,
        judgement: result.judgement, held: held)
      expected.scatter = try Scatter(result.profile, table: table, held: held)
      for format in Formats.all {
        let bytes = format.init().render(expected)
        if let name = format.fileName { #expect(try shop.read("run/\(name)") == bytes, "\(name)") }
      }
      let order = zip(findings, locations).sorted {
        ($1.0.score, $0.0.row) < ($0.0.score, $1.0.row)
      }
      #expect(report.suspects.map { $0.finding } == order.map { $0.0 })
      #expect(report.suspects.map { $0.location } == order.map { $0.1 })
    }
  }

  @Test func `says the same of held rows as a run that writes nothing, but for their places`()
    async throws
  {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(120))
      let written = try await shop.scan(["a.csv"])
      let silent = try await shop.scan(["a.csv"]) { $0.directory = nil }
      #expect(written.heldCount == silent.heldCount && silent.heldCount > 2)
      #expect(written.suspects.map { $0.finding } == silent.suspects.map { $0.finding })
      #expect(silent.suspects.allSatisfy { $0.location == nil })
      #expect(written.detectors == silent.detectors && written.labelFlow == silent.labelFlow)
    }
  }
}
