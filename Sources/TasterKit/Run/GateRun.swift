/// Judges a finished run once more: by how many rows are held, or by another policy than it followed.
public struct GateRun: Sendable {
  /// How many held rows are no violation.
  public var allowance = Allowance.rows(0)
  /// What the run is judged by; nil takes the rows as they were held.
  public var policy: Policy?
  /// The file of the policy, to tell whether the run followed it.
  public var policyFile: RunFacts.File?
  /// Whether a stream's alarms are no violation, as where somebody has looked at them.
  public var ignoresAlarms = false

  /// A gate that allows nothing.
  public init() {}

  /// What a gate says.
  public struct Outcome: Sendable, Hashable {
    /// Rows held.
    public let held: Int
    /// Rows of the run.
    public let rows: Int
    /// Rows that may be held.
    public let allowed: Int
    /// The rows at which a stream's alarm was raised, the first hundred; none of a run over files.
    public let alarmRows: [Int]
    /// How often it was raised.
    public let alarms: Int
    /// Whether a stream had more records that are no rows than it was allowed.
    public let hasManyRejects: Bool
    /// What the policy says to that.
    public let status: RunFacts.Status
    /// Whether the rows were judged again from their stored scores.
    public let isRejudged: Bool
  }

  /// Judges.
  ///
  /// Where the run followed the same policy, or there is none, `run.json` alone is read; else the stored scores are. A stream's
  /// alarms and rejected records are those of the run: they hang on no threshold.
  ///
  /// - Parameter path: The run directory.
  /// - Returns: How many rows are held, and what to say to that.
  /// - Throws: ``TableError`` where there is no finished run, or its scores do not tell what the policy would hold.
  public func run(_ path: String) throws -> Outcome {
    let facts = try RunReader(path).facts
    var held = facts.held
    let isFollowed = policyFile.map { $0.sha256 == facts.policy?.sha256 } ?? false
    let isRejudged = policy != nil && !isFollowed
    if let policy, isRejudged { held = try StoredRun(path).held(by: policy).count { $0 } }
    let allowed = allowance.rows(of: facts.rows)
    let isExpected = policy?.expected?.holds(held, of: facts.rows) ?? true
    let alarms = facts.stream?.alarmCount ?? 0
    let hasManyRejects = facts.stream?.hasManyRejects ?? false
    let isViolated = held > allowed || (alarms > 0 && !ignoresAlarms) || hasManyRejects
    return Outcome(
      held: held, rows: facts.rows, allowed: allowed, alarmRows: facts.stream?.alarms ?? [],
      alarms: alarms, hasManyRejects: hasManyRejects,
      status: isViolated ? .violated : isExpected ? .met : .warned, isRejudged: isRejudged)
  }
}
