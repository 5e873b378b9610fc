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
    let vocabulary = Vocabulary(table.schema)
    let drawn = try DrawnRows(table, seed: seed, capacity: capacity, vocabulary: vocabulary)
    self.init(drawn, seed: seed, vocabulary: vocabulary)
  }

  /// Brings drawn rows into their order.
  ///
  /// - Parameters:
  ///   - drawn: The rows.
  ///   - seed: The key of the draw.
  ///   - vocabulary: What their codes stand for.
  /// - Complexity: O(rows × features).
  package init(_ drawn: DrawnRows, seed: UInt64, vocabulary: Vocabulary) {
    let keys = drawn.keys(seed: seed, vocabulary: vocabulary)
    let order = canonicalOrder(
      numeric: drawn.numeric, codes: drawn.codes, labels: drawn.labels,
      draws: keys.map { $0.draw }, seed: seed)
    numeric = drawn.numeric.gather(order)
    codes = drawn.codes.map { list in order.map { list[$0] } }
    labels = order.map { drawn.labels[$0] }
    sources = order.map { drawn.sources[$0] }
    rows = order.map { drawn.rows[$0] }
    featureKeys = order.map { keys[$0].features }
    isWhole = drawn.isWhole
    var position: [UInt64: Int] = [:]
    for (i, k) in order.enumerated() where position[keys[k].row] == nil {
      position[keys[k].row] = i
    }
    self.position = position
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
