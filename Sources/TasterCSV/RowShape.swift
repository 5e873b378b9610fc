/// What a row of a table looks like, as the first rows have it: what else stands in the file can be told from it.
package struct RowShape: Sendable, Hashable {
  /// What a record looks like beside a row.
  package enum Mark: UInt8, Sendable {
    case row
    /// Nothing stands in it.
    case blank
    /// It has another number of fields.
    case odd
    /// At most half as many fields hold something as in a row.
    case thin
    /// Text stands in a column of numbers.
    case misfit
    /// Text stands in every column of numbers.
    case names
    /// It says what the header says.
    case header
    /// It is no record: a comment, or what stands before the header.
    case none
  }

  /// How many fields a row has.
  package let width: Int
  /// How many of them hold something, in nearly all rows.
  let filled: Int
  /// The columns of numbers.
  let numbers: [Int]
  /// The names of the columns; empty where there are none, or in several lines.
  let header: [String]

  /// What a record looks like.
  package func mark(_ i: Int, of batch: RecordBatch) -> Mark {
    let entry = batch.records[i]
    if entry.flags.contains(.blank) { return .blank }
    if entry.isNoRecord { return .none }
    let count = entry.fieldCount
    let filled = (0..<count).count { batch.field(i, $0).count > 0 }
    if filled == 0 { return .blank }
    if 2 * filled <= self.filled { return .thin }
    guard count == width else { return .odd }
    let isText = numbers.map { batch.number(i, $0) == .notANumber && !isMissing(i, $0, batch) }
    guard isText.contains(true) || numbers.isEmpty else { return .row }
    if !header.isEmpty, (0..<width).allSatisfy({ batch.text(i, $0) == header[$0] }) {
      return .header
    }
    if numbers.isEmpty { return .row }
    return isText.contains(false) ? .misfit : .names
  }

  /// What some records look like.
  package func marks(_ range: Range<Int>, of batch: RecordBatch) -> [Mark] {
    range.map { mark($0, of: batch) }
  }

  private func isMissing(_ record: Int, _ field: Int, _ batch: RecordBatch) -> Bool {
    batch.field(record, field).count <= 4 && CellType.missing.contains(batch.text(record, field))
  }
}
