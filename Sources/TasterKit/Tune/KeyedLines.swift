import TasterCSV

/// A small CSV file with known columns, read batch by batch: scores, truth, decisions.
struct KeyedLines: ~Copyable {
  /// The names of its columns.
  private(set) var columns: [String]
  private let path: String
  private var reader: CSVReader
  private var source: HashingSource
  private let batch: RecordBatch

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - first: The columns with which it has to begin.
  /// - Returns: A reader behind the header.
  /// - Throws: ``TableError`` where it cannot be read or begins otherwise.
  static func open(_ path: String, first: [String]) throws -> KeyedLines {
    var lines: KeyedLines
    do {
      lines = KeyedLines(
        path, source: HashingSource(try InputFile(path).bytes()),
        dialect: try Dialect(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\"")))
    } catch {
      throw TableError(error)
    }
    lines.columns = try lines.header()
    guard lines.columns.starts(with: first) else {
      throw TableError(
        .unreadable,
        "\(path) does not begin with the columns \(first.joined(separator: ", "))")
    }
    return lines
  }

  private init(_ path: String, source: HashingSource, dialect: Dialect) {
    self.path = path
    self.source = source
    reader = CSVReader(dialect: dialect)
    batch = RecordBatch()
    columns = []
  }

  private mutating func header() throws -> [String] {
    do {
      guard try reader.next(batch, from: &source, maxRecords: 1), !batch.records.isEmpty else {
        return []
      }
      return (0..<batch.records[0].fieldCount).map { batch.text(0, $0) }
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// The next records, all as long as the header; nil at the end.
  ///
  /// - Returns: A batch that is filled again by the next call.
  /// - Throws: ``TableError`` for a record of another length.
  mutating func next() throws -> RecordBatch? {
    do {
      while try reader.next(batch, from: &source, maxRecords: 4_096) {
        if batch.records.isEmpty { continue }
        for i in batch.records.indices where batch.records[i].fieldCount != columns.count {
          throw fault(
            i, "\(batch.records[i].fieldCount) fields instead of \(columns.count)")
        }
        return batch
      }
      return nil
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// What is wrong with a record of the last batch.
  func fault(_ record: Int, _ what: String) -> TableError {
    TableError(
      .unreadable, "\(path), line \(batch.records[record].line): \(what)")
  }
}
