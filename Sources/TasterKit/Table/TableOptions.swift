package import TasterCSV
import TasterKernels

/// How a table is read: the dialect, what the columns are for, what counts as missing.
public struct TableOptions: Sendable, Hashable {
  /// Which column carries the labels.
  public enum Label: Sendable, Hashable {
    /// The likeliest one; the guess is said.
    case guessed
    /// The column of this name (or number, counted from 1, in a file without header).
    case column(String)
    /// The table has no labels.
    case none
  }

  /// Which column carries the labels.
  public var label = Label.guessed
  /// The column that names a row: never a feature.
  public var id: String?
  /// The column that says where a row came from: never a feature.
  public var source: String?
  /// The column that says when a row came: never a feature.
  public var time: String?
  /// Columns to leave out.
  public var ignored: [String] = []
  /// The byte between fields; nil to find out.
  public var delimiter: UInt8?
  /// The byte round fields that hold delimiters; nil where quotes are data.
  public var quote: UInt8? = UInt8(ascii: "\"")
  /// Whether another quote may be found where the double one is set.
  public var findsQuote = true
  /// The byte that makes a quote or a delimiter behind it data; nil where there is none.
  public var escape: UInt8?
  /// Whether an escape character may be found where none is set.
  public var findsEscape = true
  /// The byte with which lines begin that are no records; nil where there is none.
  public var comment: UInt8?
  /// Whether comments may be found where no byte is set for them.
  public var findsComments = true
  /// How many lines stand before the header; nil to find out.
  public var preambleLines: Int?
  /// How many records name the columns, 0 for none; nil to find out.
  public var headerLines: Int?
  /// One of ``encodings``; nil to find out.
  public var encoding: String?
  /// Whether records name the columns: one where it is set to true.
  public var hasHeader: Bool {
    get { headerLines != 0 }
    set { headerLines = newValue ? 1 : 0 }
  }
  /// Whether foot notes, totals and further tables behind the table are no part of it.
  public var stopsAtTableEnd = false
  /// Whether a row of too many fields is split by what its columns hold in the first rows, where there is one way.
  public var splitsByType = false
  /// Texts that mean "no value", after surrounding spaces are taken off.
  public var missing = TableOptions.missingTexts
  /// Reading fails when more than this share of the records is rejected.
  public var maxRejectShare = 0.1
  /// The most bytes of a field and of a record, at most 4 GiB.
  public var maxFieldBytes = 16 << 20
  /// How many bytes are read at a time; results do not depend on it.
  public var blockBytes = 1 << 18
  /// Where temporary files live; nil means `TMPDIR`, else `/var/tmp`.
  public var temporaryDirectory: String?
  /// How many threads read, each a block at a time; nothing read depends on it.
  public var threads = processorCount()

  /// What the columns are, where another table tells: by name, in any order.
  ///
  /// A column has the role and the kind that it has there; a column that is not there is left out. A feature that holds no value
  /// of that kind has its own.
  package var like: Schema?
  /// Whether features have the kind that they have in ``like`` whatever they hold, as in a part of a larger table.
  package var keepsKinds = false

  /// The default texts for "no value".
  public static let missingTexts = [
    "", "?", "NA", "N/A", "n/a", "na", "NaN", "nan", "NAN", "null", "NULL", "Null", "None", "none",
    "#N/A", "-nan", "<NA>", "nil",
  ]

  /// How a text may lie in bytes.
  public static let encodings = TextEncoding.allCases.map { $0.rawValue }

  /// The name in ``encodings`` of an encoding that may be called otherwise; nil where it is none.
  public static func encodingName(_ text: String) -> String? { TextEncoding(name: text)?.rawValue }

  /// The default options.
  public init() {}
}

/// Why a table could not be read or judged, and what to do next.
public struct TableError: Error, Hashable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Hashable, Sendable {
    private let name: String
    public static let unreadable = Code(name: "unreadable")
    public static let empty = Code(name: "empty")
    public static let unknownColumn = Code(name: "unknown column")
    public static let noLabel = Code(name: "no label")
    public static let badLabel = Code(name: "bad label")
    public static let tooManyRejects = Code(name: "too many rejects")
    public static let differentHeaders = Code(name: "different headers")
    public static let changed = Code(name: "changed")
    public static let lostBytes = Code(name: "lost bytes")
    public static let closedPipe = Code(name: "closed pipe")
    public static let unwritable = Code(name: "unwritable")
    public static let unknownName = Code(name: "unknown name")
    public static let unsuited = Code(name: "unsuited")
    public static let badProfile = Code(name: "bad profile")
  }

  /// What went wrong.
  public let code: Code
  /// What, where, why, and what to do next.
  public let description: String

  /// Makes an error.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

extension TableError {
  /// What a fault of the stream means to a reader.
  package init(_ error: CSVError) {
    switch error.code {
    case .closedPipe: self.init(.closedPipe, error.description)
    case .unwritable: self.init(.unwritable, error.description)
    case .recordTooLong, .fieldTooLong:
      self.init(.unreadable, error.description + "; --max-field raises the limit")
    default: self.init(.unreadable, error.description)
    }
  }
}
