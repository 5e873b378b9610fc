import TasterCSV

/// What some records are, and the cells of those that are rows: made on any thread, taken in in the order of the file.
struct CellBlock: Sendable {
  /// What each record is.
  var kinds: [RecordLog.Kind] = []
  /// The rows among them, as places in the batch.
  var rows: [Int] = []
  /// The cells of the rows, feature by feature; the codes of texts are those of the tallies here.
  var cells: [Double] = []
  /// What each feature holds; first texts and numbers carry the place of their record as line.
  var tallies: [ColumnTally]
  var labels = TextCodes()
  var sources = TextCodes()
}

/// Texts by their codes in a dictionary of their own.
struct TextCodes: Sendable {
  var codes: [Int32] = []
  var texts = ByteDictionary(limit: .max)
}

/// Turns records into cells.
struct CellReader: Sendable {
  let sorter: RowSorter
  /// Which fields are features.
  let features: [Int]
  let source: Int?
  /// Whether some number means "no value".
  let hasMissingNumber: Bool

  /// How many rows are gone through for one column before the next: their fields stay near.
  private static let stripe = 256

  /// Reads some records of a batch.
  func read(_ range: Range<Int>, of batch: RecordBatch) -> CellBlock {
    let kinds = sorter.kinds(range, of: batch)
    let places = zip(range, kinds).compactMap { place, kind -> Int? in
      if case .row = kind { place } else { nil }
    }
    let rows = batch.rows(places, width: sorter.width)
    var cells = [Double](repeating: 0, count: features.count * rows.count)
    var columns = features.map { _ in BlockColumn() }
    for start in stride(from: 0, to: rows.count, by: Self.stripe) {
      let some = start..<min(start + Self.stripe, rows.count)
      for (k, j) in features.enumerated() {
        let place = k * rows.count + start
        columns[k].read(
          j, of: rows, some, batch, places, into: &cells, at: place, missing: sorter.missing,
          hasMissingNumber: hasMissingNumber)
      }
    }
    var block = CellBlock(
      kinds: kinds, rows: places, cells: cells, tallies: columns.map { $0.tally })
    if let label = sorter.label { block.labels = codes(label, of: rows, batch) }
    if let source { block.sources = codes(source, of: rows, batch) }
    return block
  }

  private func codes(_ column: Int, of rows: RecordBatch.Rows, _ batch: RecordBatch) -> TextCodes {
    var result = TextCodes()
    result.codes.reserveCapacity(rows.count)
    for i in 0..<rows.count {
      result.codes.append(batch.code(i, column, of: rows, in: &result.texts) ?? -1)
    }
    return result
  }
}

/// A column of a block that is being read.
private struct BlockColumn {
  var tally = ColumnTally(texts: ByteDictionary(limit: .max))
  /// Whether a text means "no value", by its code.
  private var isMissing: [Bool] = []
  private var others: [UInt32] = []

  /// Reads some rows.
  mutating func read(
    _ j: Int, of rows: RecordBatch.Rows, _ range: Range<Int>, _ batch: RecordBatch,
    _ places: [Int], into cells: inout [Double], at place: Int, missing: ByteDictionary,
    hasMissingNumber: Bool
  ) {
    if hasMissingNumber {
      for (k, i) in range.enumerated() {
        let isMissing = batch.find(places[i], j, in: missing) != nil
        if isMissing { tally.missing += 1 }
        let reading = isMissing ? nil : batch.number(places[i], j)
        cells[place + k] =
          reading.map { cell($0, i, j, of: rows, batch, places, missing) } ?? Cell.missing
      }
      return
    }
    let count = batch.readNumbers(
      j, of: rows, range, into: &cells, at: place, range: &tally.range, others: &others)
    for k in 0..<count {
      let row = Int(others[k])
      let x = cells[place + row]
      cells[place + row] = cell(
        x.isNaN ? .notANumber : .overflow(x), range.lowerBound + row, j, of: rows, batch, places,
        missing)
    }
  }

  private mutating func cell(
    _ reading: NumberReading, _ row: Int, _ j: Int, of rows: RecordBatch.Rows,
    _ batch: RecordBatch, _ places: [Int], _ missing: ByteDictionary
  ) -> Double {
    switch reading {
    case .number(let x):
      tally.range.add(x)
      return x
    case .overflow(let x):
      if tally.beyond == 0 { tally.firstBeyond = (places[row], batch.text(places[row], j)) }
      tally.beyond += 1
      // Too small for a double is as good as 0; too large is no value to reckon with.
      if x == 0 {
        tally.range.add(0)
        return 0
      }
      tally.infinite += 1
      return Cell.infinite
    case .notANumber: break
    }
    guard let code = batch.code(row, j, of: rows, in: &tally.texts) else { return Cell.overflow }
    if Int(code) == isMissing.count {
      isMissing.append(batch.find(places[row], j, in: missing) != nil)
    }
    if isMissing[Int(code)] {
      tally.missing += 1
      return Cell.missing
    }
    if tally.firstText == nil { tally.firstText = (places[row], batch.text(places[row], j)) }
    return Cell.text(code)
  }
}
