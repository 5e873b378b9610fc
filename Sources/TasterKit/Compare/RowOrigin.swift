import TasterCSV

/// Where one row of a table stands in its file, and where it came from.
struct RowOrigin: Sendable {
  /// Its record.
  let place: ChangedRow.Place
  /// What stands in the source column; nil without one.
  var source: String?
  /// What stands in the time column; nil without one.
  var time: String?
}

extension Table {
  /// Where the rows of a table of one file came from, read from its text again.
  ///
  /// - Parameter rows: The numbers of the rows that are told one by one, from 1, ascending.
  /// - Returns: What is known of all rows, and of these.
  /// - Throws: What the disk throws, and ``TableError`` where the file is another one now.
  /// - Complexity: O(records); O(bytes) where there is a column of sources or of times.
  func origins(of rows: [Int]) throws -> (all: Origins, told: [RowOrigin]) {
    func column(_ role: Column.Role) -> Int? { schema.columns.firstIndex { $0.role == role } }
    let (source, time) = (column(.source), column(.time))
    var all = try Origins(source: source, time: time, directory: options.temporaryDirectory)
    var told: [RowOrigin] = []
    var (row, offset) = (0, 0)
    let hasTexts = source != nil || time != nil
    var reader = hasTexts ? BlockReader(try files[0].text()) : nil
    try log.forEach { entry in
      let bytes = try reader?.next(entry.length)
      defer { offset += entry.length }
      guard entry.kind == .row else { return }
      row += 1
      var origin = RowOrigin(
        place: ChangedRow.Place(row: row, byteOffset: offset, byteLength: entry.length))
      if let bytes {
        let record =
          bytes.count == entry.length
          ? try Record(
            bytes, dialect: layout.dialect, encoding: layout.encoding,
            width: schema.columns.count, types: layout.types)
          : nil
        guard let record else {
          throw TableError(
            .changed, "\(inputs[0].name) was changed while it was read; compare again")
        }
        (origin.source, origin.time) = (
          source.flatMap { record.text($0) }, time.flatMap { record.text($0) }
        )
        try all.add(source: origin.source, time: origin.time)
      }
      if told.count < rows.count, rows[told.count] == row { told.append(origin) }
    }
    try all.finish()
    return (all, told)
  }
}
