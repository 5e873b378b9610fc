import Testing

@testable import TasterKit

@Suite struct `The rules of a report` {
  @Test func `are the detectors that ran, in their order`() throws {
    let rules = ReportRule.all(try Sample().report())
    #expect(rules.map { $0.name } == ["label-flip", "outlier", "flood"])
    #expect(rules[0].summary == LabelFlip.summary && rules[0].explanation == LabelFlip.explanation)
  }

  @Test func `have the baseline and the threshold only where they hold a row`() throws {
    var report = Sample()
    report.facts.held = 3
    var tally = HeldTally()
    for (k, finding) in report.findings.enumerated() {
      var finding = finding
      finding.heldBy = k == 0 ? ["baseline"] : []
      tally.add(finding)
    }
    let told = Report(
      facts: report.facts, schema: report.schema, statistics: report.statistics,
      judgement: Judgement(
        mode: .selfJudged, rowCount: 8, findings: try .of(report.findings),
        estimatedPoison: (0, 0, 0), detectors: ["outlier"], notes: [],
        scores: try ScoreStore(directory: nil)),
      held: tally)
    #expect(ReportRule.all(told).map { $0.name } == ["outlier", "baseline", "threshold"])
  }
}
