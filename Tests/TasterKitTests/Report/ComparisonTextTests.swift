import Testing

@testable import TasterKit

@Suite struct `The text of a comparison` {
  @Test(arguments: [60, 80, 120])
  func `is safe, fits the width and says what matters`(width: Int) throws {
    let sample = try ComparisonReportSample()
    var format = ComparisonText()
    (format.width, format.directory) = (width, "some where")
    let bytes = format.render(sample.comparison, violations: [.hash, .drift])
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(ComparisonReportSample.isSafe(bytes))
    let long = text.split(separator: "\n").filter { $0.count > width }
    #expect(long.isEmpty || width < 80, "\(long)")
    for words in [
      "rows are matched by 'k'", "one-sided", "S0200: Supply Chain Compromise", "relabelled",
      "the policy is violated: hash, drift", "'some where'",
    ] {
      #expect(text.replacing("\n ", with: "").contains(words), "\(words)\n\(text)")
    }
  }

  @Test func `is short where nothing changed`() throws {
    let same = try Snapshots().compare("k,class\n1,a\n", "k,class\n1,a\n", keys: ["k"]).comparison
    let text = String(decoding: ComparisonText().render(same, violations: []), as: UTF8.self)
    #expect(text.contains("all rows are the same") && text.hasSuffix("the policy is met\n"))
  }
}
