import TasterKit
import Testing

@Suite struct `The AVID report` {
  @Test func `is of class S0601, spelled as the schema spells it`() throws {
    let json = try object(AVIDReport().render(try Sample().report()))
    let impact = try #require(json["impact"] as? [String: Any])
    let avid = try #require(impact["avid"] as? [String: Any])
    #expect(avid["sep_view"] as? [String] == ["S0601: Ingest Poisoning"])
    #expect(json["reported_date"] as? String == "2031-01-02")
  }

  @Test func `counts rows held and rows judged`() throws {
    let json = try object(AVIDReport().render(try Sample().report()))
    let metrics = try #require(json["metrics"] as? [[String: Any]])
    let results = try #require(metrics[0]["results"] as? [String: Double])
    #expect(results["rows"] == 8 && results["held"] == 3 && results["held_share"] == 0.375)
    #expect(metrics.count == 1, "without a baseline nothing is tested")
  }

  @Test func `has no date where the run has none`() throws {
    let json = try object(AVIDReport().render(try Sample.empty()))
    #expect(json["reported_date"] is String == false)
  }
}
