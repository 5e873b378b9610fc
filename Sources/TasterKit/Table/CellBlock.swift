import TasterCSV

/// What some records are, and the cells of those that are rows: made on any thread, taken in in the order of the file.
struct CellBlock: Sendable {
  /// What each record is.
  var kinds: [RecordLog.Kind] = []
  /// The rows among them, as places in the batch.
  var rows: [Int] = []
  /// The cells of the rows, feature by feature; codes from ``known`` on are those of the tallies here.
  var cells: [Double] = []
  /// How many texts of each feature had their codes before.
  var known: [Int]
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
  /// The numbers that mean "no value" where they are written as in the list of such texts.
  let missingNumbers: [Double]
  /// The texts of each feature that have their codes already; none where there are too many to be handed round.
  var known: [ByteDictionary]

  /// Reads some records of a batch.
  func read(_ range: Range<Int>, of batch: RecordBatch) -> CellBlock {
    let kinds = sorter.kinds(range, of: batch)
    let places = zip(range, kinds).compactMap { place, kind -> Int? in
      if case .row = kind { place } else { nil }
    }
    let rows = batch.rows(places, width: sorter.width)
    var cells = [Double](repeating: 0, count: features.count * rows.count)
    var columns = known.map { BlockColumn(known: $0) }
    let stripe = Self.stripe(batch)
    for start in stride(from: 0, to: rows.count, by: stripe) {
      let some = start..<min(start + stripe, rows.count)
      for (k, j) in features.enumerated() {
        let place = k * rows.count + start
        columns[k].read(
          j, of: rows, some, batch, places, into: &cells, at: place, missing: sorter.missing,
          missingNumbers: missingNumbers)
      }
    }
    var block = CellBlock(
      kinds: kinds, rows: places, cells: cells, known: known.map { $0.count },
      tallies: columns.map { $0.tally })
    if let label = sorter.label { block.labels = codes(label, of: rows, batch) }
    if let source { block.sources = codes(source, of: rows, batch) }
    return block
  }

  /// How many rows are gone through for one column before the next: their fields stay in the nearest cache.
  private static func stripe(_ batch: RecordBatch) -> Int {
    let bytes = batch.byteCount / max(batch.records.count, 1)
    return min(256, max(32, (1 << 15) / max(bytes, 1)))
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
  private let known: ByteDictionary

  /// A column some of whose texts have their codes already.
  init(known: ByteDictionary) { self.known = known }

  /// Reads some rows.
  mutating func read(
    _ j: Int, of rows: RecordBatch.Rows, _ range: Range<Int>, _ batch: RecordBatch,
    _ places: [Int], into cells: inout [Double], at place: Int, missing: ByteDictionary,
    missingNumbers: [Double]
  ) {
    let count = batch.readNumbers(
      j, of: rows, range, into: &cells, at: place, besides: missingNumbers, range: &tally.range,
      others: &others)
    for k in 0..<count {
      let row = Int(others[k])
      let x = cells[place + row]
      cells[place + row] =
        x.isNaN
        ? text(range.lowerBound + row, j, of: rows, batch, places, missing)
        : special(x, range.lowerBound + row, j, of: rows, batch, places, missing)
    }
  }

  /// The cell of a number that may mean "no value", or is beyond the range of a double: too small is as good as 0, too
  /// large no value to reckon with.
  private mutating func special(
    _ x: Double, _ place: Int, _ j: Int, of rows: RecordBatch.Rows, _ batch: RecordBatch,
    _ places: [Int], _ missing: ByteDictionary
  ) -> Double {
    if batch.find(place, j, of: rows, in: missing) != nil {
      tally.missing += 1
      return Cell.missing
    }
    let row = places[place]
    if case .number = batch.number(row, j) {
      tally.range.add(x)
      return x
    }
    if tally.beyond == 0 { tally.firstBeyond = (row, batch.text(row, j)) }
    tally.beyond += 1
    if x == 0 {
      tally.range.add(0)
      return 0
    }
    tally.infinite += 1
    return Cell.infinite
  }

  /// The cell of what is no number.
  private mutating func text(
    _ row: Int, _ j: Int, of rows: RecordBatch.Rows, _ batch: RecordBatch, _ places: [Int],
    _ missing: ByteDictionary
  ) -> Double {
    if let code = batch.find(row, j, of: rows, in: known) {
      tally.texted += 1
      return Cell.text(code)
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
    return Cell.text(Int32(known.count) + code)
  }
}
