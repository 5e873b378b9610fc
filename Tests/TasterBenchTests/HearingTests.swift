import TasterKit
import Testing
import taster_bench

@Suite struct `A hearing` {
  /// One verdict: the score and the flag of every row.
  private static func scanned(_ table: Table, _ detectors: [String]) throws -> ([Double], [Bool]) {
    var scan = Scan()
    scan.detectors = detectors
    let judgement = try scan.run(table).judgement
    let parts = try (0..<judgement.scores.partCount).map { try judgement.scores.part($0) }
    return (parts.flatMap { $0.scores }, parts.flatMap { $0.flagged })
  }

  @Test(arguments: ["wine/data", "wine/flooded", "banknote/sourced"])
  func `judges any choice of detectors as a scan with them does, to the last bit`(
    name: String
  ) throws {
    let one = try #require(try Case.found(in: [Shipped.folder]).first { $0.name == name })
    let table = try one.table()
    let hearing = try Hearing(table)
    #expect(hearing.detectors == Catalog.detectors.map { $0.name })
    for variation in Variation.all(of: hearing.detectors) {
      let chosen = variation.chosen(of: hearing.detectors)
      let (scores, flagged) = try Self.scanned(table, chosen)
      let verdict = hearing.verdict(of: chosen)
      #expect(verdict.scores == scores, "\(variation.title)")
      #expect(verdict.flagged == flagged, "\(variation.title)")
    }
    #expect(hearing.verdict(of: hearing.detectors).flagged.contains(true))
  }

  @Test func `lets the judge that ranks alone rank a table without labels`() throws {
    var one = try #require(
      try Case.found(in: [Shipped.folder]).first { $0.name == "wine/outliers" })
    one.label = nil
    let table = try one.table()
    let hearing = try Hearing(table)
    let (scores, flagged) = try Self.scanned(table, hearing.detectors)
    let verdict = hearing.verdict(of: hearing.detectors)
    #expect(verdict.scores == scores && verdict.flagged == flagged)
    #expect(verdict.scores != hearing.verdict(of: ["outlier"]).scores)
  }
}
