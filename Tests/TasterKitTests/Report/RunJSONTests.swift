import Foundation
import TasterKit
import Testing

@Suite struct `run.json` {
  @Test func `tells which run this was`() throws {
    var sample = Sample()
    sample.facts.seed = .max
    let json = try object(RunJSON().render(try sample.report()))
    #expect(json["run_id"] as? String == "run-1")
    #expect(json["arguments"] as? [String] == ["taster", "scan", "a.csv"])
    #expect((json["seed"] as? NSNumber)?.uint64Value == UInt64.max)
    #expect(json["started"] as? String == "2031-01-02T03:04:05Z")
    #expect(json["exit_status"] as? Int == 1)
    #expect(json["baseline"] is NSNull)
    let stages = try #require(json["stages"] as? [[String: Any]])
    #expect(stages.map { $0["seconds"] as? Double } == [0.25])
  }

  @Test func `counts records that add up to the input's`() throws {
    let json = try object(RunJSON().render(try Sample().report()))
    let counts = try #require(json["counts"] as? [String: Int])
    let inputs = try #require(json["inputs"] as? [[String: Any]])
    let records = inputs.reduce(0) { $0 + ($1["records"] as? Int ?? 0) }
    #expect(records == (counts["held"] ?? 0) + (counts["kept"] ?? 0) + (counts["rejected"] ?? 0))
    #expect((inputs[0]["sha256"] as? String)?.count == 64)
  }

  @Test func `names delimiter and quote`() throws {
    var sample = Sample()
    sample.facts.dialect = RunFacts.Dialect(
      delimiter: UInt8(ascii: "\t"), quote: nil, hasHeader: false)
    let json = try object(RunJSON().render(try sample.report()))
    let dialect = try #require(json["dialect"] as? [String: Any])
    #expect(dialect["delimiter"] as? String == "\t")
    #expect(dialect["quote"] is NSNull)
    #expect(dialect["header"] as? Bool == false)
  }
}
