package import TasterCSV
import TasterKernels

/// A table of typed columns on disk, with the map of the records it came from.
public struct Table: Sendable {
  /// One file of the input.
  public struct Input: Sendable, Hashable {
    /// The name as it was given.
    public let name: String
    /// The bytes of the CSV text, decompressed.
    public let bytes: Int
    /// The SHA-256 of the CSV text, in hexadecimal.
    public let sha256: String
    /// The rows and the rejected records in it: no header, no blank line.
    public let records: Int
    /// The records and blank lines in it, headers included.
    public internal(set) var entries: Int
    /// Whether a line end has to follow it when another file is put behind it.
    public internal(set) var lacksLineEnd: Bool
  }

  /// What the columns are.
  public let schema: Schema
  /// How many rows there are.
  public let rowCount: Int
  /// The files, in the order given.
  public let inputs: [Input]
  /// What the files were understood to be.
  package let layout: Layout
  /// The bytes up to and with the header of the first file: the head of every output.
  package let headBytes: Int
  /// What was guessed and what is remarkable, in sentences.
  public let remarks: [String]
  /// How many records were rejected, by reason.
  public let rejects: [(reason: String, count: Int)]
  /// The first five rejected records.
  package let rejectExamples: [RecordLog.Reject]
  /// How many lines hold no record: blank ones, comments, what stands before the header of a further file.
  public let blankLines: Int
  package let log: RecordLog
  package let files: [InputFile]
  package let options: TableOptions
  let store: CellStore
  /// Where each column stands in the store; −1 for those that are not kept.
  let slots: [Int]
  let labels: [Int32]
  let sources: [Int32]
  /// The codes of every categorical column, in the order of ``Schema/categorical``.
  let codings: [Coding]
  /// In what the columns are not what they are in the table that told how to read this one, in sentences.
  package let departures: [String]
}

extension Table {
  /// The byte between fields.
  public var delimiter: UInt8 { layout.dialect.delimiter }
  /// The byte round fields; nil where quotes are data.
  public var quote: UInt8? { layout.dialect.quote }
  /// The line end of the header.
  package var lineEnd: [UInt8] { layout.lineEnd }
}

/// How the cells of a categorical column become codes.
struct Coding: Sendable {
  /// The code of each text, by its code in the column's dictionary.
  let ofText: [Int32]
  /// The code of each number.
  let ofNumber: [UInt64: Int32]

  func code(_ cell: Double) -> Int32 {
    if let text = Cell.code(cell) { return ofText[text] }
    return cell.isNaN ? -1 : ofNumber[bits(cell)] ?? -1
  }
}

/// The bits by which numbers are equal: −0 is 0.
func bits(_ x: Double) -> UInt64 { x == 0 ? 0 : x.bitPattern }

extension Table: RowTable {
  package var chunkCount: Int { store.chunkCount }

  /// Reads rows back.
  ///
  /// - Parameter index: 0 ..< ``chunkCount``.
  /// - Returns: The rows, typed.
  /// - Throws: What the disk throws.
  /// - Complexity: O(rows of the chunk × features).
  package func chunk(_ index: Int) throws -> Chunk {
    let first = index * store.chunkRows
    let count = min(store.chunkRows, rowCount - first)
    var numeric: [Double] = []
    numeric.reserveCapacity(count * schema.numeric.count)
    for j in schema.numeric { numeric += try store.column(slots[j], chunk: index) }
    var codes: [Int32] = []
    for (k, j) in schema.categorical.enumerated() {
      let coding = codings[k]
      codes += try store.column(slots[j], chunk: index).map { coding.code($0) }
    }
    let classes = try store.labels(chunk: index)
    let origins = try store.sources(chunk: index)
    return Chunk(
      firstRow: first, count: count, numeric: numeric, codes: codes,
      labels: labels.isEmpty
        ? [Int32](repeating: 0, count: count) : classes.map { labels[Int($0)] },
      sources: sources.isEmpty
        ? [Int32](repeating: 0, count: count) : origins.map { sources[Int($0)] })
  }
}

/// The cells of a table in chunks of a fixed number of rows, column by column, on disk.
struct CellStore: Sendable {
  private struct Part: Sendable {
    let columns: [Extent]
    let labels: Extent
    let sources: Extent
  }

  let chunkRows: Int
  private let spill: Spill
  private var parts: [Part] = []
  private var end = 0

  var chunkCount: Int { parts.count }

  /// At most four megabytes of numbers a chunk, a power of two of rows: it depends on the number of columns alone.
  static func chunkRows(columns: Int) -> Int {
    var rows = 64
    while rows < 8_192, 2 * rows * max(columns, 1) <= 1 << 19 { rows *= 2 }
    return rows
  }

  init(columns: Int, directory: String?) throws {
    chunkRows = Self.chunkRows(columns: columns)
    spill = try Spill(directory: directory)
  }

  mutating func append(columns: [[Double]], labels: [Int32], sources: [Int32]) throws {
    let extents = try columns.map { try write($0) }
    parts.append(Part(columns: extents, labels: try write(labels), sources: try write(sources)))
  }

  private mutating func write<T: BitwiseCopyable>(_ values: [T]) throws -> Extent {
    let extent = try spill.write(values, at: end)
    end += values.count * MemoryLayout<T>.stride
    return extent
  }

  func column(_ j: Int, chunk: Int) throws -> [Double] {
    try spill.read(parts[chunk].columns[j], as: Double.self)
  }

  func labels(chunk: Int) throws -> [Int32] { try spill.read(parts[chunk].labels, as: Int32.self) }
  func sources(chunk: Int) throws -> [Int32] {
    try spill.read(parts[chunk].sources, as: Int32.self)
  }
}
