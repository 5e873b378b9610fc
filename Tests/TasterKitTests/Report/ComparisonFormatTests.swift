import Foundation
import FoundationXML
import Testing

@testable import TasterKit

@Suite struct `Reports of a comparison` {
  private let comparison: Comparison

  init() throws { comparison = try ComparisonReportSample().comparison }

  private func report(_ violations: [Comparison.Alarm] = [.planted, .hash]) -> ComparisonReport {
    var report = ComparisonReport(comparison, violations: violations, version: "1.2.3")
    report.ended = "2031-01-02T03:04:06Z"
    return report
  }

  private func text(_ format: some ComparisonFormat, _ report: ComparisonReport? = nil) -> String {
    String(decoding: format.render(report ?? self.report()), as: UTF8.self)
  }

  private static func telling<F: DiscreetFormat>(_ format: F) -> F {
    var format = format
    format.showsValues = true
    return format
  }

  @Test func `tell no value of a cell unless it is asked for`() throws {
    #expect(Formats.ofComparisons.count == 7)
    for name in Formats.ofComparisons {
      let type = try #require(Formats.format(named: name))
      let format = try #require(type.init() as? any ComparisonFormat)
      let bytes = format.render(report())
      #expect(ComparisonReportSample.isSafe(bytes), "\(name)")
      let text = String(decoding: bytes, as: UTF8.self)
      for value in ["</script", "31mred", "cmd()"] { #expect(!text.contains(value), "\(name)") }
    }
    #expect(text(Self.telling(JUnitFormat())).contains("script&gt;"))
    #expect(!text(Self.telling(MarkdownFormat())).contains("</script>"))
  }

  @Test func `are SARIF with what is minded, then the rows that are contradicted`() throws {
    let log = try object(SARIFFormat().render(report()))
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    let rules = results.compactMap { $0["ruleId"] as? String }
    #expect(rules.prefix(2) == ["planted", "hash"] && rules.filter { $0 == "planted" }.count > 20)
    let levels = results.prefix(2).compactMap { $0["level"] as? String }
    #expect(levels == ["error", "error"])
    let taxa = try #require(run["taxonomies"] as? [[String: Any]])
    let codes = (taxa[0]["taxa"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
    #expect(Set(codes) == ["S0200", "S0600", "S0601"])
    var met = report([])
    met.lines = [:]
    #expect(!text(SARIFFormat(), met).contains("startLine"))
  }

  @Test func `fail in JUnit what the policy minds`() throws {
    let document = try XMLDocument(data: Data(JUnitFormat().render(report())), options: [])
    let suite = try #require(document.rootElement()?.elements(forName: "testsuite").first)
    let failing = suite.elements(forName: "testcase")
      .filter { !$0.elements(forName: "failure").isEmpty }
      .compactMap { $0.attribute(forName: "name")?.stringValue }
    #expect(failing == ["policy", "planted", "hash"])
    #expect(suite.attribute(forName: "failures")?.stringValue == "3")
    #expect(text(JUnitFormat(), report([])).contains("failures=\"0\""))
  }

  @Test func `attest the new snapshot`() throws {
    func predicate(_ violations: [Comparison.Alarm]) throws -> [String: Any] {
      let json = try object(Attestation().render(report(violations)))
      let subject = try #require(json["subject"] as? [[String: Any]])
      #expect(subject.count == 1 && subject[0]["name"] as? String == comparison.new.file.name)
      return try #require(json["predicate"] as? [String: Any])
    }
    let failed = try predicate([.planted])
    #expect(failed["result"] as? String == "FAILED")
    #expect(failed["failedTests"] as? [String] == ["planted"])
    #expect(try predicate([])["result"] as? String == "WARNED")
  }

  @Test func `have both codes in AVID's words, and gauges`() throws {
    let avid = text(AVIDReport())
    #expect(avid.contains("S0601: Ingest Poisoning"))
    #expect(avid.contains("S0200: Supply Chain Compromise"))
    let gauges = text(OpenMetricsFormat())
    for line in [
      "taster_snapshot_rows{snapshot=\"new\"} 401", "taster_comparison_alarm{alarm=\"hash\"} 1",
      "taster_policy_met 0", "# EOF",
    ] { #expect(gauges.contains(line + "\n"), "\(line)") }
  }

  @Test func `annotate rows in the new file, what is minded first`() {
    let lines = text(GitHubAnnotations()).split(separator: "\n")
    #expect(lines[0].hasPrefix("::error title=taster planted::"))
    #expect(lines.count == 10 && lines.last?.hasPrefix("::notice title=taster::") == true)
    #expect(lines.contains { $0.contains("file=") && $0.contains("contradicted by") })
  }
}

@Suite struct `Lines of places` {
  @Test func `are counted from the file`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a\nbb\n\nccc\n", to: "a.csv")
    let lines = try LineCount.lines(of: path, at: [6, 0, 2, 3])
    #expect(lines == [0: 1, 2: 2, 3: 2, 6: 4])
    #expect(try LineCount.lines(of: path, at: []).isEmpty)
  }
}
