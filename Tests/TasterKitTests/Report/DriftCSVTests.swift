import Testing

@testable import TasterKit

@Suite struct `The table of drift` {
  @Test func `has a line a test and no formula`() throws {
    let sample = try ComparisonReportSample()
    let bytes = DriftCSV.render(sample.comparison)
    #expect(ComparisonReportSample.isSafe(bytes))
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let tests = sample.comparison.drift?.tests ?? []
    #expect(lines.count == tests.count + 1 && tests.contains { $0.column == "=cmd()" })
    #expect(lines[0].split(separator: ",").count == 13)
    #expect(!lines.contains { $0.contains(",=") } && lines.contains { $0.contains(",'=cmd()") })
    #expect(lines.count { $0.hasSuffix(",1,0,0") || $0.contains(",1,") } > 0)
  }

  @Test func `quotes what it has to`() {
    #expect(DriftCSV.field("a,\"b\"") == "\"a,\"\"b\"\"\"")
    #expect(DriftCSV.field("@x") == "'@x" && DriftCSV.field("plain") == "plain")
    #expect(DriftCSV.field("a\nb") == #"a\nb"#)
  }
}
