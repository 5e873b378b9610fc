package import TasterKernels

/// The rows that everything is learned from: all of them while they fit, else a keyed draw.
///
/// Rows are drawn by a hash of their content, never by position, so the order of the file does not matter; the rows of
/// a draw stand in an order that follows the ranks of their values, so neither does the unit of a column.
package struct RowSample: Sendable {
  /// The numeric features, *n* × d; NaN where a value is missing.
  package let numeric: Numbers
  /// The codes of the categorical features: c lists of *n*; −1 where a value is missing.
  package let codes: [[Int32]]
  /// The class codes, *n*.
  package let labels: [Int]
  /// The source codes, *n*.
  package let sources: [Int]
  /// The row numbers in the table, counted from 0.
  package let rows: [Int]
  /// The key of features alone, *n*.
  package let featureKeys: [UInt64]
  /// Whether every row of the table is here.
  package let isWhole: Bool
  /// Where a row's content stands in the sample (its first copy).
  let position: [UInt64: Int]

  /// How many rows there are: *n*.
  package var count: Int { rows.count }

  /// At most this many copies of one content enter a draw, so a flood cannot push everything else out.
  package static let copies = 256

  /// The number of rows that a table of `features` columns learns from.
  ///
  /// Twenty thousand rows settle models of some hundred coefficients; a block of 12 million numbers (96 MB) bounds
  /// the memory of wide tables.
  package static func capacity(features: Int) -> Int {
    max(2_000, min(20_000, 12_000_000 / max(features, 1)))
  }

  /// Draws the sample of a table: one pass for the keys, one for the rows.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - seed: The key of the draw.
  ///   - capacity: How many rows to take at most.
  /// - Throws: What the table throws.
  /// - Complexity: O(rows × features) time, O(capacity × features) memory.
  package init(_ table: some RowTable, seed: UInt64, capacity: Int) throws {
    var draw = Draw(capacity: capacity)
    for c in 0..<table.chunkCount {
      let chunk = try table.chunk(c)
      draw.add(RowKey.of(chunk, seed: seed), firstRow: chunk.firstRow)
    }
    let chosen = draw.finish()
    try self.init(table, chosen: chosen, isWhole: chosen.count == table.rowCount, seed: seed)
  }

  private init(_ table: some RowTable, chosen: [Drawn], isWhole: Bool, seed: UInt64) throws {
    let byRow = chosen.sorted { $0.row < $1.row }
    let d = table.schema.numeric.count
    let c = table.schema.categorical.count
    var numeric = Numbers(rows: byRow.count, columns: d)
    var codes = [[Int32]](repeating: [], count: c)
    var labels: [Int] = []
    var sources: [Int] = []
    var next = 0
    for index in 0..<table.chunkCount where next < byRow.count {
      let chunk = try table.chunk(index)
      while next < byRow.count, byRow[next].row < chunk.firstRow + chunk.count {
        let i = byRow[next].row - chunk.firstRow
        for j in 0..<d { numeric[next, j] = chunk.numeric[j * chunk.count + i] }
        for j in 0..<c { codes[j].append(chunk.codes[j * chunk.count + i]) }
        labels.append(Int(chunk.labels[i]))
        sources.append(Int(chunk.sources[i]))
        next += 1
      }
    }
    let order = canonicalOrder(
      numeric: numeric, codes: codes, labels: labels, draws: byRow.map { $0.key.draw }, seed: seed)
    self.numeric = numeric.gather(order)
    self.codes = codes.map { list in order.map { list[$0] } }
    self.labels = order.map { labels[$0] }
    self.sources = order.map { sources[$0] }
    self.rows = order.map { byRow[$0].row }
    self.featureKeys = order.map { byRow[$0].key.features }
    self.isWhole = isWhole
    var position: [UInt64: Int] = [:]
    for (i, k) in order.enumerated() where position[byRow[k].key.row] == nil {
      position[byRow[k].key.row] = i
    }
    self.position = position
  }
}

/// A row in the running for a place in the sample.
private struct Drawn {
  var key: RowKey
  var row: Int
}

/// Keeps the rows with the smallest keys, at most ``RowSample/copies`` of one content.
private struct Draw {
  let capacity: Int
  var kept: [Drawn] = []
  var bound = UInt64.max
  var seen = 0

  init(capacity: Int) { self.capacity = capacity }

  mutating func add(_ keys: [RowKey], firstRow: Int) {
    seen += keys.count
    for (i, key) in keys.enumerated() where key.draw <= bound {
      kept.append(Drawn(key: key, row: firstRow + i))
    }
    if kept.count > 2 * capacity { prune() }
  }

  mutating func finish() -> [Drawn] {
    if seen > capacity { prune() }
    return kept
  }

  private mutating func prune() {
    kept.sort { ($0.key.draw, $0.row) < ($1.key.draw, $1.row) }
    var pruned: [Drawn] = []
    var previous: UInt64?
    var run = 0
    for entry in kept {
      run = entry.key.draw == previous ? run + 1 : 1
      previous = entry.key.draw
      guard run <= RowSample.copies else { continue }
      pruned.append(entry)
      guard pruned.count < capacity else { break }
    }
    // While there is room, a row of any key may still come in.
    if pruned.count == capacity, let last = pruned.last { bound = last.key.draw }
    kept = pruned
  }
}

/// An order of rows that depends on the ranks of their values and on nothing else.
///
/// Neither the order of rows, nor that of columns, nor a column's unit changes it. A column is told from others by how
/// its values go with the classes; rows that still cannot be told apart stand in the order of the draw.
private func canonicalOrder(
  numeric: Numbers, codes: [[Int32]], labels: [Int], draws: [UInt64], seed: UInt64
) -> [Int] {
  let n = numeric.rows
  let columns =
    (0..<numeric.columns).map { ranks(numeric.column($0)) }
    + codes.map { list in list.map { mix(UInt64(bitPattern: Int64($0))) } }
  // The second round tells columns apart that go with the classes alike.
  var hashes = labels.map { mix(UInt64($0) &+ 1) }
  for _ in 0..<2 {
    let before = hashes
    for values in columns {
      var salt: UInt64 = 0
      for i in 0..<n { salt &+= mix(values[i] &+ before[i]) }
      salt = mix(salt)
      for i in 0..<n { hashes[i] &+= mix(values[i] ^ salt) }
    }
    for i in 0..<n { hashes[i] = mix(hashes[i]) }
  }
  let keys = hashes.map { mix($0 ^ seed) }
  return (0..<n).sorted { (keys[$0], draws[$0], $0) < (keys[$1], draws[$1], $1) }
}

/// The mid-rank of every value of a column as a hash; 0 for a missing one.
private func ranks(_ column: [Double]) -> [UInt64] {
  let order = ascendingOrder(column)
  var ranks = [UInt64](repeating: 0, count: column.count)
  var start = 0
  while start < order.count, !column[order[start]].isNaN {
    let value = column[order[start]]
    var stop = start + 1
    while stop < order.count, column[order[stop]] == value { stop += 1 }
    let rank = mix(UInt64(start + stop))
    for k in start..<stop { ranks[order[k]] = rank }
    start = stop
  }
  return ranks
}
