extension RecordBatch {
  /// Records of a batch that all have the same number of fields: valid until the batch is filled again.
  package struct Rows: Sendable {
    /// Where each begins among the fields of the batch.
    let firstFields: [Int]
    let width: Int

    /// How many there are.
    package var count: Int { firstFields.count }
  }

  /// Some records as rows.
  ///
  /// - Parameters:
  ///   - places: Which records, in their order.
  ///   - width: How many fields each of them has.
  /// - Returns: The rows.
  package func rows(_ places: [Int], width: Int) -> Rows {
    let records = records
    let firstFields = places.map {
      precondition(records[$0].fieldCount == width, "a row has as many fields as the others")
      return records[$0].firstField
    }
    return Rows(firstFields: firstFields, width: width)
  }

  /// The code of a field's bytes in a dictionary, a new one where they have not stood before.
  ///
  /// - Returns: The code, or nil where the dictionary is full and the bytes are new.
  package func code(
    _ row: Int, _ column: Int, of rows: Rows, in dictionary: inout ByteDictionary
  ) -> Int32? {
    check(rows, column)
    return unsafe dictionary.code(staging.pointee.field(rows.firstFields[row] + column))
  }

  /// The code of a field's bytes in a dictionary; nil where they are not in it.
  package func find(
    _ row: Int, _ column: Int, of rows: Rows, in dictionary: borrowing ByteDictionary
  ) -> Int32? {
    check(rows, column)
    return unsafe dictionary.find(staging.pointee.field(rows.firstFields[row] + column))
  }

  /// Traps where a column is none of these rows.
  @inline(__always)
  func check(_ rows: Rows, _ column: Int) {
    precondition(column >= 0 && column < rows.width, "a row has as many columns as fields")
    precondition(
      unsafe (rows.firstFields.last ?? 0) + rows.width <= staging.pointee.fieldCount,
      "the rows are those of the batch")
  }
}
