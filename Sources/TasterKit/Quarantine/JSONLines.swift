private import FoundationEssentials
import TasterCSV

/// Reads a file of one JSON object a line, a line at a time.
struct JSONLines<Record: Decodable> {
  /// The longest line: a finding holds cells of the data, and a cell may have 16 MiB.
  private static var lineLimit: Int { 256 << 20 }

  /// The file's name in its folder.
  let name: String
  /// The physical line of the record last read, from 1.
  private(set) var line = 0
  /// The bytes of that record, without their line end.
  private(set) var bytes: [UInt8] = []
  private var reader: BlockReader
  private let decoder = JSONDecoder()

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
    do {
      return try decoder.decode(Record.self, from: Data(bytes))
    } catch {
      throw TableError(
        .unreadable,
        "\(name), line \(line): no object as `taster scan` writes it; the file was cut off or altered"
      )
    }
  }
}

/// What `findings.jsonl` and `rejects.jsonl` say about a record's place.
struct RecordPlace: Decodable, Hashable {
  let row: Int?
  let file: String?
  let offset: Int
  let length: Int
  let fingerprint: String?

  private enum CodingKeys: String, CodingKey {
    case row, file, fingerprint
    case offset = "byte_offset"
    case length = "byte_length"
  }
}

/// One line of `findings.jsonl`.
struct FindingRecord: Decodable {
  let finding: Finding
  let location: RowLocation

  private struct ReasonRecord: Decodable {
    let detector: String
    let text: String
    let rows: [Int]
  }

  private enum CodingKeys: String, CodingKey {
    case row, file, line, fingerprint, id, source, label, score, detectors, reasons
    case offset = "byte_offset"
    case length = "byte_length"
    case suggested = "suggested_label"
    case pValue = "p_value"
    case qValue = "q_value"
    case heldBy = "held_by"
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) throws -> String? {
      try members.decodeIfPresent(String.self, forKey: key)
    }
    let row = try members.decode(Int.self, forKey: .row)
    let fingerprint = try members.decode(String.self, forKey: .fingerprint)
    var finding = Finding(
      row: row, label: try text(.label), suggestedLabel: try text(.suggested),
      score: try members.decode(Double.self, forKey: .score),
      evidence: try members.decode([String: Double].self, forKey: .detectors),
      heldBy: try members.decode([String].self, forKey: .heldBy),
      reasons: try members.decode([ReasonRecord].self, forKey: .reasons).map {
        Reason(detector: $0.detector, text: $0.text, rows: $0.rows)
      })
    finding.pValue = try members.decodeIfPresent(Double.self, forKey: .pValue)
    finding.qValue = try members.decodeIfPresent(Double.self, forKey: .qValue)
    finding.fingerprint = fingerprint
    self.finding = finding
    location = RowLocation(
      row: row, line: try members.decode(Int.self, forKey: .line),
      byteOffset: try members.decode(Int.self, forKey: .offset),
      byteLength: try members.decode(Int.self, forKey: .length), id: try text(.id),
      source: try text(.source), fingerprint: fingerprint, file: try text(.file))
  }
}
