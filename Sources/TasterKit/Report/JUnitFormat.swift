/// JUnit XML, as build servers show it: a test case for the policy and one a detector.
///
/// The case of the policy fails where more rows are held than allowed; a detector's case fails with it where the detector
/// holds rows.
public struct JUnitFormat: DiscreetFormat {
  public static let name = "junit"
  public static let summary = "JUnit XML for build servers: a case for the policy, one a detector"
  public static let fileName: String? = nil

  public var showsValues = false
  /// The most rows that the policy's failure names.
  public var rowLimit = 20

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    let isViolated = facts.isViolated
    let failing = isViolated ? report.detectors.filter { $0.held > 0 }.count + 1 : 0
    let name = facts.inputs.map { $0.name }.joined(separator: " ")
    let counts = "tests=\"\(report.detectors.count + 1)\" failures=\"\(failing)\" errors=\"0\""
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites name=\"taster\" \(counts)>",
      "  <testsuite name=\"\(Self.escaped("taster scan \(name)"))\" \(counts) skipped=\"0\">",
    ]
    let said = facts.outcome
    lines += testCase("policy", isViolated ? said : nil, isViolated ? rows(report) : [said])
    for share in report.detectors {
      let said = "\(Figures.count(share.held, "row")) held"
      let summary = Catalog.detector(named: share.name)?.summary ?? share.name
      let fails = isViolated && share.held > 0
      lines += testCase(share.name, fails ? said : nil, fails ? [summary] : [said])
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

  private func rows(_ report: Report) -> [String] {
    let told = report.suspects.prefix(rowLimit)
    let more = report.heldCount - told.count
    return told.map { $0.sentence(showsValues: showsValues) }
      + (more > 0 ? ["and \(Figures.grouped(more)) more"] : [])
  }

  /// A text inside an element or an attribute; what XML 1.0 does not allow is made visible first.
  private static func escaped(_ text: String) -> String {
    Markup(escaping: text).text
  }
}
