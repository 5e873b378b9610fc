/// What a scan decided about a whole data set.
public struct Judgement: Sendable {
  /// Which promise a scan can make.
  public enum Mode: String, Sendable, Hashable {
    /// The data judged itself: a ranking with an estimated contamination.
    case selfJudged = "self"
    /// A trusted baseline judged: a controlled false discovery rate.
    case baseline
  }

  /// A remark about the whole data set, with its code of the security taxonomy where one fits.
  public struct Note: Sendable, Hashable {
    /// A taxonomy code such as `S0402`, or nil.
    public var code: String?
    /// One sentence.
    public var text: String

    /// Makes a note.
    public init(code: String? = nil, text: String) {
      self.code = code
      self.text = text
    }
  }

  /// Which promise the run makes.
  public var mode: Mode
  /// The number of rows judged.
  public var rowCount: Int
  /// The held rows, by row number.
  public var findings: FindingStore
  /// The estimated number of poisoned rows: a point and an interval meant to hold nine times in ten.
  public var estimatedPoison: (low: Double, value: Double, high: Double)
  /// The detectors that ran, in the order of the columns of ``scores``.
  public var detectors: [String]
  /// The detector whose evidence alone made the scores; nil where the sum of all did.
  public var ranking: String?
  /// Where held rows gather, the most significant first.
  public var slices: [Slice]
  /// Remarks on the data set.
  public var notes: [Note]
  /// The score and evidence of every row.
  public var scores: ScoreStore
  /// What was rejected under control of the false discovery rate; nil without a trusted baseline.
  public var discoveries: Discoveries?

  /// Makes a judgement.
  public init(
    mode: Mode, rowCount: Int, findings: FindingStore,
    estimatedPoison: (low: Double, value: Double, high: Double), detectors: [String],
    slices: [Slice] = [], notes: [Note], scores: ScoreStore, discoveries: Discoveries? = nil
  ) {
    self.discoveries = discoveries
    self.mode = mode
    self.rowCount = rowCount
    self.findings = findings
    self.estimatedPoison = estimatedPoison
    self.detectors = detectors
    self.slices = slices
    self.notes = notes
    self.scores = scores
  }
}
