package import TasterCSV

extension RunReader {
  /// Calls a body for every row of `clean.csv` or `quarantine.csv`, field by field, in order.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - body: Called with a batch and the position of a row in it.
  /// - Throws: ``TableError`` where the file cannot be read, and what the body throws.
  /// - Complexity: O(bytes); memory for a batch.
  package func forEachRecord(
    of name: String, _ body: (_ batch: RecordBatch, _ position: Int) throws -> Void
  ) throws {
    let file = try open(name)
    do {
      let dialect = try Dialect(
        delimiter: facts.dialect.delimiter, quote: facts.dialect.quote,
        escape: facts.dialect.escape, comment: facts.dialect.comment)
      var options = CSVReader.Options()
      options.limits.fieldBytes = max(file.size, 1)
      options.limits.recordBytes = max(file.size, 1)
      options.keepsBlankLines = facts.dialect.columns == 1
      options.width = facts.dialect.columns
      options.types = facts.dialect.types
      var reader = CSVReader(dialect, options)
      var source = HashingSource(
        file.bytes(from: try header().count),
        encoding: TextEncoding(name: facts.dialect.encoding) ?? .utf8)
      let batch = RecordBatch()
      while try reader.next(batch, from: &source, maxRecords: 4_096) {
        for (i, entry) in batch.records.enumerated() where !entry.isNoRecord { try body(batch, i) }
      }
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// The numbers of the held rows, ascending.
  ///
  /// - Throws: ``TableError`` where `findings.jsonl` cannot be read.
  /// - Complexity: O(bytes of the file), of which little more than the ends of lines is looked at.
  func heldNumbers() throws -> [Int] {
    let name = "findings.jsonl"
    var lines = JSONLines<RowNumber>(try open(name).bytes(), name: name)
    var rows: [Int] = []
    while let line = try lines.next() { rows.append(line.row) }
    return rows
  }

  /// Calls a body for every row of `clean.csv` with its number in the data, in order.
  ///
  /// - Parameters:
  ///   - held: The numbers of the held rows; nil has them read.
  ///   - body: Called with the row's number, from 1, a batch and the position of the row in it.
  /// - Throws: ``TableError`` where a file cannot be read, and what the body throws.
  /// - Complexity: O(bytes); memory for a batch and 8 bytes a held row.
  package func forEachKeptRow(
    held: [Int]? = nil,
    _ body: (_ row: Int, _ batch: RecordBatch, _ position: Int) throws -> Void
  ) throws {
    let held = try held ?? heldNumbers()
    var next = 0
    var number = 0
    try forEachRecord(of: "clean.csv") { batch, i in
      number += 1
      while next < held.count, held[next] == number {
        next += 1
        number += 1
      }
      try body(number, batch, i)
    }
  }
}
