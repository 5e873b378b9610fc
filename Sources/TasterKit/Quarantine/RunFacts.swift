package import TasterCSV

/// What a run read, did and wrote: everything about it but the verdicts themselves.
///
/// Only ``started``, ``ended``, ``stages``, ``runID``, ``arguments``, ``threads``, ``directory`` and ``exitStatus`` may
/// differ between two runs over the same bytes with the same options; `run.json` alone shows them.
public struct RunFacts: Sendable, Hashable {
  /// A file that was read or written.
  public struct File: Sendable, Hashable {
    /// The name as the user gave it, or the file's name in the run directory.
    public var name: String
    /// How many bytes it has.
    public var bytes: Int
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    public var sha256: String
    /// How many records it holds: of an input the rows and the rejected records, without header and blank lines; of an
    /// output its rows or lines without the header; nil where it is no table.
    public var records: Int?

    /// Makes a file's facts.
    public init(name: String, bytes: Int, sha256: String, records: Int? = nil) {
      self.name = name
      self.bytes = bytes
      self.sha256 = sha256
      self.records = records
    }
  }

  /// How fields and records were told apart.
  public struct Dialect: Sendable, Hashable {
    /// The byte between fields.
    public var delimiter: UInt8
    /// The byte round fields; nil where quotes are data.
    public var quote: UInt8?
    /// Whether the first record names the columns.
    public var hasHeader: Bool
    /// The byte that makes a quote behind it data; nil where there is none.
    public var escape: UInt8?
    /// The byte with which lines begin that are no records; nil where there is none.
    public var comment: UInt8?
    /// How the text lies in bytes, such as `utf-8`, `latin-1` or `utf-16le`.
    public var encoding = "utf-8"
    /// How many lines stand before the header of the first file.
    public var preambleLines = 0
    /// How many records name the columns; nil where a run of an earlier version does not say.
    public var headerLines: Int?
    /// How many bytes the header takes with all that stands before it: the head of `clean.csv` and of `quarantine.csv`;
    /// nil where a run of an earlier version does not say.
    public var headBytes: Int?
    /// How many fields a row has; nil where a run of an earlier version does not say.
    public var columns: Int?
    /// What the columns hold, where rows of too many fields were split by that; else empty.
    package var types: [CellType] = []

    /// Makes a dialect.
    public init(
      delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""),
      hasHeader: Bool = true
    ) {
      self.delimiter = delimiter
      self.quote = quote
      self.hasHeader = hasHeader
    }
  }

  /// How many records were rejected for one reason.
  public struct RejectCount: Sendable, Hashable {
    /// The reason in a few words.
    public var reason: String
    /// How many records.
    public var count: Int

    /// Makes a count.
    public init(reason: String, count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// One rejected record.
  public struct Reject: Sendable, Hashable {
    /// The record's number in its file, counted from 1 behind the header.
    public var record: Int
    /// The physical line of its first byte, counted from 1.
    public var line: Int
    /// Its first byte, counted from 0.
    public var byteOffset: Int
    /// How many bytes, the line end included.
    public var byteLength: Int
    /// The reason in a few words.
    public var reason: String
    /// The name of the file; nil where the data set is one file.
    public var file: String?

    /// Makes a rejected record.
    public init(
      record: Int, line: Int, byteOffset: Int, byteLength: Int, reason: String,
      file: String? = nil
    ) {
      self.record = record
      self.line = line
      self.byteOffset = byteOffset
      self.byteLength = byteLength
      self.reason = reason
      self.file = file
    }
  }

  /// What people have decided about held rows since the scan.
  public struct Review: Sendable, Hashable {
    /// Rows that were held and let go.
    public var released: Int
    /// Rows that are held and confirmed as planted.
    public var confirmed: Int
    /// How many decisions the ledger held when the files were last rebuilt.
    public var decisions: Int
    /// The hash of the last of them, 64 hexadecimal digits: it pins the ledger's chain.
    public var lastHash: String

    /// Makes a review.
    public init(released: Int, confirmed: Int, decisions: Int, lastHash: String) {
      self.released = released
      self.confirmed = confirmed
      self.decisions = decisions
      self.lastHash = lastHash
    }
  }

  /// What a policy says to the outcome of a run.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// No more rows are held than allowed, and as many as expected.
    case met
    /// No more rows are held than allowed, but not as many as expected: the data or an attack changed.
    case warned
    /// More rows are held than allowed.
    case violated
  }

  /// How long one stage took.
  public struct Stage: Sendable, Hashable {
    /// What was done, in a word or two.
    public var name: String
    /// Wall-clock seconds.
    public var seconds: Double

    /// Makes a stage.
    public init(name: String, seconds: Double) {
      self.name = name
      self.seconds = seconds
    }
  }

  /// The program's version.
  public var version: String
  /// What tells this run from others.
  public var runID: String
  /// The command line, the program's name first.
  public var arguments: [String]
  /// Which promise the run makes.
  public var mode = Judgement.Mode.selfJudged
  /// The key of every random choice.
  public var seed: UInt64 = 0
  /// How many tasks worked at a time.
  public var threads = 1
  /// The files that were read, in the order of their rows.
  public var inputs: [File] = []
  /// The trusted baseline; nil in self mode.
  public var baseline: File?
  /// The policy file; nil where the defaults hold.
  public var policy: File?
  /// The threshold on the score that was set; nil where gates decided.
  public var threshold: Double?
  /// What the policy says to the outcome; nil without a policy.
  public var status: Status?
  /// How the inputs were told apart into fields and records.
  public var dialect = Dialect()
  /// Rows judged: ``held`` and ``kept`` together.
  public var rows = 0
  /// Lines that hold no record.
  public var blankLines = 0
  /// Rejected records by reason, most frequent first.
  public var rejects: [RejectCount] = []
  /// The first five rejected records.
  public var rejectExamples: [Reject] = []
  /// Rows held, those that were let go since left out.
  public var held = 0
  /// Rows kept.
  public var kept = 0
  /// How many held rows the policy allows.
  public var allowed = 0
  /// The name of the label column; nil in a table without labels.
  public var labelColumn: String?
  /// How many rows each source has, in the order of ``Schema/sources``; empty without a source column.
  public var sourceRows: [Int] = []
  /// What was guessed and why, a sentence each.
  public var guesses: [String] = []
  /// Remarks on reading and writing, beside the judgement's own.
  public var notes: [Judgement.Note] = []
  /// What was decided since the scan; nil where nothing was.
  public var review: Review?
  /// The run directory; nil where nothing was written.
  public var directory: String?
  /// The files of the run directory.
  public var outputs: [File] = []
  /// When the run began, ISO 8601 with its zone.
  public var started = ""
  /// When it ended, ISO 8601 with its zone.
  public var ended = ""
  /// How long each stage took, in their order.
  public var stages: [Stage] = []
  /// The exit status; nil where the run was no command.
  public var exitStatus: Int?
  /// What is special about a run over a stream; nil for a run over files.
  public var stream: StreamFacts?

  /// The facts of a run that has done nothing yet.
  public init(version: String, runID: String = "", arguments: [String] = []) {
    self.version = version
    self.runID = runID
    self.arguments = arguments
  }

  /// Records rejected for whatever reason.
  public var rejected: Int { rejects.reduce(0) { $0 + $1.count } }
}
