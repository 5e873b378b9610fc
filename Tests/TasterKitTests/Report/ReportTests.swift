import TasterKit
import Testing

@Suite struct `A report` {
  @Test func `counts what detectors held and said`() throws {
    let report = try Sample().report()
    #expect(report.detectors.map { $0.name } == ["label-flip", "outlier", "flood"])
    #expect(report.detectors.map { $0.held } == [2, 1, 0])
    #expect(report.detectors.map { $0.spoke } == [2, 2, 0])
    #expect(report.detectors.map { $0.meanEvidence } == [3, 4, nil])
  }

  @Test func `counts held rows by class and source`() throws {
    let report = try Sample(evil: "y").report()
    #expect(report.heldCount == 3)
    #expect(report.classes.map { $0.name } == ["good", "bad y"])
    #expect(report.classes.map { $0.rows } == [4, 4])
    #expect(report.classes.map { $0.held } == [2, 1])
    #expect(report.sources.map { $0.rows } == [5, 3])
    #expect(report.sources.map { $0.held } == [1, 2])
  }

  @Test func `counts which labels look like which`() throws {
    let flow = try Sample(evil: "y").report().labelFlow
    #expect(flow.map { [$0.given, $0.suggested] } == [["good", "bad y"]])
    #expect(flow.map { $0.count } == [2])
  }

  @Test func `ranks suspects by score, ties by row`() throws {
    #expect(try Sample().report().suspects.map { $0.finding.row } == [5, 2, 7])
    #expect(try Sample().report().suspects.map { $0.location?.row } == [5, 2, 7])
    #expect(try Sample().report(top: 1).suspects.map { $0.finding.row } == [5])
  }

  @Test func `tells the remarks of reading before those of judging`() throws {
    #expect(try Sample().report().notes.map { $0.code } == [nil, "S0402"])
  }

  @Test func `needs neither labels nor sources nor locations`() throws {
    let report = try Sample.empty()
    #expect(report.classes.isEmpty && report.sources.isEmpty && report.suspects.isEmpty)
  }

  @Test func `says what its mode cannot promise`() {
    #expect(Judgement.Mode.selfJudged.promise.contains("not a controlled error rate"))
    #expect(Judgement.Mode.baseline.promise.contains("as long as the baseline is clean"))
  }
}
