import TasterCSV

/// How a table writes its fields: the numbers of every numeric column, and what levels look like in the file.
package struct TableStyle: Sendable {
  /// By position in ``Schema/numeric``.
  private(set) var numeric: [ColumnStyle]
  /// The text of levels that look otherwise in the file than in the schema, by position in ``Schema/categorical``.
  private(set) var levels: [[String: String]]
  /// Whether most fields of a column are quoted, by position in ``Schema/columns``.
  private(set) var isQuoted: [Bool]

  /// Styles that are learned from at most so many cells, from rows all over the table.
  private static let cells = 2_000_000
  private static let rows = 20_000

  /// Every how many rows one is looked at.
  static func stride(rows: Int, columns: Int) -> Int {
    let wanted = max(200, min(Self.rows, cells / max(columns, 1)))
    return max(1, rows / wanted)
  }

  /// No styles yet.
  init(_ schema: Schema) {
    numeric = Array(repeating: ColumnStyle(), count: schema.numeric.count)
    levels = Array(repeating: [:], count: schema.categorical.count)
    isQuoted = Array(repeating: false, count: schema.columns.count)
  }

  /// Takes in the text of a number.
  mutating func add(_ text: String, numeric j: Int) { numeric[j].add(text) }

  /// Learns from the bytes of a file: one more pass, in which some rows are looked at.
  ///
  /// - Parameter table: What was read.
  /// - Throws: What the file throws.
  init(reading table: Table) throws {
    self.init(table.schema)
    let schema = table.schema
    let every = Self.stride(rows: table.rowCount, columns: schema.columns.count)
    var quotes = [Int](repeating: 0, count: schema.columns.count)
    var filled = quotes
    var row = -1
    try table.forEachRecord { entry, bytes in
      guard entry.kind == .row else { return }
      row += 1
      guard row.isMultiple(of: every), let record = RawRecord(try bytes(), of: table) else {
        return
      }
      for j in schema.columns.indices where !record.text(j).isEmpty {
        filled[j] += 1
        if record.isQuoted(j) { quotes[j] += 1 }
      }
      for (k, j) in schema.numeric.enumerated() { numeric[k].add(record.text(j)) }
      for (k, j) in schema.categorical.enumerated() {
        let text = record.text(j)
        // A number among texts goes by its value, not by how it is written.
        if let number = Double(text), levels[k]["\(number)"] == nil, text != "\(number)" {
          levels[k]["\(number)"] = text
        }
      }
    }
    isQuoted = quotes.indices.map { 2 * quotes[$0] > filled[$0] }
  }
}

extension Table {
  /// Calls a body for every record of the input, in order.
  ///
  /// - Parameter body: Gets what the record is, and its bytes where it asks for them; others are passed over.
  /// - Throws: What the file or the body throws, and ``TableError`` where the file changed since it was read.
  /// - Complexity: O(bytes); memory for one block.
  func forEachRecord(
    _ body: (RecordLog.Entry, () throws -> [UInt8]) throws -> Void
  ) throws {
    var number = 0
    var hash = HashingSource(try files[0].text())
    var reader = BlockReader(hash)
    var left = inputs[0].entries
    func changed() -> TableError {
      TableError(
        .changed, "\(inputs[number].name) changed while it was being read; nothing was written")
    }
    func checkEnd() throws {
      guard try reader.next(1).isEmpty, hash.digest == inputs[number].sha256 else {
        throw changed()
      }
    }
    try log.forEach { entry in
      while left == 0 {
        try checkEnd()
        number += 1
        hash = HashingSource(try files[number].text())
        reader = BlockReader(hash)
        left = inputs[number].entries
      }
      left -= 1
      var isTaken = false
      try body(entry) {
        isTaken = true
        let bytes = try reader.next(entry.length)
        guard bytes.count == entry.length else { throw changed() }
        return bytes
      }
      if !isTaken {
        guard try reader.forEachPiece(of: entry.length, { _ in }) == entry.length else {
          throw changed()
        }
      }
    }
    try checkEnd()
  }
}
