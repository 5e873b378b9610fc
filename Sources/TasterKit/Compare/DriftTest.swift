/// One test of whether something is distributed as it was.
public struct DriftTest: Sendable, Hashable {
  /// What is tested, and by which test.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The values of a numeric column: Kolmogorov and Smirnov's distance.
    case values
    /// The levels of a categorical column: χ².
    case levels
    /// The share of missing values: χ² of a 2 × 2 table.
    case missing
    /// The shares of the classes: χ².
    case classes
  }

  /// What is tested.
  public let kind: Kind
  /// The column; the label for the shares of the classes.
  public let column: String
  /// The class whose rows are compared; nil where all rows are.
  public let className: String?
  /// Rows of the old snapshot that take part.
  public let oldCount: Int
  /// Rows of the new one.
  public let newCount: Int
  /// The statistic: D of Kolmogorov and Smirnov, else χ².
  public let statistic: Double
  /// How large the difference is, whatever the number of rows: D, Cramér's V, or Cohen's |h|.
  public let effect: Double
  /// The distance that values moved, in robust standard deviations of the old class; nil unless values are compared.
  ///
  /// Wasserstein's first distance, ∫ |F − G| dx over (q75 − q25) / 1.349; NaN where the old class has no spread.
  public let shift: Double?
  /// The probability of a statistic at least as large where nothing changed.
  public let pValue: Double
  /// The same, adjusted for all tests of the comparison.
  public internal(set) var qValue = 1.0
  /// Levels (or classes) that only the new snapshot has here, with their counts.
  public var newLevels: [(name: String, count: Int)] { came.map { ($0.name, $0.count) } }
  /// Levels that only the old snapshot has here, with their counts.
  public var vanishedLevels: [(name: String, count: Int)] { went.map { ($0.name, $0.count) } }

  struct Level: Sendable, Hashable {
    let name: String
    let count: Int
  }
  var came: [Level] = []
  var went: [Level] = []

  /// When a difference is an alarm: both the q-value and an effect have to pass.
  public struct Policy: Sendable, Hashable {
    /// The largest q-value of an alarm.
    public var level = 0.05
    /// The least distance D of values: a tenth of the rows would have to move.
    public var distance = 0.1
    /// The least shift of values, in robust standard deviations; large where few rows moved far.
    public var shift = 0.25
    /// The least Cramér's V of levels and classes; by Cohen's convention a small effect.
    public var association = 0.1
    /// The least Cohen's h of missing values: from none to 1 %; by his convention a small effect.
    public var missing = 0.2

    /// The default bounds.
    public init() {}
  }

  /// Whether the difference is an alarm.
  ///
  /// - Parameter policy: The bounds.
  /// - Returns: Whether both the q-value and an effect pass.
  public func isAlarm(_ policy: Policy = Policy()) -> Bool {
    guard qValue <= policy.level else { return false }
    switch kind {
    case .values: return effect >= policy.distance || (shift ?? 0) >= policy.shift
    case .levels, .classes: return effect >= policy.association
    case .missing: return effect >= policy.missing
    }
  }
}
