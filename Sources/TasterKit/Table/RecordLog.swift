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

    /// Whether the record is rejected: data, but no row.
    package var isReject: Bool {
      self == .wrongFieldCount || self == .noLabel || self == .notDecodable
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

  private struct Block {
    let lengths: Extent
    let lines: Extent
    let fields: Extent
    let kinds: Extent
  }

  private static let blockEntries = 1 << 16

  private let spill: Spill
  private var end = 0
  private var blocks: [Block] = []
  private var lengths: [UInt32] = []
  private var lines: [UInt32] = []
  private var fields: [UInt32] = []
  private var kinds: [UInt8] = []
  /// How many entries there are.
  package private(set) var count = 0

  init(directory: String?) throws { spill = try Spill(directory: directory) }

  mutating func append(_ entry: Entry) throws {
    lengths.append(UInt32(entry.length))
    lines.append(UInt32(entry.lines))
    fields.append(UInt32(min(entry.fields, Int(UInt32.max))))
    kinds.append(entry.kind.rawValue)
    count += 1
    if lengths.count == Self.blockEntries { try flush() }
  }

  mutating func flush() throws {
    guard !lengths.isEmpty else { return }
    func write<T: BitwiseCopyable>(_ values: [T]) throws -> Extent {
      let extent = try spill.write(values, at: end)
      end += values.count * MemoryLayout<T>.stride
      return extent
    }
    blocks.append(
      Block(
        lengths: try write(lengths), lines: try write(lines), fields: try write(fields),
        kinds: try write(kinds)))
    lengths.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
  }

  /// Calls a body for every entry in file order.
  ///
  /// - Parameter body: What to do with an entry.
  /// - Throws: What the disk or the body throws.
  package func forEach(_ body: (Entry) throws -> Void) throws {
    for block in blocks {
      let lengths = try spill.read(block.lengths, zero: UInt32(0))
      let lines = try spill.read(block.lines, zero: UInt32(0))
      let fields = try spill.read(block.fields, zero: UInt32(0))
      let kinds = try spill.read(block.kinds, zero: UInt8(0))
      for i in lengths.indices {
        try body(
          Entry(
            kind: Kind(rawValue: kinds[i]) ?? .row, length: Int(lengths[i]),
            lines: Int(lines[i]), fields: Int(fields[i])))
      }
    }
  }
}
