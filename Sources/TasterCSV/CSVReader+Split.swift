/// Rows of too many fields.
extension CSVReader {
  /// Closes a record; where it has more fields than there are columns, those are joined if there is one way to do it.
  mutating func closeOrSplit(_ batch: RecordBatch, flags: RecordBatch.Entry.Flags) {
    let kept = unsafe batch.staging.pointee.keptFields
    let count = unsafe batch.staging.pointee.fieldCount - kept
    guard let split, count > split.width, !parser.isQuoteless else {
      return close(batch, flags: flags)
    }
    let fields = (kept..<kept + count).map { i in
      let bytes = unsafe batch.staging.pointee.field(i)
      return unsafe TypeSplit.Field(
        text: Array(bytes), isNumber: RecordBatch.number(bytes) != .notANumber)
    }
    let line = unsafe Array(UnsafeBufferPointer(start: buffer + start, count: position - start))
    guard let cells = split.cells(line.dropLineEnd(), fields) else {
      return close(batch, flags: flags)
    }
    unsafe batch.staging.pointee.rewind()
    for cell in cells {
      let room = unsafe batch.staging.pointee.room(for: cell.count + 1, behind: 0)
      _ = unsafe room.update(fromContentsOf: cell)
      unsafe batch.staging.pointee.endField(cell.count)
    }
    close(batch, flags: flags.union(.splitByType))
  }
}
