/// Everything that is told about a finished run.
///
/// Report formats read this value and nothing else; all but ``facts``'s times, names of the run and directory is the
/// same from run to run over the same bytes.
public struct Report: Sendable {
  /// A held row and where it stands.
  public struct Suspect: Sendable, Hashable {
    /// What was found.
    public var finding: Finding
    /// Where the row stands; nil where nothing was split.
    public var location: RowLocation?

    /// Makes a suspect.
    public init(finding: Finding, location: RowLocation?) {
      self.finding = finding
      self.location = location
    }
  }

  /// What one detector had to say about the held rows.
  public struct DetectorShare: Sendable, Hashable {
    /// The detector's name.
    public let name: String
    /// Rows that its own gate held.
    public let held: Int
    /// Held rows about which it said anything.
    public let spoke: Int
    /// The mean of its evidence over those rows, in nats; nil where it said nothing.
    public let meanEvidence: Double?
  }

  /// The rows of one class or one source.
  public struct GroupShare: Sendable, Hashable {
    /// The name of the class or source.
    public let name: String
    /// How many rows it has; nil where they were not counted.
    public let rows: Int?
    /// How many of them are held.
    public let held: Int
  }

  /// How many held rows carry one label and look like another.
  public struct Flow: Sendable, Hashable {
    /// The label that the rows carry.
    public let given: String
    /// The label that they look like.
    public let suggested: String
    /// How many rows.
    public let count: Int
  }

  /// A number of rows with an interval meant to hold nine times in ten.
  public struct Estimate: Sendable, Hashable {
    /// The lower end.
    public let low: Double
    /// The point.
    public let value: Double
    /// The upper end.
    public let high: Double
  }

  /// What the run read, did and wrote.
  public var facts: RunFacts
  /// What the columns are.
  public let schema: Schema
  /// What every class looks like.
  public let statistics: ClassStatistics
  /// How many rows are probably poisoned: an estimate, never a controlled rate.
  public let estimatedPoison: Estimate
  /// What the detectors had to say, in the order of the catalog.
  public let detectors: [DetectorShare]
  /// The classes in the order of their codes; empty without labels.
  public let classes: [GroupShare]
  /// The sources in the order of their codes; empty without a source column.
  public let sources: [GroupShare]
  /// Given and suggested labels of held rows, most frequent first.
  public let labelFlow: [Flow]
  /// The remarks of reading, then of judging.
  public let notes: [Judgement.Note]
  /// How many rows are held.
  public let heldCount: Int
  /// The most suspicious held rows, highest score first, ties by row number.
  public let suspects: [Suspect]

  /// Sums up a run.
  ///
  /// - Parameters:
  ///   - facts: What the run read, did and wrote.
  ///   - schema: What the columns are.
  ///   - statistics: What every class looks like.
  ///   - judgement: What was decided.
  ///   - locations: Where the held rows stand, in the order of the judgement's findings; empty where nothing was split.
  ///   - top: The most suspects that are kept.
  /// - Complexity: O(*n* log *n*) for *n* held rows.
  public init(
    facts: RunFacts, schema: Schema, statistics: ClassStatistics, judgement: Judgement,
    locations: [RowLocation] = [], top: Int = 1_000
  ) {
    precondition(
      locations.isEmpty || locations.count == judgement.findings.count,
      "a location for every finding, or none")
    let findings = judgement.findings
    self.facts = facts
    self.schema = schema
    self.statistics = statistics
    estimatedPoison = Estimate(
      low: judgement.estimatedPoison.low, value: judgement.estimatedPoison.value,
      high: judgement.estimatedPoison.high)
    detectors = Self.shares(of: judgement.detectors, in: findings)
    classes = Self.groups(
      schema.classes, rows: statistics.rows, held: findings.compactMap { $0.label })
    sources = Self.groups(
      schema.sources, rows: facts.sourceRows, held: locations.compactMap { $0.source })
    labelFlow = Self.flow(findings)
    notes = facts.notes + judgement.notes
    heldCount = findings.count
    let order = findings.indices.sorted {
      (findings[$1].score, findings[$0].row) < (findings[$0].score, findings[$1].row)
    }
    suspects = order.prefix(top).map {
      Suspect(finding: findings[$0], location: locations.isEmpty ? nil : locations[$0])
    }
  }

  private static func shares(of names: [String], in findings: [Finding]) -> [DetectorShare] {
    var held: [String: Int] = [:]
    var spoke: [String: Int] = [:]
    var sum: [String: Double] = [:]
    for finding in findings {
      for name in finding.heldBy { held[name, default: 0] += 1 }
      for (name, nats) in finding.evidence {
        spoke[name, default: 0] += 1
        sum[name, default: 0] += nats
      }
    }
    return names.map { name in
      let count = spoke[name] ?? 0
      return DetectorShare(
        name: name, held: held[name] ?? 0, spoke: count,
        meanEvidence: count > 0 ? (sum[name] ?? 0) / Double(count) : nil)
    }
  }

  private static func groups(_ names: [String], rows: [Int], held: [String]) -> [GroupShare] {
    var counts: [String: Int] = [:]
    for name in held { counts[name, default: 0] += 1 }
    return names.enumerated().map { k, name in
      GroupShare(
        name: name, rows: rows.indices.contains(k) ? rows[k] : nil, held: counts[name] ?? 0)
    }
  }

  private static func flow(_ findings: [Finding]) -> [Flow] {
    struct Pair: Hashable {
      let given: String
      let suggested: String
    }
    var counts: [Pair: Int] = [:]
    for finding in findings {
      guard let given = finding.label, let suggested = finding.suggestedLabel else { continue }
      counts[Pair(given: given, suggested: suggested), default: 0] += 1
    }
    return counts.map { Flow(given: $0.key.given, suggested: $0.key.suggested, count: $0.value) }
      .sorted { ($1.count, $0.given, $0.suggested) < ($0.count, $1.given, $1.suggested) }
  }
}

extension Judgement.Mode {
  /// What the mode can and cannot promise, in a sentence or two.
  public var promise: String {
    switch self {
    case .selfJudged:
      "the data judged itself: a ranking with an estimated contamination, not a controlled error "
        + "rate; a concentrated attack can pass for a real class (judge against a baseline)"
    case .baseline:
      "a trusted baseline judged: q-values control the false discovery rate as long as the "
        + "baseline is clean and honest rows are drawn like its own"
    }
  }

  /// The same in less than a line.
  public var shortPromise: String {
    switch self {
    case .selfJudged: "a ranking and an estimate; no error rate is controlled"
    case .baseline: "the false discovery rate is controlled, if the baseline is clean"
    }
  }
}
