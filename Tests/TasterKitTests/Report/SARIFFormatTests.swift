import Testing

@testable import TasterKit

@Suite struct `SARIF` {
  private func run(_ report: Report, _ format: SARIFFormat = SARIFFormat()) throws -> [String: Any]
  {
    let log = try object(format.render(report))
    #expect(log["version"] as? String == "2.1.0")
    let runs = try #require(log["runs"] as? [[String: Any]])
    return try #require(runs.first)
  }

  private func results(_ run: [String: Any]) throws -> [[String: Any]] {
    try #require(run["results"] as? [[String: Any]])
  }

  @Test func `has a result a held row, the most suspicious first`() throws {
    let results = try results(try run(try Sample().report()))
    #expect(results.map { $0["ruleId"] as? String } == ["outlier", "label-flip", "label-flip"])
    #expect(results.map { $0["ruleIndex"] as? Int } == [1, 0, 0])
    #expect(results.map { $0["rank"] as? Double } == [96.875, 75, 75])
    #expect(
      results.allSatisfy { $0["kind"] as? String == "fail" && $0["level"] as? String == "error" })
  }

  @Test func `says where a row stands in lines and bytes`() throws {
    var sample = Sample()
    sample.facts.inputs[0].name = "data/für 1.csv"
    let first = try results(try run(try sample.report()))[0]
    let places = try #require(first["locations"] as? [[String: Any]])
    let physical = try #require(places[0]["physicalLocation"] as? [String: Any])
    let region = try #require(physical["region"] as? [String: Int])
    #expect(region == ["startLine": 6, "byteOffset": 500, "byteLength": 40])
    let file = try #require(physical["artifactLocation"] as? [String: Any])
    #expect(file["uri"] as? String == "data/f%C3%BCr%201.csv")
    #expect(file["uriBaseId"] as? String == "%SRCROOT%")
    let logical = try #require(places[0]["logicalLocations"] as? [[String: Any]])
    #expect(logical[0]["fullyQualifiedName"] as? String == "row:5")
  }

  @Test func `gives rows of one content fingerprints of their own`() throws {
    let sample = Sample()
    var tally = HeldTally()
    for (finding, location) in zip(sample.findings, sample.locations) {
      var location = location
      location.fingerprint = String(repeating: "a", count: 32)
      tally.add(finding, at: location)
    }
    let report = Report(
      facts: sample.facts, schema: sample.schema, statistics: sample.statistics,
      judgement: Judgement(
        mode: .selfJudged, rowCount: 8, findings: try .of(sample.findings),
        estimatedPoison: (0, 0, 0), detectors: ["outlier", "label-flip"], notes: [],
        scores: try ScoreStore(directory: nil)),
      held: tally)
    let prints = try results(try run(report)).map { result -> String in
      let prints = try #require(result["partialFingerprints"] as? [String: String])
      return prints["primaryLocationLineHash"] ?? ""
    }
    #expect(prints == (1...3).map { String(repeating: "a", count: 16) + ":\($0)" })
  }

  @Test func `says how many rows are beyond its limit`() throws {
    var format = SARIFFormat()
    format.resultLimit = 1
    let results = try results(try run(try Sample().report(), format))
    #expect(results.count == 2)
    let message = try #require(results[1]["message"] as? [String: String])
    #expect(message["text"]?.hasPrefix("2 more rows held") == true)
    #expect(results[1]["level"] as? String == "none")
  }

  @Test func `names the codes in taxonomies and in the tags of rules`() throws {
    let run = try run(try Sample().report())
    let taxonomies = try #require(run["taxonomies"] as? [[String: Any]])
    #expect(taxonomies.map { $0["name"] as? String } == ["AVID", "MITRE ATLAS"])
    let tool = try #require(run["tool"] as? [String: Any])
    let driver = try #require(tool["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    for rule in rules {
      let properties = try #require(rule["properties"] as? [String: [String]])
      #expect(properties["tags"]?.contains("S0601") == true)
      #expect(properties["tags"]?.contains("AML.T0020") == true)
    }
  }

  @Test(arguments: [("-", "stdin"), ("/a b/c.csv", "/a%20b/c.csv"), ("a~1_x-2.csv", "a~1_x-2.csv")])
  func `encodes names as parts of a URI`(name: String, uri: String) {
    #expect(percentEncoded(name == "-" ? "stdin" : name) == uri)
  }

  @Test func `tells an absolute name by its scheme`() throws {
    var sample = Sample()
    sample.facts.inputs[0].name = "/data/a.csv"
    let artifacts = try #require(
      try run(try sample.report())["artifacts"] as? [[String: Any]])
    let location = try #require(artifacts[0]["location"] as? [String: Any])
    #expect(location["uri"] as? String == "file:///data/a.csv")
    #expect(location["uriBaseId"] == nil)
  }
}
