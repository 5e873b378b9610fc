/// Which rows are held, and on what grounds: what a scan follows in place of its defaults.
///
/// Without a ``threshold`` the detectors' own gates hold rows, and a detector with a ``DetectorRule/threshold`` of its own
/// holds by that in place of its gate. With one no gate holds anything: a row is held when its score reaches the threshold,
/// or its evidence that of a detector. A policy without either changes nothing.
///
/// `taster tune` writes policies, `PolicyText` is their file.
public struct Policy: Sendable, Hashable {
  /// What holds for one detector.
  public struct DetectorRule: Sendable, Hashable {
    /// Whether the detector runs.
    public var runs: Bool
    /// What its evidence counts in the score, from 0; 1 by default.
    public var weight: Double
    /// The evidence in nats from which it holds a row; nil leaves that to its gate.
    public var threshold: Double?

    /// Makes a rule; the defaults change nothing.
    public init(runs: Bool = true, weight: Double = 1, threshold: Double? = nil) {
      self.runs = runs
      self.weight = weight
      self.threshold = threshold
    }
  }

  /// What a policy was chosen on.
  public struct Grounds: Sendable, Hashable {
    /// A file by its name and content.
    public struct File: Sendable, Hashable {
      /// The name as it was given.
      public var name: String
      /// The SHA-256 of its bytes, in hexadecimal.
      public var sha256: String

      /// Names a file.
      public init(name: String, sha256: String) {
        self.name = name
        self.sha256 = sha256
      }
    }

    /// Where the truth about rows came from.
    public var kind: TuningEvidence
    /// The version of the program.
    public var version: String
    /// The key of every random choice.
    public var seed: UInt64
    /// How many rows the data has.
    public var rows: Int
    /// The data.
    public var data: [File]
    /// The trusted baseline that judged; nil where the data judged itself.
    public var profile: File?

    /// States grounds.
    public init(
      kind: TuningEvidence, version: String, seed: UInt64, rows: Int, data: [File],
      profile: File? = nil
    ) {
      self.kind = kind
      self.version = version
      self.seed = seed
      self.rows = rows
      self.data = data
      self.profile = profile
    }
  }

  /// Rows with at least this score, 0…1, are held; nil leaves it to the detectors.
  public var threshold: Double?
  /// How many held rows are no violation; nil leaves it to the run.
  public var allowance: Allowance?
  /// What holds for detectors, by name; those that are not named run with their defaults.
  public var detectors: [String: DetectorRule]
  /// What was asked for; nil where nobody did.
  public var goal: TuningGoal?
  /// What it was chosen on; nil where it was written by hand.
  public var grounds: Grounds?
  /// How many rows it is expected to hold; nil where nobody knows.
  public var expected: ExpectedRate?

  /// A policy; one of defaults changes nothing.
  public init(
    threshold: Double? = nil, allowance: Allowance? = nil,
    detectors: [String: DetectorRule] = [:], goal: TuningGoal? = nil, grounds: Grounds? = nil,
    expected: ExpectedRate? = nil
  ) {
    self.threshold = threshold
    self.allowance = allowance
    self.detectors = detectors
    self.goal = goal
    self.grounds = grounds
    self.expected = expected
  }

  /// What holds for a detector.
  public func rule(for detector: String) -> DetectorRule { detectors[detector] ?? DetectorRule() }

  /// The detectors that run, in the order given.
  ///
  /// - Parameter names: The detectors there are.
  /// - Returns: Those that are not switched off.
  public func running(_ names: [String]) -> [String] { names.filter { rule(for: $0).runs } }
}

/// Where the truth about rows comes from when thresholds are chosen.
public enum TuningEvidence: String, Sendable, Hashable, CaseIterable {
  /// A file says of every row whether it was planted.
  case truth
  /// Known poison was planted in the data.
  case simulation
  /// People looked at some of the rows.
  case decisions
}

/// How many rows of a table a policy is expected to hold.
public struct ExpectedRate: Sendable, Hashable {
  /// The share of rows, 0…1.
  public var rate: Double
  /// The lower end of an interval meant to hold nine times in ten, for a table of ``rows`` rows.
  public var low: Double
  /// Its upper end.
  public var high: Double
  /// How many rows the table has for which the interval holds.
  public var rows: Int

  /// States an expectation.
  public init(rate: Double, low: Double, high: Double, rows: Int) {
    self.rate = rate
    self.low = low
    self.high = high
    self.rows = rows
  }

  /// The interval for a table of another size.
  ///
  /// Both tables bring their own chance: on the scale of square roots, where counts have one variance, the width for *m* rows
  /// is that for *n* rows times `√((n / m + 1) / 2)`.
  ///
  /// - Parameter count: *m*, how many rows the table has.
  /// - Returns: Shares of its rows, 0…1.
  public func interval(rows count: Int) -> ClosedRange<Double> {
    let stretch = ((Double(rows) / Double(max(count, 1)) + 1) / 2).squareRoot()
    let middle = rate.squareRoot()
    let below = max(middle - stretch * (middle - min(low, rate).squareRoot()), 0)
    let above = middle + stretch * (max(high, rate).squareRoot() - middle)
    return below * below...min(above * above, 1)
  }

  /// Whether a number of held rows is as expected; what is within one row of the interval is.
  ///
  /// - Parameters:
  ///   - held: How many rows are held.
  ///   - count: Of how many.
  /// - Returns: False where the share lies outside of the interval.
  public func holds(_ held: Int, of count: Int) -> Bool {
    let interval = interval(rows: count)
    let n = Double(count)
    return Double(held) >= (interval.lowerBound * n).rounded(.down)
      && Double(held) <= (interval.upperBound * n).rounded(.up)
  }
}
