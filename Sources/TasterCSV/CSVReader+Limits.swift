/// Fields and records that are longer than they may be.
extension CSVReader {
  /// Refuses a field that is longer than it may be.
  func checkFields(_ batch: RecordBatch) throws {
    guard let last = batch.records.last, last.byteLength > limits.fieldBytes,
      batch.longestField > limits.fieldBytes
    else { return }
    batch.records.removeLast()
    throw Self.tooLong("field", limits.fieldBytes, offset: last.byteOffset, line: last.line)
  }

  /// What is thrown for something too long.
  static func tooLong(
    _ what: String, _ limit: Int, offset: Int, line: Int
  ) -> CSVError {
    CSVError(
      what == "field" ? .fieldTooLong : .recordTooLong, byteOffset: offset, line: line,
      "the \(what) that begins here is longer than \(limit >> 20) MiB; the file may be binary, or a "
        + "quote or line end is missing")
  }
}
