import Foundation
import Testing

@testable import TasterKit

@Suite struct `The attestation` {
  private func predicate(_ sample: Sample) throws -> [String: Any] {
    let json = try object(Attestation().render(try sample.report()))
    return try #require(json["predicate"] as? [String: Any])
  }

  @Test func `is about the clean file, then the inputs`() throws {
    let json = try object(Attestation().render(try Sample().report()))
    let subject = try #require(json["subject"] as? [[String: Any]])
    #expect(subject.map { $0["name"] as? String } == ["clean.csv", "x.csv"])
    #expect((subject[0]["digest"] as? [String: String]) == ["sha256": "cd"])
  }

  @Test func `fails, warns or passes as the policy does`() throws {
    var sample = Sample()
    let failed = try predicate(sample)
    #expect(failed["result"] as? String == "FAILED")
    #expect(failed["failedTests"] as? [String] == ["label-flip", "outlier"])
    #expect(failed["passedTests"] as? [String] == ["flood"])
    sample.facts.allowed = 3
    let warned = try predicate(sample)
    #expect(warned["result"] as? String == "WARNED")
    #expect(warned["failedTests"] as? [String] == [])
    #expect(warned["warnedTests"] as? [String] == ["label-flip", "outlier"])
    let empty = try object(Attestation().render(try Sample.empty()))
    #expect((empty["predicate"] as? [String: Any])?["result"] as? String == "PASSED")
  }

  @Test func `names baseline and policy by their hashes`() throws {
    var sample = Sample()
    sample.facts.baseline = RunFacts.File(name: "t.taster", bytes: 1, sha256: "b1")
    let configuration = try #require(try predicate(sample)["configuration"] as? [[String: Any]])
    #expect(configuration.count == 2)
    #expect((configuration[1]["digest"] as? [String: String]) == ["sha256": "b1"])
    let content = try #require(configuration[0]["content"] as? String)
    let asked = try object(Array(try #require(Data(base64Encoded: content))))
    #expect(asked["allowed"] as? Int == 0 && asked["mode"] as? String == "self")
  }
}
