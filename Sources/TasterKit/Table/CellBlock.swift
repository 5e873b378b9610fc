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
    var block = CellBlock(
      tallies: features.map { _ in ColumnTally(texts: ByteDictionary(limit: .max)) })
    block.kinds = sorter.kinds(range, of: batch)
    block.rows = zip(range, block.kinds).compactMap { $1 == .row ? $0 : nil }
    let count = block.rows.count
    var cells = [Double](repeating: 0, count: features.count * count)
    for start in stride(from: 0, to: count, by: Self.stripe) {
      let rows = block.rows[start..<min(start + Self.stripe, count)]
      for (k, j) in features.enumerated() {
        read(rows, j, of: batch, into: &cells, at: k * count + start, &block.tallies[k])
      }
    }
    block.cells = cells
    if let label = sorter.label { read(block.rows, label, of: batch, into: &block.labels) }
    if let source { read(block.rows, source, of: batch, into: &block.sources) }
    return block
  }

  private func read(
    _ rows: ArraySlice<Int>, _ j: Int, of batch: RecordBatch, into cells: inout [Double],
    at place: Int, _ tally: inout ColumnTally
  ) {
    if hasMissingNumber {
      for (k, i) in rows.enumerated() {
        if batch.find(i, j, in: sorter.missing) != nil {
          tally.missing += 1
          cells[place + k] = Cell.missing
        } else {
          cells[place + k] = cell(i, j, of: batch, batch.number(i, j), &tally)
        }
      }
      return
    }
    var range = NumberRange()
    batch.readNumbers(j, of: rows, into: &cells, at: place, range: &range) { i, reading in
      cell(i, j, of: batch, reading, &tally)
    }
    tally.range.merge(range)
  }

  private func cell(
    _ i: Int, _ j: Int, of batch: RecordBatch, _ reading: NumberReading, _ tally: inout ColumnTally
  ) -> Double {
    switch reading {
    case .number(let x):
      tally.range.add(x)
      return x
    case .overflow(let x):
      if tally.beyond == 0 { tally.firstBeyond = (i, batch.text(i, j)) }
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
    if batch.find(i, j, in: sorter.missing) != nil {
      tally.missing += 1
      return Cell.missing
    }
    if tally.firstText == nil { tally.firstText = (i, batch.text(i, j)) }
    return batch.code(i, j, in: &tally.texts).map { Cell.text($0) } ?? Cell.overflow
  }

  private func read(
    _ rows: [Int], _ j: Int, of batch: RecordBatch, into texts: inout TextCodes
  ) {
    texts.codes.reserveCapacity(rows.count)
    for i in rows { texts.codes.append(batch.code(i, j, in: &texts.texts) ?? -1) }
  }
}
