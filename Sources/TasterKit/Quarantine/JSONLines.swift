import TasterCSV

/// What a line of a file of JSON lines holds.
protocol JSONRecord {
  /// Reads a value; nil where it is no such record.
  init?(_ json: JSON)
  /// Reads a line; nil where it holds no such record.
  static func read(_ line: [UInt8]) -> Self?
}

extension JSONRecord {
  static func read(_ line: [UInt8]) -> Self? { JSON(reading: line).flatMap { Self($0) } }
}

/// Reads a file of one JSON object a line, a line at a time.
struct JSONLines<Record: JSONRecord> {
  /// The longest line: a finding holds cells of the data, and a cell may have 16 MiB.
  private static var lineLimit: Int { 256 << 20 }

  /// The file's name in its folder.
  let name: String
  /// The physical line of the record last read, from 1.
  private(set) var line = 0
  /// The bytes of that record, without their line end.
  private(set) var bytes: [UInt8] = []
  private var reader: BlockReader

  /// Reads a source from its start.
  init(_ source: any ByteSource, name: String) {
    reader = BlockReader(source, blockSize: 1 << 16)
    self.name = name
  }

  /// The next record; nil at the end.
  ///
  /// - Throws: ``TableError`` that names the line where it is no such object.
  mutating func next() throws -> Record? {
    guard let bytes = try reader.line(limit: Self.lineLimit) else { return nil }
    line += 1
    self.bytes = bytes
    guard let record = Record.read(bytes) else {
      throw TableError(
        .unreadable,
        "\(name), line \(line): no object as `taster scan` writes it; the file was cut off or altered"
      )
    }
    return record
  }
}

/// What `findings.jsonl` and `rejects.jsonl` say about a record's place.
struct RecordPlace: JSONRecord, Hashable {
  let row: Int?
  let file: String?
  let offset: Int
  let length: Int
  let fingerprint: String?

  init?(_ json: JSON) {
    guard let offset = json["byte_offset"].whole, let length = json["byte_length"].whole else {
      return nil
    }
    self.offset = offset
    self.length = length
    row = json["row"].whole
    file = json["file"].text
    fingerprint = json["fingerprint"].text
  }
}

/// The number of the row of a line of `findings.jsonl`: where many are held, reading all that was found takes seconds.
struct RowNumber: JSONRecord, Hashable {
  let row: Int

  /// How every line begins that a scan of this version writes.
  private static let head = Array(
    "{\"schema_version\":\(RunReader.newestVersion),\"row\":".utf8)

  init?(_ json: JSON) {
    guard let row = json["row"].whole else { return nil }
    self.row = row
  }

  private init(row: Int) { self.row = row }

  static func read(_ line: [UInt8]) -> RowNumber? {
    let digits = line.dropFirst(head.count).prefix(18).prefix { (48...57).contains($0) }
    guard line.starts(with: head), !digits.isEmpty, line.last == UInt8(ascii: "}"),
      line[digits.endIndex] == UInt8(ascii: ",")
    else { return JSON(reading: line).flatMap { RowNumber($0) } }
    return RowNumber(row: digits.reduce(0) { 10 * $0 + Int($1 - 48) })
  }
}

/// One line of `findings.jsonl`.
struct FindingRecord: JSONRecord {
  let finding: Finding
  let location: RowLocation

  init?(_ json: JSON) {
    guard let place = RecordPlace(json), let row = place.row, let line = json["line"].whole,
      let fingerprint = place.fingerprint, let score = json["score"].double,
      case .object(let voices) = json["detectors"], case .array(let holders) = json["held_by"],
      case .array(let said) = json["reasons"]
    else { return nil }
    var evidence: [String: Double] = [:]
    for voice in voices {
      guard let nats = voice.value.double else { return nil }
      evidence[voice.name] = nats
    }
    let heldBy = holders.compactMap { $0.text }
    let reasons = said.compactMap { Reason($0) }
    guard heldBy.count == holders.count, reasons.count == said.count else { return nil }
    var finding = Finding(
      row: row, label: json["label"].text, suggestedLabel: json["suggested_label"].text,
      score: score, evidence: evidence, heldBy: heldBy, reasons: reasons)
    finding.pValue = json["p_value"].double
    finding.qValue = json["q_value"].double
    finding.fingerprint = fingerprint
    self.finding = finding
    location = RowLocation(
      row: row, line: line, byteOffset: place.offset, byteLength: place.length,
      id: json["id"].text, source: json["source"].text, fingerprint: fingerprint, file: place.file)
  }
}

extension Reason {
  fileprivate init?(_ json: JSON) {
    guard let detector = json["detector"].text, let text = json["text"].text,
      case .array(let numbers) = json["rows"]
    else { return nil }
    let rows = numbers.compactMap { $0.whole }
    guard rows.count == numbers.count else { return nil }
    self.init(detector: detector, text: text, rows: rows)
  }
}
