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
    try forEachRecord(in: file.bytes(from: try header().count), of: file.size, body)
  }

  /// The same for rows that stand elsewhere, from behind the header on.
  private func forEachRecord(
    in bytes: any ByteSource, of size: Int,
    _ body: (_ batch: RecordBatch, _ position: Int) throws -> Void
  ) throws {
    do {
      let dialect = try Dialect(
        delimiter: facts.dialect.delimiter, quote: facts.dialect.quote,
        escape: facts.dialect.escape, comment: facts.dialect.comment)
      var options = CSVReader.Options()
      options.limits.fieldBytes = max(size, 1)
      options.limits.recordBytes = max(size, 1)
      options.keepsBlankLines = facts.dialect.columns == 1
      options.width = facts.dialect.columns
      options.types = facts.dialect.types
      var reader = CSVReader(dialect, options)
      var source = HashingSource(
        bytes, encoding: TextEncoding(name: facts.dialect.encoding) ?? .utf8)
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

  /// Calls a body for every row that is not held with its number in the data, in order: those of `clean.csv`, or, where the
  /// kept rows of a stream went out, those of its input, if that still is what was judged; then those that were let go.
  ///
  /// - Parameters:
  ///   - held: The numbers of the held rows; nil has them read.
  ///   - body: Called with the row's number, from 1, a batch and the position of the row in it.
  /// - Returns: False where rows went out that are not at hand: only those that were let go were told then.
  /// - Throws: ``TableError`` where a file cannot be read, and what the body throws.
  /// - Complexity: O(bytes); memory for a batch and 8 bytes a held row.
  @discardableResult
  package func forEachKeptRow(
    held: [Int]? = nil,
    _ body: (_ row: Int, _ batch: RecordBatch, _ position: Int) throws -> Void
  ) throws -> Bool {
    let held = try held ?? heldNumbers()
    guard keptRowsWentOut else {
      var numbers = Numbers(without: held)
      try forEachRecord(of: "clean.csv") { try body(numbers.next(), $0, $1) }
      return true
    }
    let released = try releasedRows().map { $0.row }
    let input = try judgedInput()
    if let input {
      var numbers = Numbers(without: (held + released).sorted())
      var kept = try KeptBytes(input.text(), of: self)
      var head = try header().count
      while head > 0 {
        let bytes = try kept.next(head)
        head = bytes.isEmpty ? 0 : head - bytes.count
      }
      try forEachRecord(in: MadeSource { try kept.next($0) }, of: facts.inputs[0].bytes) {
        try body(numbers.next(), $0, $1)
      }
    }
    if !released.isEmpty {
      var next = released.makeIterator()
      try forEachRecord(of: "released.csv") { if let row = next.next() { try body(row, $0, $1) } }
    }
    return input != nil
  }

  /// What a stream was read from, where it is a file that still begins with what was judged.
  private func judgedInput() throws -> InputFile? {
    do {
      guard let input = facts.inputs.first, Folder.isFile(input.name),
        let file = try? InputFile(input.name),
        try Verification.digest(file.text(), most: input.bytes) == input.sha256
      else { return nil }
      return file
    } catch is CSVError {
      // A compressed file that was damaged since.
      return nil
    }
  }

  /// Numbers from 1 on, without some.
  private struct Numbers {
    private let left: [Int]
    private var passed = 0
    private var number = 0

    /// Leaves out numbers that ascend.
    init(without left: [Int]) { self.left = left }

    mutating func next() -> Int {
      number += 1
      while passed < left.count, left[passed] == number {
        passed += 1
        number += 1
      }
      return number
    }
  }
}
