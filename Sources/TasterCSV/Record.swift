/// Reads records out of their file.
package struct Record {
  private let batch: RecordBatch

  /// Reads the bytes of one record alone, as they were read in the file; nil where they are no record.
  ///
  /// - Parameters:
  ///   - bytes: The record with its line end, as it came.
  ///   - dialect: How fields are told apart.
  ///   - encoding: What the bytes are.
  ///   - width: How many fields a row has, where that is known: quotes that do not add up to it are repaired.
  ///   - types: What the columns hold, where too many fields are split by that.
  /// - Throws: ``CSVError``.
  package init?(
    _ bytes: [UInt8], dialect: Dialect, encoding: TextEncoding, width: Int?, types: [CellType] = []
  ) throws {
    let text = encoding == .utf8 ? bytes : TextDecoder.decode(bytes, from: encoding)
    var dialect = dialect
    dialect.comment = nil
    var options = CSVReader.Options()
    options.limits.fieldBytes = text.count + 1
    options.limits.recordBytes = text.count + 1
    options.keepsBlankLines = true
    options.width = width
    options.types = types
    options.blockSize = 4_096
    var reader = CSVReader(dialect, options)
    var memory = MemorySource(text)
    batch = RecordBatch()
    guard try reader.next(batch, from: &memory, maxRecords: 1) else { return nil }
  }

  /// How many fields there are.
  package var count: Int { batch.records[0].fieldCount }

  /// A field as text; nil where there are fewer.
  package func text(_ field: Int) -> String? { field < count ? batch.text(0, field) : nil }

  /// A field as a number; nil where it is none.
  package func number(_ field: Int) -> Double? {
    if field < count, case .number(let x) = batch.number(0, field) { x } else { nil }
  }
}
