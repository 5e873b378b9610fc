/// What a detector says about one row.
public struct Evidence: Sendable, Hashable {
  /// How much the odds rise that the row is planted, in nats: 0 says nothing, below 0 speaks for the row.
  public var nats: Double
  /// Whether this detector alone would hold the row.
  public var holds: Bool
  /// How likely the row is planted by the detector's own count of such rows in this table, 0…1; 0 where it keeps none.
  ///
  /// It goes into the estimated number of poisoned rows, not into the score.
  public var probability: Double
  /// The same where the detector does not trust its count; never below ``probability``.
  ///
  /// It goes into the upper end of the estimate alone.
  public var possibility: Double

  /// Makes evidence.
  public init(nats: Double, holds: Bool, probability: Double = 0, possibility: Double = 0) {
    self.nats = nats
    self.holds = holds
    self.probability = probability
    self.possibility = max(possibility, probability)
  }

  /// Nothing to say.
  public static let none = Evidence(nats: 0, holds: false)
}

/// One way in which rows betray that they were planted.
///
/// A detector is a value whose options are stored properties; it learns once from a profile and then judges batches
/// of rows, each row by itself. `DetectorLaws` in TasterTesting says whether something is a detector.
public protocol Detector: Sendable {
  /// The name users type: lower case with hyphens.
  static var name: String { get }
  /// One line: what it looks for.
  static var summary: String { get }
  /// A few paragraphs: how it decides, what it cannot see, where it comes from.
  static var explanation: String { get }
  /// Makes the detector with its default options.
  init()
  /// Learns what is ordinary.
  ///
  /// - Throws: What cannot be computed; a table that the detector has nothing to say about is no error.
  func learn(_ profile: Profile) throws -> any Judge
}

/// A detector that has learned.
public protocol Judge: Sendable {
  /// One piece of evidence a row, in the batch's order; a row's evidence never depends on the other rows.
  func evidence(_ batch: Batch) -> [Evidence]
  /// Whether this judge's evidence alone makes the scores.
  ///
  /// So says a judge that ranks the rows of the whole table: what others add would distort its order. Their gates and
  /// reasons still count.
  var ranksAlone: Bool { get }
  /// Why the row at position `row` of the batch is suspicious, in words that can be checked; empty when it is not.
  func reasons(_ row: Int, of batch: Batch) -> [Reason]
}

extension Judge {
  /// Evidence adds up unless a judge says otherwise.
  public var ranksAlone: Bool { false }
}

/// A detector that has nothing to say about this table.
struct SilentJudge: Judge {
  func evidence(_ batch: Batch) -> [Evidence] { Array(repeating: .none, count: batch.count) }
  func reasons(_ row: Int, of batch: Batch) -> [Reason] { [] }
}
