/// Consecutive records of a stream, judged.
public struct FilteredBatch: Sendable {
  /// What was decided about one row.
  public struct Row: Sendable, Hashable {
    /// The row's number in the stream, from 1; rejected records have none and do not count.
    public let number: Int
    /// Its first byte in the (decompressed) stream, from 0.
    public let byteOffset: Int
    /// How many bytes it has, its line end included.
    public let byteLength: Int
    /// The share of trusted rows that are as odd, above 0.
    public let pValue: Double
    /// The least false discovery rate at which it is rejected, 0…1.
    public let qValue: Double
    /// Whether its p-value is rejected at the filter's.
    public let isRejected: Bool
    /// How odd it is, in nats.
    public let nats: Double
    /// How suspicious it is.
    public let score: Score
    /// Whether it is held.
    public let isHeld: Bool
  }

  /// A held row with everything that is known about it.
  public struct Held: Sendable {
    /// What was found, and why.
    public let finding: Finding
    /// Where it stands in the stream.
    public let location: RowLocation
    /// Its bytes as they came, the line end included.
    public let bytes: [UInt8]
    /// Its numeric columns as the baseline's models see them, in robust deviations.
    let numbers: [Double]
  }

  /// A record that is no row, or a line that is no record.
  public struct Rejected: Sendable {
    /// Where it stands and why it is no row.
    public let reject: RunFacts.Reject
    /// Whether it is data: a record, no blank line or comment.
    public let isRecord: Bool
    /// Its bytes as they came.
    public let bytes: [UInt8]
  }

  /// The rows in the order of the stream.
  public internal(set) var rows: [Row] = []
  /// The header with all that stands before it; empty but in the batch in which it ends.
  public internal(set) var head: [UInt8] = []
  /// The header, if it is in this batch, and the rows that are not held, byte for byte.
  public internal(set) var kept: [UInt8] = []
  /// The held rows, in order.
  public internal(set) var held: [Held] = []
  /// What is no row, in order.
  public internal(set) var rejected: [Rejected] = []
  /// The numbers of the rows at which the alarm against a slow drip was raised.
  public internal(set) var alarms: [Int] = []
  /// What has to be said about the file: that another one is read from here on, or that the table ends here.
  public internal(set) var notices: [String] = []
  /// What the stream has come to with this batch.
  public internal(set) var progress = FilterProgress()
}

/// What a stream has come to so far.
public struct FilterProgress: Sendable {
  /// Rows judged.
  public internal(set) var rows = 0
  /// Rows held.
  public internal(set) var held = 0
  /// Of these, the rows whose p-value is rejected.
  public internal(set) var rejected = 0
  /// Records that are no rows, by what they are.
  var kinds: [RecordLog.Kind: Int] = [:]
  /// The first five rejected records.
  var rejectExamples: [RunFacts.Reject] = []
  /// How many rows of each class came, by its code.
  var classRows: [Int] = []
  /// Records, numbered from 1 behind the header.
  var records = 0
  /// Bytes judged.
  public internal(set) var bytes = 0
  /// Physical lines.
  var lines = 0
  /// The capital of the martingale that watches for a slow drip: 1 at the start, an alarm from 1 / alarm level on.
  public internal(set) var capital = 1.0
  /// The most that it was since the last alarm.
  public internal(set) var highestCapital = 1.0
  /// How often the alarm was raised.
  public internal(set) var alarms = 0
  /// Rows of classes that the baseline does not know, and the first five of these classes.
  var strangers = 0
  var strangeClasses: [String] = []
  /// How many texts stand in each numeric feature, and unknown levels in each categorical one.
  var texts: [Int] = []
  var unknownLevels: [Int] = []
  /// What the head was understood to be; nil before it came.
  var head: StreamHead?
  /// The bytes up to the first row.
  var headBytes = 0
  /// Where tables ended before their files, in sentences.
  var tableEnds: [String] = []
  /// How often a followed file was replaced or cut, and what came then was read.
  public internal(set) var reopened = 0
  /// Whether the last record came without a line end.
  var lacksLineEnd = false

  /// Records that are no rows.
  public var rejectedRecords: Int {
    kinds.reduce(0) { $0 + ($1.key.isReject ? $1.value : 0) }
  }
}
