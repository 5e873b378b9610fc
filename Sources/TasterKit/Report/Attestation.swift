private import FoundationEssentials

/// An in-toto statement: this clean file came out of this test, with this result.
///
/// The subject is `clean.csv`, which a trainer reads, and every input; the predicate is the standard one for results of
/// tests. Signing is for other tools. The result is `PASSED` where no row is held, `WARNED` where no more rows are held than
/// allowed, `FAILED` otherwise. Of a stream the subject is what went out; of a comparison it is the new snapshot, and the result
/// is `PASSED` where there is nothing that a policy could mind, `FAILED` where it minds something.
///
/// Standard: in-toto Statement v1, predicate test-result v0.1.
public struct Attestation: ComparisonFormat {
  public static let name = "in-toto"
  public static let summary = "an in-toto statement on clean.csv: the test's result, to be signed"
  public static let fileName: String? = nil

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    // Of a stream that went on, what went out is what a trainer reads.
    let clean =
      facts.stream?.output.map { [$0] } ?? facts.outputs.filter { $0.name == "clean.csv" }
    let isAlarmed = facts.stream.map { $0.alarmCount > 0 } ?? false
    let alarm = facts.stream == nil ? [] : [ReportRule.alarm.name]
    let names = { (shares: [Report.DetectorShare]) in shares.map { $0.name } }
    let silent = names(report.detectors.filter { $0.held == 0 }) + (isAlarmed ? [] : alarm)
    let holding = names(report.detectors.filter { $0.held > 0 }) + (isAlarmed ? alarm : [])
    let isQuiet = report.heldCount == 0 && !isAlarmed
    return render(
      clean + facts.inputs,
      result: facts.isViolated ? .failed : isQuiet ? .passed : .warned,
      configuration: Self.configuration(facts), passed: silent,
      warned: facts.isViolated ? [] : holding, failed: facts.isViolated ? holding : [])
  }

  /// The subject is the new snapshot; the old one is what the verdict depends on.
  public func render(_ report: ComparisonReport) -> [UInt8] {
    let (comparison, minded) = (report.comparison, report.violations)
    let all = Comparison.Alarm.allCases
    let warned = all.filter { comparison.alarms.contains($0) && !minded.contains($0) }
    let asked: JSON = [
      "key_columns": .integer(comparison.keys.count),
      "violations": JSON(minded.map { $0.rawValue }),
    ]
    let old = comparison.old.file
    return render(
      [comparison.new.file],
      result: !minded.isEmpty ? .failed : warned.isEmpty ? .passed : .warned,
      configuration: [
        Self.program(report.version, asked),
        ["name": .string(old.name), "digest": ["sha256": .string(old.sha256)]],
      ],
      passed: all.filter { !comparison.alarms.contains($0) && !minded.contains($0) }
        .map { $0.rawValue },
      warned: warned.map { $0.rawValue }, failed: minded.map { $0.rawValue })
  }

  private enum Outcome: String { case passed = "PASSED", warned = "WARNED", failed = "FAILED" }

  private func render(
    _ subject: [RunFacts.File], result: Outcome, configuration: [JSON], passed: [String],
    warned: [String], failed: [String]
  ) -> [UInt8] {
    let json: JSON = [
      "_type": "https://in-toto.io/Statement/v1",
      "subject": .array(subject.map { Self.resource($0) }),
      "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
      "predicate": [
        "result": .string(result.rawValue),
        "configuration": .array(configuration),
        "passedTests": JSON(passed),
        "warnedTests": JSON(warned),
        "failedTests": JSON(failed),
      ],
    ]
    return json.bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  /// The program and what it was asked for.
  private static func program(_ version: String, _ asked: JSON) -> JSON {
    [
      "name": .string("taster \(version)"), "mediaType": "application/json",
      "content": .string(Data(asked.bytes()).base64EncodedString()),
    ]
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
    var list = [program(facts.version, asked)]
    for (name, file) in [("baseline", facts.baseline), ("policy", facts.policy)] {
      guard let file else { continue }
      list.append(["name": .string(name), "digest": ["sha256": .string(file.sha256)]])
    }
    return list
  }
}
