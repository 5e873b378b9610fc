import TasterCSV

/// Tells what every record of a file is, in the order of the file.
struct RecordSorter: Sendable {
  /// How many fields a row has.
  let width: Int
  /// The column of labels; nil in a table without.
  let label: Int?
  /// The texts that mean "no value".
  let missing: ByteDictionary
  /// How many records name the columns; 0 for none.
  let headerLines: Int
  /// Whether the header is that of the data set; a further file only repeats it.
  let isFirstFile: Bool
  /// How many records of the header are still to come.
  private var headersLeft: Int

  /// A sorter at the start of a file.
  init(
    width: Int, label: Int?, missing: ByteDictionary, headerLines: Int, isFirstFile: Bool
  ) {
    self.width = width
    self.label = label
    self.missing = missing
    self.headerLines = headerLines
    self.isFirstFile = isFirstFile
    headersLeft = headerLines
  }

  /// The same sorter, once the header has been understood.
  func known(width: Int, label: Int?) -> RecordSorter {
    var sorter = RecordSorter(
      width: width, label: label, missing: missing, headerLines: headerLines,
      isFirstFile: isFirstFile)
    sorter.headersLeft = headersLeft
    return sorter
  }

  /// What the next record is.
  ///
  /// - Parameters:
  ///   - i: Its position in the batch.
  ///   - batch: Where it is.
  /// - Returns: Its kind.
  mutating func kind(of i: Int, in batch: RecordBatch) -> RecordLog.Kind {
    let entry = batch.records[i]
    if entry.flags.contains(.preamble) { return isFirstFile ? .header : .preamble }
    if entry.flags.contains(.comment) {
      // Behind the header no line goes unjudged to the clean rows.
      return isFirstFile && headersLeft > 0 && headersLeft == headerLines ? .header : .comment
    }
    if entry.flags.contains(.blank) || headersLeft > 0 && batch.isEmpty(i) { return .blank }
    if headersLeft > 0 {
      headersLeft -= 1
      return isFirstFile ? .header : .repeatedHeader
    }
    if entry.fieldCount != width { return .wrongFieldCount }
    if !batch.isUTF8(i) { return .notDecodable }
    if let label, batch.find(i, label, in: missing) != nil { return .noLabel }
    return .row
  }
}

extension RecordBatch {
  /// Whether a record has nothing in it; it may be a row of a table of one column, but never the header.
  func isEmpty(_ i: Int) -> Bool {
    let count = records[i].fieldCount
    return count == 0 || count == 1 && text(i, 0).isEmpty
  }
}
