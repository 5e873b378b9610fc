/// `run.json`: which run this was; the only file with times.
///
/// Members in this order: schema_version, program, version, run_id, arguments, mode, seed, threads, inputs, baseline,
/// false_discoveries, stream, policy, dialect, counts, review, rejects, estimated_poison, directory, outputs, started, ended, stages, exit_status;
/// then `threshold` where one was set, and `status` (met, warned, violated) where a policy was followed.
public struct RunJSON: Format {
  public static let name = "run"
  public static let summary = "what was run on what, when and with which outcome"
  public static let fileName: String? = "run.json"
  public static let tellsTime = true
  /// The version of the members; it changes when one of them goes or changes its meaning.
  public static let schemaVersion = 1

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    var members: [JSON.Member] = []
    if case .object(let all) = object(report) { members = all }
    // What only a threshold or a policy brings.
    if let threshold = facts.threshold {
      members.append(JSON.Member("threshold", .number(threshold)))
    }
    if let status = facts.status {
      members.append(JSON.Member("status", .string(status.rawValue)))
    }
    return JSON.object(members).bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  private func object(_ report: Report) -> JSON {
    let facts = report.facts
    return [
      "schema_version": .integer(Self.schemaVersion),
      "program": "taster",
      "version": .string(facts.version),
      "run_id": .string(facts.runID),
      "arguments": JSON(facts.arguments),
      "mode": .string(facts.mode.rawValue),
      "seed": .unsigned(facts.seed),
      "threads": .integer(facts.threads),
      "inputs": .array(facts.inputs.map { $0.json }),
      "baseline": facts.baseline?.json ?? .null,
      "false_discoveries": report.discoveriesJSON,
      "stream": facts.stream?.runJSON ?? .null,
      "policy": facts.policy?.json ?? .null,
      "dialect": facts.dialect.json,
      "counts": facts.counts,
      "review": facts.review?.json ?? .null,
      "rejects": facts.rejectsJSON,
      "estimated_poison": report.estimatedPoison.json,
      "directory": JSON(facts.directory),
      "outputs": .array(facts.outputs.map { $0.json }),
      "started": .string(facts.started),
      "ended": .string(facts.ended),
      "stages": .array(
        facts.stages.map { ["name": .string($0.name), "seconds": .number($0.seconds)] }),
      "exit_status": JSON(facts.exitStatus),
    ]
  }
}
