/// A row that came, went or became another.
struct RowChange: SortedRecord, Hashable {
  /// What happened to a row.
  enum Kind: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// Only its label changed.
    case relabelled
    /// Its label stayed, other cells changed.
    case edited
    /// Its label and other cells changed.
    case rewritten
    /// It stands in the old snapshot alone.
    case went
    /// It stands in the new snapshot alone.
    case came
  }

  /// Where a row stands.
  struct Place: Sendable, Hashable, BitwiseCopyable {
    /// The row's number in its file, from 1; 0 where there is no such row.
    var row: Int
    /// Its first byte.
    var offset: Int
    /// How many bytes, the line end included.
    var length: Int
    /// Its class, by position in the union of both snapshots' classes.
    var label: Int32

    static let none = Place(row: 0, offset: 0, length: 0, label: -1)
  }

  var kind: Kind
  var old: Place
  var new: Place

  /// Whether the label is another one.
  var isRelabelled: Bool { kind == .relabelled || kind == .rewritten }
  /// Whether a row of each snapshot takes part.
  var isPaired: Bool { kind != .went && kind != .came }

  /// In the order of the old file; rows that came stand last, in the order of the new one.
  static func < (a: RowChange, b: RowChange) -> Bool {
    let (first, second) = (a.old.row == 0 ? Int.max : a.old.row, b.old.row == 0 ? .max : b.old.row)
    return first == second ? a.new.row < b.new.row : first < second
  }
}
