/// What a run over a stream did beside what every run does.
public struct StreamFacts: Sendable, Hashable {
  /// Why a stream ended.
  public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// There was no more of it.
    case end
    /// It was asked to end, as by a signal.
    case stopped
    /// Whoever read the good rows went away.
    case readerGone = "reader gone"
    /// A file that was followed was cut or replaced, and what came then could not be read as more of it.
    case departed
  }

  /// How many rows were looked at together.
  public var window: Int
  /// The bound on the probability of a false alarm.
  public var alarmLevel: Double
  /// The rows at which the alarm was raised, by their numbers, the first hundred.
  public var alarms: [Int] = []
  /// How often it was raised.
  public var alarmCount = 0
  /// What the martingale's capital was at the end.
  public var capital = 1.0
  /// The most that it was since the last alarm.
  public var highestCapital = 1.0
  /// Rows of classes that the baseline does not know.
  public var strangers = 0
  /// How often a followed file was replaced or cut.
  public var reopened = 0
  /// Why the stream ended.
  public var ending = Ending.end
  /// The good rows as they went out, header included; nil where they are in the run directory.
  public var output: RunFacts.File?
  /// Whether more records are no rows than may be.
  public var hasManyRejects = false
  /// How many bytes of them were taken, by the reader or by what stands between.
  public var delivered = 0

  /// Makes the facts of a stream that has not begun.
  public init(window: Int, alarmLevel: Double) {
    self.window = window
    self.alarmLevel = alarmLevel
  }
}
