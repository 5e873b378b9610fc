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
  /// Where held rows gather, the most significant first.
  public let slices: [Slice]
  /// What planted poison told; nil where none was planted.
  public let calibration: Calibration?
  /// What was rejected under control of the false discovery rate; nil without a trusted baseline.
  public let discoveries: Discoveries?
  /// The detector whose evidence alone made the scores; nil where the sum of all did.
  public let ranking: String?
  /// How many held rows no p-value rejects: a detector's own gate holds them, or the threshold.
  public let heldByGates: Int
  /// Where held rows lie in the order of the data.
  let positions: PositionTally
  /// How many held rows have a score in each of ``HeldTally/scoreBins`` equal parts of 0…1.
  let scores: [Int]
  /// Where rows lie in a plane; nil where that was not drawn.
  package var scatter: Scatter?
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
  ///   - held: The judgement's held rows, all of them, summed up.
  ///   - calibration: What planted poison told; nil where none was planted.
  /// - Complexity: O(*n* log *n*) for *n* suspects that are kept.
  public init(
    facts: RunFacts, schema: Schema, statistics: ClassStatistics, judgement: Judgement,
    held: HeldTally, calibration: Calibration? = nil
  ) {
    self.calibration = calibration
    // Earlier decisions may have let rows go and held others: then the facts say how many are held.
    precondition(
      held.count == judgement.findings.count || held.count == facts.held, "a tally of all held rows"
    )
    self.facts = facts
    self.schema = schema
    self.statistics = statistics
    estimatedPoison = Estimate(
      low: judgement.estimatedPoison.low, value: judgement.estimatedPoison.value,
      high: judgement.estimatedPoison.high)
    detectors = held.detectors(judgement.detectors)
    classes = held.classes(schema.classes, rows: statistics.rows)
    sources = held.sources(schema.sources, rows: facts.sourceRows)
    labelFlow = held.labelFlow
    slices = judgement.slices
    positions = held.positions
    scores = held.scores
    discoveries = judgement.discoveries
    ranking = judgement.ranking
    heldByGates = held.count - held.promised
    notes = facts.notes + judgement.notes
    heldCount = held.count
    suspects = held.suspects
  }

  /// Sums up a run over a stream.
  ///
  /// - Parameters:
  ///   - facts: What the run read, did and wrote.
  ///   - schema: What the columns are.
  ///   - statistics: What every class of the baseline looks like.
  ///   - classRows: How many rows of each class came.
  ///   - discoveries: What was rejected.
  ///   - held: The held rows, summed up.
  package init(
    facts: RunFacts, schema: Schema, statistics: ClassStatistics, classRows: [Int],
    discoveries: Discoveries, held: HeldTally
  ) {
    (calibration, ranking) = (nil, nil)
    self.facts = facts
    self.schema = schema
    self.statistics = statistics
    estimatedPoison = Estimate(low: .nan, value: .nan, high: .nan)
    detectors = held.detectors([BaselineVerdict.name])
    classes = held.classes(schema.classes, rows: classRows)
    sources = []
    labelFlow = held.labelFlow
    slices = []
    positions = held.positions
    scores = held.scores
    self.discoveries = discoveries
    heldByGates = held.count - held.promised
    notes = facts.notes
    heldCount = held.count
    suspects = held.suspects
  }
}

extension Report.Suspect: RankedRow {
  var row: Int { finding.row }
  var score: Double { finding.score }
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
    case .baseline:
      "the false discovery rate is controlled, if the baseline is clean and honest rows are like its own"
    }
  }
}
