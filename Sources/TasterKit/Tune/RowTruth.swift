import TasterCSV

/// What is known about the rows of a table: which were planted, by what, and which are honest.
public struct RowTruth: Sendable, Hashable {
  /// The names of the attacks, in the order in which they come up.
  public private(set) var attacks: [String] = []
  /// What is known about each row: the position of its attack, ``honest`` or ``unknown``.
  package private(set) var codes: [Int]

  /// The code of a row that was not planted.
  package static let honest = -1
  /// The code of a row of which nothing is known.
  package static let unknown = -2

  /// How many rows there are.
  public var rowCount: Int { codes.count }

  /// What is known of rows in memory.
  ///
  /// - Parameters:
  ///   - planted: Whether each row was planted.
  ///   - attack: By what.
  public init(planted: [Bool], by attack: String = "planted") {
    attacks = planted.contains(true) ? [attack] : []
    codes = planted.map { $0 ? 0 : Self.honest }
  }

  /// Rows of which nothing is known.
  package init(rowCount: Int) { codes = Array(repeating: Self.unknown, count: rowCount) }

  /// Says what a row, by number from 0, is.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - attack: What planted it; nil where it is honest.
  package mutating func tell(_ row: Int, attack: String?) {
    guard let attack else {
      codes[row] = Self.honest
      return
    }
    if let k = attacks.firstIndex(of: attack) {
      codes[row] = k
    } else {
      codes[row] = attacks.count
      attacks.append(attack)
    }
  }

  /// Reads a truth file: `row,poisoned` and perhaps `attack`, a line for every row.
  ///
  /// - Parameters:
  ///   - path: A CSV file as `taster poison --truth` writes it.
  ///   - rowCount: How many rows the table has.
  /// - Throws: ``TableError`` where it does not fit the table.
  /// - Complexity: O(bytes).
  public init(contentsOf path: String, rowCount: Int) throws {
    self.init(rowCount: rowCount)
    var reader = try KeyedLines.open(path, first: ["row", "poisoned"])
    let column = reader.columns.firstIndex(of: "attack")
    while let batch = try reader.next() {
      for i in batch.records.indices {
        guard case .number(let number) = batch.number(i, 0), let row = Int(exactly: number),
          (1...rowCount).contains(row)
        else { throw reader.fault(i, "no row of the table's \(Figures.grouped(rowCount))") }
        guard codes[row - 1] == Self.unknown else {
          throw reader.fault(i, "row \(row) stands twice")
        }
        switch batch.text(i, 1) {
        case "1": tell(row - 1, attack: column.map { batch.text(i, $0) } ?? "planted")
        case "0": tell(row - 1, attack: nil)
        default: throw reader.fault(i, "poisoned is 1 or 0")
        }
      }
    }
    if let missing = codes.firstIndex(of: Self.unknown) {
      throw TableError(
        .unreadable,
        "\(path) says nothing about row \(missing + 1); it needs a line for each of the table's "
          + "\(Figures.grouped(rowCount)) rows, as `taster poison --truth` writes it")
    }
  }
}
