import TasterCSV
import TasterKernels

/// What every record of the input is and how many bytes it has, in file order: the map from which the input is split.
///
/// The lengths of all entries of a file sum up to its size. Entries live on disk; memory does not grow with the file.
package struct RecordLog: Sendable {
  /// What a record is.
  package enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// A row of the table.
    case row
    /// A record that names the columns, or lines that stand before it; a byte order mark belongs to the first of them.
    case header
    /// The header of a further file.
    case repeatedHeader
    /// A line without anything.
    case blank
    case wrongFieldCount
    case noLabel
    case notDecodable
    /// A line that begins with the comment character, behind the header.
    case comment
    /// The lines before the header of a further file.
    case preamble
    /// What stands behind the end of the table.
    case behindTable

    /// Whether the record is rejected: data, but no row.
    package var isReject: Bool {
      self == .wrongFieldCount || self == .noLabel || self == .notDecodable
    }

    /// Whether these bytes are no record of the table, and no header.
    package var isNoRecord: Bool {
      self == .blank || self == .comment || self == .preamble || self == .behindTable
    }

    /// Whether the record counts when records are numbered.
    package var isNumbered: Bool { self == .row || isReject }
  }

  /// One record or blank line.
  package struct Entry: Sendable, Hashable {
    package var kind: Kind
    /// How many bytes, the line end included.
    package var length: Int
    /// How many physical lines.
    package var lines: Int
    /// How many fields.
    package var fields: Int
  }

  /// A record that is no row.
  package struct Reject: Sendable, Hashable {
    /// The record's number in its file, from 1 behind the header.
    package let record: Int
    /// The physical line of its first byte in its file, from 1.
    package let line: Int
    /// Its first byte in its file, from 0.
    package let byteOffset: Int
    /// How many bytes, the line end included.
    package let byteLength: Int
    /// Why it is no row, and what would make it one.
    package let reason: String
    /// The name of its file.
    package let file: String
  }

  /// An entry as it lies on disk.
  private struct Line: BitwiseCopyable {
    var length: UInt32
    var lines: UInt32
    var fields: UInt32
    var kind: UInt32
  }

  private static let blockEntries = 1 << 15

  private let spill: Spill
  private var end = 0
  private var blocks: [Extent] = []
  private var lines: [Line] = []
  /// How many entries there are.
  package private(set) var count = 0

  init(directory: String?) throws { spill = try Spill(directory: directory) }

  mutating func append(_ entry: Entry) throws {
    lines.append(
      Line(
        length: UInt32(entry.length), lines: UInt32(entry.lines),
        fields: UInt32(min(entry.fields, Int(UInt32.max))), kind: UInt32(entry.kind.rawValue)))
    count += 1
    if lines.count == Self.blockEntries { try flush() }
  }

  /// Takes in records that all are rows.
  mutating func append(rows: ArraySlice<RecordBatch.Entry>) throws {
    var rest = rows
    while !rest.isEmpty {
      let some = rest.prefix(Self.blockEntries - lines.count)
      lines += some.map {
        Line(
          length: UInt32($0.byteLength), lines: UInt32($0.lines), fields: UInt32($0.fieldCount),
          kind: UInt32(Kind.row.rawValue))
      }
      count += some.count
      rest = rest.dropFirst(some.count)
      if lines.count == Self.blockEntries { try flush() }
    }
  }

  mutating func flush() throws {
    guard !lines.isEmpty else { return }
    blocks.append(try spill.write(lines, at: end))
    end += lines.count * MemoryLayout<Line>.stride
    lines.removeAll(keepingCapacity: true)
  }

  /// Calls a body for every entry in file order.
  ///
  /// - Parameter body: What to do with an entry.
  /// - Throws: What the disk or the body throws.
  package func forEach(_ body: (Entry) throws -> Void) throws {
    for block in blocks {
      for line in try spill.read(block, as: Line.self) {
        try body(
          Entry(
            kind: Kind(rawValue: UInt8(line.kind)) ?? .row, length: Int(line.length),
            lines: Int(line.lines), fields: Int(line.fields)))
      }
    }
  }
}

extension RecordLog.Kind {
  /// Why such a record is no row.
  package func reason(fields: Int, expected: Int) -> String {
    switch self {
    case .wrongFieldCount: "it has \(fields) fields, the header has \(expected)"
    case .noLabel: "it has no label"
    case .notDecodable: "it is not UTF-8; convert the file first: iconv -f LATIN1 -t UTF-8 FILE"
    case .repeatedHeader: "it repeats the header"
    case .blank: "it is a blank line"
    case .comment: "it is a comment"
    case .preamble: "it stands before the header of a further file"
    case .behindTable: "it stands behind the end of the table"
    case .row, .header: ""
    }
  }

  /// The name under which such records are counted.
  package var name: String {
    switch self {
    case .wrongFieldCount: "wrong number of fields"
    case .noLabel: "no label"
    case .notDecodable: "not UTF-8"
    case .repeatedHeader: "repeated header"
    case .blank: "blank line"
    case .comment: "comment"
    case .preamble: "preamble"
    case .behindTable: "behind the table"
    case .row: "row"
    case .header: "header"
    }
  }
}
