package import TasterCSV

/// Copies every record of the input, byte for byte and in order, to exactly one of three outputs.
///
/// Rows that are not held go to `clean`, held ones to `quarantine`, both behind the header and what stands before it;
/// rejected records, blank lines, comments and the headers of further files go to `rejects`.
package struct Split {
  /// The three outputs.
  package struct Outputs {
    package let clean: OutputFile
    package let quarantine: OutputFile
    package let rejects: OutputFile

    /// Opens nameless files.
    ///
    /// - Parameter directory: A folder that exists, on the file system where they will live.
    /// - Throws: ``CSVError`` where no file can be made there.
    package init(in directory: String) throws {
      clean = try OutputFile(in: directory)
      quarantine = try OutputFile(in: directory)
      rejects = try OutputFile(in: directory)
    }
  }

  /// A row that no detector holds and a person did, in a former run.
  package struct Confirmed {
    package let location: RowLocation
    package let score: Double
    package let label: String?
    /// Who confirmed it and why.
    package let sentence: String
  }

  private let table: Table
  private let outputs: Outputs
  private let decisions: EarlierDecisions
  private var flags: FlagCursor
  private let fields: RecordFields
  private var reader: BlockReader
  private var file = 0
  private var left = 0
  private var line = 1
  private var offset = 0
  private var row = 0
  private var record = 0
  /// Bytes not yet copied, and where they go.
  private var pending = 0
  private var target: OutputFile
  /// Whether the last record was the header, which stands in two outputs.
  private var isBehindHeader = false
  private var hash: HashingSource

  /// Prepares a split.
  ///
  /// - Parameters:
  ///   - table: What was read.
  ///   - scores: What was decided, row by row.
  ///   - outputs: Where the records go.
  ///   - decisions: What people have said about rows of the same bytes; it stands above the scores.
  /// - Throws: What the input throws.
  package init(
    _ table: Table, scores: ScoreStore, into outputs: Outputs,
    decisions: EarlierDecisions = EarlierDecisions()
  ) throws {
    self.decisions = decisions
    self.table = table
    self.outputs = outputs
    flags = FlagCursor(scores)
    fields = RecordFields(table)
    hash = HashingSource(try table.files[0].text())
    reader = BlockReader(hash)
    left = table.inputs[0].entries
    target = outputs.clean
  }

  /// Copies everything.
  ///
  /// - Parameters:
  ///   - onHeld: Called for every row that is held by its score, in order.
  ///   - onReleased: Called for every row that would be held and was let go before, in order.
  ///   - onConfirmed: Called for every row that is held because it was confirmed before, in order.
  ///   - onReject: Called for every record or line that is no row, in order.
  /// - Throws: What the disk throws, and ``TableError`` where the input changed since it was read.
  /// - Complexity: O(bytes); memory for one block.
  package mutating func run(
    onHeld: (RowLocation) throws -> Void,
    onReleased: (RowLocation) throws -> Void = { _ in },
    onConfirmed: (Confirmed) throws -> Void = { _ in },
    onReject: (RunFacts.Reject) throws -> Void
  ) throws {
    try table.log.forEach { entry in
      while left == 0 { try nextFile() }
      left -= 1
      if entry.kind == .row {
        try copyRow(
          entry, onHeld: onHeld, onReleased: onReleased, onConfirmed: onConfirmed)
      } else {
        try copy(entry, onReject: onReject)
      }
      offset += entry.length
      line += entry.lines
    }
    try flush()
    try checkUnchanged()
  }

  private mutating func copy(
    _ entry: RecordLog.Entry, onReject: (RunFacts.Reject) throws -> Void
  ) throws {
    if entry.kind.isNumbered { record += 1 }
    isBehindHeader = entry.kind == .header
    switch entry.kind {
    case .header:
      try flush()
      let header = try take(entry.length)
      try outputs.clean.write(header)
      try outputs.quarantine.write(header)
    default:
      try add(entry.length, to: outputs.rejects)
      try onReject(
        RunFacts.Reject(
          record: record, line: line, byteOffset: offset, byteLength: entry.length,
          reason: entry.kind.reason(fields: entry.fields, expected: table.schema.columns.count),
          file: fileName))
    }
  }

  private mutating func copyRow(
    _ entry: RecordLog.Entry, onHeld: (RowLocation) throws -> Void,
    onReleased: (RowLocation) throws -> Void, onConfirmed: (Confirmed) throws -> Void
  ) throws {
    isBehindHeader = false
    record += 1
    row += 1
    let (isFlagged, score) = try flags.next()
    guard isFlagged || decisions.mayConfirm(length: entry.length) else {
      try add(entry.length, to: outputs.clean)
      return
    }
    try flush()
    let bytes = try take(entry.length)
    var location = RowLocation(
      row: row, line: line, byteOffset: offset, byteLength: entry.length,
      fingerprint: Fingerprint.of(bytes), file: fileName)
    let verdict = decisions.verdict(on: location.fingerprint)
    var isHeld = isFlagged
    if verdict == .released { isHeld = false }
    if case .confirmed = verdict { isHeld = true }
    target = isHeld ? outputs.quarantine : outputs.clean
    try target.write(bytes)
    guard isFlagged || isHeld else { return }
    let found = try fields.read(bytes)
    (location.id, location.source) = (found.id, found.source)
    if isFlagged {
      try isHeld ? onHeld(location) : onReleased(location)
    } else if case .confirmed(let sentence) = verdict {
      try onConfirmed(
        Confirmed(location: location, score: score, label: found.label, sentence: sentence))
    }
  }

  private var fileName: String? { table.inputs.count > 1 ? table.inputs[file].name : nil }

  private mutating func add(_ count: Int, to output: OutputFile) throws {
    if output !== target {
      try flush()
      target = output
    }
    pending += count
  }

  private mutating func flush() throws {
    let output = target
    let count = pending
    pending = 0
    let copied = try reader.forEachPiece(of: count) { try output.write($0) }
    if copied < count { throw changed() }
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    let bytes = try reader.next(count)
    if bytes.count < count { throw changed() }
    return bytes
  }

  private mutating func nextFile() throws {
    try flush()
    try checkUnchanged()
    if table.inputs[file].lacksLineEnd {
      try target.write(table.lineEnd)
      if isBehindHeader { try outputs.quarantine.write(table.lineEnd) }
    }
    file += 1
    hash = HashingSource(try table.files[file].text())
    reader = BlockReader(hash)
    left = table.inputs[file].entries
    line = 1
    offset = 0
    record = 0
  }

  private mutating func checkUnchanged() throws {
    let isAtEnd = try reader.next(1).isEmpty
    guard isAtEnd, hash.digest == table.inputs[file].sha256 else { throw changed() }
  }

  private func changed() -> TableError {
    TableError(
      .changed,
      "\(table.inputs[file].name) changed while it was being judged; nothing was written. Scan it "
        + "again when nobody writes to it.")
  }
}

/// Reads the flags and the scores of a score store row by row.
private struct FlagCursor {
  private let scores: ScoreStore
  private var part = 0
  private var flags: [Bool] = []
  private var values: [Double] = []
  private var position = 0

  init(_ scores: ScoreStore) { self.scores = scores }

  mutating func next() throws -> (isFlagged: Bool, score: Double) {
    while position == flags.count, part < scores.partCount {
      let read = try scores.part(part)
      (flags, values) = (read.flagged, read.scores)
      part += 1
      position = 0
    }
    guard position < flags.count else { return (false, 0) }
    position += 1
    return (flags[position - 1], values[position - 1])
  }
}

/// Finds the id, the source and the label in a record's bytes.
private struct RecordFields {
  private let layout: Layout
  private let width: Int
  private let id: Int?
  private let source: Int?
  private let label: Int?

  init(_ table: Table) {
    func position(_ role: Column.Role) -> Int? {
      table.schema.columns.firstIndex { $0.role == role }
    }
    id = position(.id)
    source = position(.source)
    label = position(.label)
    layout = table.layout
    width = table.schema.columns.count
  }

  func read(_ bytes: [UInt8]) throws -> (id: String?, source: String?, label: String?) {
    guard id != nil || source != nil || label != nil else { return (nil, nil, nil) }
    let record = try Record(
      bytes, dialect: layout.dialect, encoding: layout.encoding, width: width,
      types: layout.types)
    func text(_ field: Int?) -> String? { field.flatMap { record?.text($0) } }
    return (text(id), text(source), text(label))
  }
}
