import TasterCSV

extension RunReader {
  /// The bytes of the header with which `clean.csv` begins, and of what stands before it; empty where there is none.
  ///
  /// `quarantine.csv` begins with the same, and a filter leaves no other.
  func header() throws -> [UInt8] {
    if let size = facts.dialect.headBytes {
      let name = has("clean.csv") ? "clean.csv" : "quarantine.csv"
      var bytes = BlockReader(try open(name).bytes(), blockSize: 1 << 16)
      return try bytes.next(max(size, 0))
    }
    guard facts.dialect.hasHeader else { return [] }
    let file = try open("clean.csv")
    do {
      var limits = CSVLimits()
      limits.fieldBytes = max(file.size, 1)
      limits.recordBytes = max(file.size + 1, 1)
      var reader = CSVReader(
        dialect: try Dialect(delimiter: facts.dialect.delimiter, quote: facts.dialect.quote),
        limits: limits, keepsBlankLines: true, blockSize: 1 << 16)
      var source = HashingSource(file.bytes())
      let batch = RecordBatch()
      guard try reader.next(batch, from: &source, maxRecords: 1) else { return [] }
      var bytes = BlockReader(file.bytes(), blockSize: 1 << 16)
      return try bytes.next(reader.account.markBytes + batch.records[0].byteLength)
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// Whether a line end was put behind a header that came without: never in an encoding of wide characters, of which
  /// only one file makes a data set.
  func lacksLineEnd(_ header: [UInt8]) -> Bool {
    let isWide = (TextEncoding(name: facts.dialect.encoding) ?? .utf8).unit > 1
    return !isWide && !header.isEmpty && !Tape.isLineEnd(header.last)
  }

  /// Calls a body for every held row with its bytes as they stand in `quarantine.csv`, in the order of rows.
  ///
  /// - Parameter body: What to do with a row; false ends the reading.
  /// - Throws: What the body throws, and ``TableError`` where a file cannot be read.
  /// - Complexity: O(held rows); memory for one.
  package func forEachHeldRow(
    _ body: (_ finding: Finding, _ location: RowLocation, _ bytes: [UInt8]) throws -> Bool
  ) throws {
    var tape = Tape(
      name: "quarantine.csv", reader: BlockReader(try open("quarantine.csv").bytes()))
    let header = try self.header()
    _ = try tape.next(header.count)
    if lacksLineEnd(header) { try tape.skipLineEnd() }
    try forEachFinding { finding, location in
      let bytes = try tape.next(max(location.byteLength, 0))
      if isEndOfFile(location), !Tape.isLineEnd(bytes.last) { try tape.skipLineEnd() }
      return try body(finding, location, bytes)
    }
  }

  /// Calls a body for every row that the scan held or would have held, with its bytes, in the order of rows: those that are
  /// held, and those that were let go.
  ///
  /// - Parameter body: What to do with a row.
  /// - Throws: What the body throws, and ``TableError`` where the run does not hold what was judged.
  /// - Complexity: O(held rows), where rows were let go O(bytes of the inputs); memory for one row.
  package func forEachJudgedRow(
    _ body: (_ finding: Finding, _ location: RowLocation, _ bytes: [UInt8]) throws -> Void
  ) throws {
    guard has("released.jsonl") else {
      return try forEachHeldRow { finding, location, bytes in
        try check(bytes, at: location)
        try body(finding, location, bytes)
        return true
      }
    }
    do {
      var rebuild = try Rebuild(self)
      for k in facts.inputs.indices {
        try rebuild.input(k) { piece in
          switch piece.kind {
          case .kept, .rejected: return
          case .held(let row, let line), .released(let row, let line):
            guard let json = JSON(reading: line), let record = FindingRecord(json) else {
              throw TableError(.unreadable, "the finding of row \(row) was cut off or altered")
            }
            try body(record.finding, record.location, Array(piece.bytes))
          }
        }
      }
    } catch let fault as Verification.Fault {
      throw TableError(.changed, "\(directory.path): \(fault.line)")
    }
  }

  /// One held row, with the bytes that were judged.
  ///
  /// - Parameter number: The row's number, from 1.
  /// - Returns: nil where the row was not held.
  /// - Throws: ``TableError`` where `quarantine.csv` does not hold those bytes.
  /// - Complexity: O(held rows before it).
  package func heldRow(
    _ number: Int
  ) throws -> (finding: Finding, location: RowLocation, bytes: [UInt8])? {
    var found: (finding: Finding, location: RowLocation, bytes: [UInt8])?
    try forEachHeldRow { finding, location, bytes in
      if finding.row == number { found = (finding, location, bytes) }
      return finding.row < number
    }
    if let found { try check(found.bytes, at: found.location) }
    return found
  }

  /// Makes sure that bytes are those that were judged.
  private func check(_ bytes: [UInt8], at location: RowLocation) throws {
    guard Fingerprint.of(bytes) == location.fingerprint else {
      throw TableError(
        .changed,
        "quarantine.csv does not hold the bytes of row \(location.row) that were judged; "
          + "`taster verify \(directory.path)` finds out what changed")
    }
  }

  /// Whether a row is the last of a file behind which another one follows.
  private func isEndOfFile(_ location: RowLocation) -> Bool {
    guard let file = location.file,
      let index = facts.inputs.firstIndex(where: { $0.name == file })
    else { return false }
    return index + 1 < facts.inputs.count
      && location.byteOffset + location.byteLength == facts.inputs[index].bytes
  }

  /// The fields of one record: their texts, and their numbers where they are numbers.
  package func fields(_ bytes: [UInt8]) throws -> [(text: String, number: Double?)] {
    let dialect = try Dialect(
      delimiter: facts.dialect.delimiter, quote: facts.dialect.quote, escape: facts.dialect.escape)
    guard
      let record = try Record(
        bytes, dialect: dialect, encoding: TextEncoding(name: facts.dialect.encoding) ?? .utf8,
        width: facts.dialect.columns, types: facts.dialect.types)
    else { return [] }
    return (0..<record.count).map { (record.text($0) ?? "", record.number($0)) }
  }

  /// The score and the evidence of any row, from `scores.csv`; nil where that was not written or does not reach so far.
  ///
  /// - Complexity: O(rows before it).
  package func score(ofRow number: Int) throws -> (score: Double, evidence: [String: Double])? {
    guard has("scores.csv") else { return nil }
    var reader = BlockReader(try open("scores.csv").bytes(), blockSize: 1 << 18)
    func cells(_ line: [UInt8]) -> [Substring] {
      String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
    }
    guard let header = try reader.line(limit: 1 << 24) else { return nil }
    for _ in 1..<max(number, 1) { _ = try reader.line(limit: 1 << 24) }
    guard let line = try reader.line(limit: 1 << 24) else { return nil }
    let found = cells(line)
    guard found.count > 2, Int(found[0]) == number, let score = Double(found[1]) else { return nil }
    var evidence: [String: Double] = [:]
    for (name, value) in zip(cells(header), found).dropFirst(3) {
      // Open gates, and what a baseline makes of the row, are no evidence.
      if name == "gates" || name == "p_value" || name == "q_value" { continue }
      if let nats = Double(value), nats != 0 { evidence[String(name)] = nats }
    }
    return (score, evidence)
  }
}
