/// JUnit XML, as build servers show it: a test case for the policy and one a detector, or one an alarm of a comparison.
///
/// The case of the policy fails where more rows are held than allowed; a detector's case fails with it where the detector
/// holds rows. Of a comparison the case of everything that the policy minds fails.
public struct JUnitFormat: DiscreetFormat, ComparisonFormat {
  public static let name = "junit"
  public static let summary = "JUnit XML for build servers: a case for the policy, one a detector"
  public static let fileName: String? = nil

  public var showsValues = false
  /// The most rows that the policy's failure names.
  public var rowLimit = 20

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    render(Account(report, showsValues: showsValues))
  }

  public func render(_ report: ComparisonReport) -> [UInt8] {
    render(Account(report, showsValues: showsValues))
  }

  private func render(_ account: Account) -> [UInt8] {
    let failing = account.failing.count + (account.isViolated ? 1 : 0)
    let counts = "tests=\"\(account.tests.count + 1)\" failures=\"\(failing)\" errors=\"0\""
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites name=\"taster\" \(counts)>",
      "  <testsuite name=\"\(Self.escaped(account.title))\" \(counts) skipped=\"0\">",
    ]
    lines += testCase(
      "policy", account.isViolated ? account.outcome : nil,
      account.isViolated ? rows(account) : [account.outcome])
    for test in account.tests {
      lines += testCase(
        test.rule.name, test.fails ? test.said : nil, [test.fails ? test.rule.summary : test.said])
    }
    lines += ["  </testsuite>", "</testsuites>"]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func testCase(_ name: String, _ failure: String?, _ text: [String]) -> [String] {
    let body = text.map(Self.escaped).joined(separator: "\n")
    let inside =
      failure.map {
        "<failure message=\"\(Self.escaped($0))\" type=\"\(Taxonomy.ingestPoisoning.code)\">\(body)</failure>"
      } ?? "<system-out>\(body)</system-out>"
    return [
      "    <testcase classname=\"taster\" name=\"\(Self.escaped(name))\">", "      \(inside)",
      "    </testcase>",
    ]
  }

  private func rows(_ account: Account) -> [String] {
    let told = account.rows.prefix(rowLimit).map { $0.sentence }
    let more = account.rowCount - told.count
    return told + (more > 0 ? ["and \(Figures.grouped(more)) more"] : [])
  }

  /// A text inside an element or an attribute; what XML 1.0 does not allow is made visible first.
  private static func escaped(_ text: String) -> String {
    Markup(escaping: text).text
  }
}
