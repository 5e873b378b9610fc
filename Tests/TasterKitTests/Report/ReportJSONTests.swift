import Foundation
import TasterKit
import Testing

@Suite struct `report.json` {
  private func read(_ sample: Sample = Sample()) throws -> [String: Any] {
    try object(ReportJSON().render(try sample.report()))
  }

  @Test func `tells mode, promise and codes`() throws {
    let json = try read()
    #expect(json["schema_version"] as? Int == 1)
    #expect(json["mode"] as? String == "self")
    #expect(json["promise"] as? String == Judgement.Mode.selfJudged.promise)
    #expect(json["code"] as? String == "S0600")
    #expect(json["technique"] as? String == "AML.T0020")
    let empty = try object(ReportJSON().render(try Sample.empty()))
    #expect(empty["code"] is NSNull)
  }

  @Test func `counts rows, rejects, classes, sources and flows`() throws {
    let json = try read()
    let counts = try #require(json["counts"] as? [String: Int])
    #expect(counts == ["rows": 8, "held": 3, "kept": 5, "rejected": 2, "blank_lines": 1])
    #expect((json["reject_examples"] as? [Any])?.count == 2)
    let classes = try #require(json["classes"] as? [[String: Any]])
    #expect(classes.map { $0["held"] as? Int } == [2, 1])
    let sources = try #require(json["sources"] as? [[String: Any]])
    #expect(sources.map { $0["rows"] as? Int } == [5, 3])
    let flow = try #require(json["label_flow"] as? [[String: Any]])
    #expect(flow.map { $0["count"] as? Int } == [2])
    #expect((json["estimated_poison"] as? [String: Double])?["value"] == 2.5)
  }

  @Test func `tells where held rows gather`() throws {
    let slices = try #require(try read()["slices"] as? [[String: Any]])
    #expect(slices.map { $0["column"] as? String } == ["size x"])
    #expect(slices.map { $0["held"] as? Int } == [3])
    #expect(slices.map { $0["row_share"] as? Double } == [0.375])
  }

  @Test func `describes columns and detectors`() throws {
    let json = try read()
    let columns = try #require(json["columns"] as? [[String: Any]])
    #expect(
      columns.map { $0["role"] as? String } == ["feature", "feature", "feature", "label", "source"])
    #expect(columns[1]["missing"] as? Int == 1)
    let detectors = try #require(json["detectors"] as? [[String: Any]])
    #expect(detectors.map { $0["mean_evidence"] as? Double } == [3, 4, nil])
    #expect((detectors[0]["summary"] as? String)?.isEmpty == false)
  }

  @Test func `holds the first suspects as findings`() throws {
    var format = ReportJSON()
    format.rowLimit = 2
    let json = try object(format.render(try Sample().report()))
    let suspects = try #require(json["suspects"] as? [[String: Any]])
    #expect(suspects.map { $0["row"] as? Int } == [5, 2])
    #expect(suspects.map { $0["line"] as? Int } == [6, 3])
  }
}
