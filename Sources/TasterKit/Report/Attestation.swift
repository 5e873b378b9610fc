private import FoundationEssentials

/// An in-toto statement: this clean file came out of this test, with this result.
///
/// The subject is `clean.csv`, which a trainer reads, and every input; the predicate is the standard one for results of
/// tests. Signing is for other tools. The result is `PASSED` where no row is held, `WARNED` where no more rows are held than
/// allowed, `FAILED` otherwise.
///
/// Standard: in-toto Statement v1, predicate test-result v0.1.
public struct Attestation: Format {
  public static let name = "in-toto"
  public static let summary = "an in-toto statement on clean.csv: the test's result, to be signed"
  public static let fileName: String? = nil

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    let clean = facts.outputs.filter { $0.name == "clean.csv" }
    let (silent, holding) = (
      report.detectors.filter { $0.held == 0 }, report.detectors.filter { $0.held > 0 }
    )
    let isAllowed = report.heldCount <= facts.allowed
    let result = report.heldCount == 0 ? "PASSED" : isAllowed ? "WARNED" : "FAILED"
    let names = { (shares: [Report.DetectorShare]) in JSON(shares.map { $0.name }) }
    let json: JSON = [
      "_type": "https://in-toto.io/Statement/v1",
      "subject": .array((clean + facts.inputs).map { Self.resource($0) }),
      "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
      "predicate": [
        "result": .string(result),
        "configuration": .array(Self.configuration(facts)),
        "passedTests": names(silent),
        "warnedTests": names(isAllowed ? holding : []),
        "failedTests": names(isAllowed ? [] : holding),
      ],
    ]
    return json.bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  private static func resource(_ file: RunFacts.File) -> JSON {
    [
      "name": .string(file.name), "digest": ["sha256": .string(file.sha256)],
      "mediaType": "text/csv",
    ]
  }

  /// What the verdict depends on: the program, the trusted baseline and the policy, and what they were asked for.
  private static func configuration(_ facts: RunFacts) -> [JSON] {
    let asked: JSON = [
      "mode": .string(facts.mode.rawValue), "seed": .unsigned(facts.seed),
      "allowed": .integer(facts.allowed),
    ]
    var list: [JSON] = [
      [
        "name": .string("taster \(facts.version)"), "mediaType": "application/json",
        "content": .string(Data(asked.bytes()).base64EncodedString()),
      ]
    ]
    for (name, file) in [("baseline", facts.baseline), ("policy", facts.policy)] {
      guard let file else { continue }
      list.append(["name": .string(name), "digest": ["sha256": .string(file.sha256)]])
    }
    return list
  }
}
