/// What an attack does to a table: rows that change and rows that are added.
public struct Poison: Sendable, Hashable {
  /// A field that gets another value.
  public struct Cell: Sendable, Hashable {
    /// What a field holds.
    public enum Value: Sendable, Hashable {
      /// A number of a numeric column.
      case number(Double)
      /// The code of a level of a categorical column.
      case level(Int32)
    }

    /// The position in ``Schema/columns``.
    public let column: Int
    /// The value as it is read back from ``text``.
    public let value: Value
    /// The value as the column writes it, without quotes.
    public let text: String

    /// Makes a cell; ``Victim/cell(_:numeric:)`` and ``Victim/cell(level:categorical:)`` know how columns write.
    public init(column: Int, value: Value, text: String) {
      self.column = column
      self.value = value
      self.text = text
    }
  }

  /// A row that is poisoned.
  public struct Row: Sendable, Hashable {
    /// The row, from 0, whose fields it has where ``cells`` says nothing: itself, or the one it was made from.
    public var template: Int
    /// Where an added row stands: in front of this row of the clean table; nil for a row that changes where it stands.
    public var place: Int?
    /// What is different, at most one a column.
    public var cells: [Cell]
    /// The class it carries, by code.
    public var label: Int32

    /// Whether it is added to the table.
    public var isAdded: Bool { place != nil }

    /// A row that changes where it stands.
    public static func changed(_ row: Int, cells: [Cell] = [], label: Int32) -> Row {
      Row(template: row, place: nil, cells: cells, label: label)
    }

    /// A row that is added in front of another one.
    public static func added(_ template: Int, at place: Int, cells: [Cell], label: Int32) -> Row {
      Row(template: template, place: place, cells: cells, label: label)
    }
  }

  /// The name of the attack.
  public let attack: String
  /// The rows, each once.
  public var rows: [Row]
  /// The trigger of a backdoor: what has to be set in any row to get ``target``.
  public var trigger: [Cell] = []
  /// The class that the attacker wants, by code; nil where no one class is wanted.
  public var target: Int32?

  /// Makes poison.
  public init(attack: String, rows: [Row], trigger: [Cell] = [], target: Int32? = nil) {
    self.attack = attack
    self.rows = rows
    self.trigger = trigger
    self.target = target
  }

  /// How many rows are added.
  public var addedCount: Int { rows.count { $0.isAdded } }

  /// The rows that change, by row.
  var changed: [Int: Row] {
    Dictionary(rows.filter { !$0.isAdded }.map { ($0.template, $0) }) { first, _ in first }
  }

  /// The added rows in the order of their places; rows of one place keep their order.
  var added: [(place: Int, row: Row)] {
    rows.enumerated().compactMap { k, row in row.place.map { ($0, k, row) } }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { ($0.0, $0.2) }
  }

  /// The numbers of the poisoned rows in the poisoned table, counted from 1, ascending.
  ///
  /// - Complexity: O(k log k) for k poisoned rows.
  public var truth: [Int] {
    let added = added
    let places = added.map { $0.place }
    var numbers = places.enumerated().map { $1 + $0 + 1 }
    for row in rows where !row.isAdded {
      numbers.append(row.template + places.upperBound(row.template) + 1)
    }
    return numbers.sorted()
  }
}

extension [Int] {
  /// How many entries of an ascending list are at most `value`.
  func upperBound(_ value: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
