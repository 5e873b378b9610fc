import Foundation
import TasterKit
import Testing

@Suite struct `Statistics in report.json` {
  private func classes(_ report: Report) throws -> [[String: Any]] {
    let json = try object(ReportJSON().render(report))
    let statistics = try #require(json["statistics"] as? [String: Any])
    return try #require(statistics["classes"] as? [[String: Any]])
  }

  @Test func `are those of the class`() throws {
    let classes = try classes(try Sample().report())
    let amount = try #require((classes[0]["numeric"] as? [[String: Any]])?.first)
    #expect(amount["column"] as? String == "amount")
    #expect(amount["count"] as? Int == 4)
    #expect(amount["mean"] as? Double == 2.5)
    #expect(amount["min"] as? Double == 1)
    #expect(amount["max"] as? Double == 4)
    #expect((amount["quantiles"] as? [Double])?.count == 5)
    #expect(amount["centre"] as? Double == 2.5)
    let deviation = try #require(amount["sd"] as? Double)
    #expect(abs(deviation - (5.0 / 3).squareRoot()) < 1e-12)
  }

  @Test func `hold the upper triangle of covariances`() throws {
    let classes = try classes(try Sample().report())
    let triangle = try #require(classes[0]["covariance"] as? [Double])
    // The second column is twice the first: variances 5/3 and 20/3, covariance 10/3.
    #expect(triangle.count == 3)
    for (value, expected) in zip(triangle, [5.0 / 3, 10.0 / 3, 20.0 / 3]) {
      #expect(abs(value - expected) < 1e-12)
    }
  }

  @Test func `count levels and missing values`() throws {
    let classes = try classes(try Sample(evil: "y").report())
    let colour = try #require((classes[1]["categorical"] as? [[String: Any]])?.first)
    let levels = try #require(colour["levels"] as? [[String: Any]])
    #expect(levels.map { $0["value"] as? String } == ["blue y", "red"])
    #expect(levels.map { $0["count"] as? Int } == [2, 1])
    #expect(colour["missing"] as? Int == 1)
    #expect(colour["other"] as? Int == 0)
  }

  @Test func `tell the twenty most frequent levels and the rest together`() throws {
    let levels = (0..<30).map { "level \($0)" }
    let column = Column(name: "c", role: .feature, kind: .categorical, levels: levels)
    var statistics = ClassStatistics(classes: 1, numeric: 0, categorical: 1, shift: [])
    let codes = (0..<30).flatMap { code in
      [Int32](repeating: Int32(code), count: code + 1)
    }
    let zeros = [Int32](repeating: 0, count: codes.count)
    statistics.fold(
      Chunk(
        firstRow: 0, count: codes.count, numeric: [], codes: codes, labels: zeros, sources: zeros))
    let report = Report(
      facts: RunFacts(version: "1"),
      schema: Schema(columns: [column], classes: [], sources: []), statistics: statistics,
      judgement: Judgement(
        mode: .selfJudged, rowCount: codes.count, findings: try FindingStore(directory: nil),
        estimatedPoison: (0, 0, 0), detectors: [], notes: [],
        scores: try ScoreStore(directory: nil)), held: HeldTally())
    let class0 = try #require(try classes(report).first)
    #expect(class0["class"] is NSNull)
    let told = try #require((class0["categorical"] as? [[String: Any]])?.first)
    #expect(
      (told["levels"] as? [[String: Any]])?.map { $0["count"] as? Int } == (11...30).reversed())
    #expect(told["other"] as? Int == (1...10).reduce(0, +))
  }
}
