import Foundation
import Testing

@testable import TasterKit

@Suite struct `The object of a comparison` {
  @Test func `is one safe line with everything in it`() throws {
    let sample = try ComparisonReportSample()
    let bytes = ComparisonJSON().render(sample.comparison, violations: [.hash], version: "1")
    #expect(ComparisonReportSample.isSafe(bytes) && bytes.count { $0 == 10 } == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let counts = try #require(object["counts"] as? [String: Int])
    #expect(counts["relabelled"] == sample.comparison.rows.relabelled && counts["went"] == 1)
    #expect(object["violations"] as? [String] == ["hash"])
    let drift = try #require(object["drift"] as? [String: Any])
    #expect((drift["alarms"] as? [Any])?.isEmpty == false)
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.first?["code"] as? String == "S0200")
    #expect(findings.first?["technique"] as? String == "AML.T0010")
    let flow = try #require(object["label_flow"] as? [String: Any])
    #expect((flow["classes"] as? [String])?.contains("</script>") == true)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("</script"))
  }
}
