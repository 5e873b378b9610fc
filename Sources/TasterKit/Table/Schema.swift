/// What the columns of a table are and mean.
public struct Schema: Sendable, Hashable {
  /// Every column of the file, in file order.
  public var columns: [Column]
  /// The class names in the order of their codes; empty without labels.
  public var classes: [String]
  /// The names of the sources in the order of their codes; empty without a source column.
  public var sources: [String]

  /// Makes a schema.
  public init(columns: [Column], classes: [String], sources: [String]) {
    self.columns = columns
    self.classes = classes
    self.sources = sources
  }

  /// The positions in ``columns`` of the numeric features, in file order.
  public var numeric: [Int] { columns.indices.filter { columns[$0].isFeature(.numeric) } }
  /// The positions in ``columns`` of the categorical features, in file order.
  public var categorical: [Int] { columns.indices.filter { columns[$0].isFeature(.categorical) } }
  /// How many features there are.
  package var featureCount: Int { numeric.count + categorical.count }

  /// The same columns, some of which are no features.
  func without(_ names: Set<String>) -> Schema {
    var fewer = self
    for (j, column) in columns.enumerated() where column.isFeature && names.contains(column.name) {
      fewer.columns[j].role = .ignored
    }
    return fewer
  }
}

/// One column: its name, what it is for and what it holds.
public struct Column: Sendable, Hashable {
  /// What a column is for.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case feature, label, id, source, time, ignored
  }

  /// What a column holds.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Numbers; a missing or unreadable value is NaN.
    case numeric
    /// A dictionary of levels; a missing value is the code −1.
    case categorical
    /// One value throughout (missing ones aside): says nothing, never scored.
    case constant
    /// Too many distinct texts to be levels: named in a note, never scored.
    case text
    /// No value at all.
    case empty
  }

  /// The header's name, or `column 3` where there is none.
  public var name: String
  /// What the column is for.
  public var role: Role
  /// What the column holds.
  public var kind: Kind
  /// The levels of a categorical column in the order of their codes: by first appearance.
  public var levels: [String]
  /// The number of rows without a value.
  public var missing: Int
  /// Why the role was chosen, where it was guessed.
  public var guess: String?

  /// Makes a column.
  public init(
    name: String, role: Role, kind: Kind, levels: [String] = [], missing: Int = 0,
    guess: String? = nil
  ) {
    self.name = name
    self.role = role
    self.kind = kind
    self.levels = levels
    self.missing = missing
    self.guess = guess
  }

  func isFeature(_ kind: Kind) -> Bool { role == .feature && self.kind == kind }
  /// Whether it is scored.
  var isFeature: Bool { isFeature(.numeric) || isFeature(.categorical) }
}

extension Column.Kind {
  /// What a column of this kind holds, in a few words.
  var words: String {
    switch self {
    case .numeric: "numeric"
    case .categorical: "categorical"
    case .constant: "one value throughout"
    case .text: "free text"
    case .empty: "without a value"
    }
  }
}
