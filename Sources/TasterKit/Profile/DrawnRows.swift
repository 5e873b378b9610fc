package import TasterKernels

/// The rows of a draw in the order of the table: the part of a sample that is kept and shipped.
///
/// The smallest keys of a union are among the smallest keys of its parts, so draws of parts merge into the draw of the
/// whole.
package struct DrawnRows: Sendable, Hashable {
  /// The numeric features, *n* × d; NaN where a value is missing.
  package var numeric: Numbers
  /// The codes of the categorical features: c lists of *n*; −1 where a value is missing.
  package var codes: [[Int32]]
  /// The class codes, *n*.
  package var labels: [Int]
  /// The source codes, *n*.
  package var sources: [Int]
  /// The row numbers in the table, counted from 0, ascending.
  package var rows: [Int]
  /// Whether every row of the table is here.
  package var isWhole: Bool

  /// How many rows there are: *n*.
  package var count: Int { rows.count }

  /// Rows that are known.
  package init(
    numeric: Numbers, codes: [[Int32]], labels: [Int], sources: [Int], rows: [Int], isWhole: Bool
  ) {
    self.numeric = numeric
    self.codes = codes
    self.labels = labels
    self.sources = sources
    self.rows = rows
    self.isWhole = isWhole
  }

  /// Draws from a table: one pass for the keys, one for the rows.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - seed: The key of the draw.
  ///   - capacity: How many rows to take at most.
  ///   - vocabulary: What the codes stand for.
  /// - Throws: What the table throws.
  /// - Complexity: O(rows × features) time, O(capacity × features) memory.
  package init(
    _ table: some RowTable, seed: UInt64, capacity: Int, vocabulary: Vocabulary
  ) throws {
    var draw = Draw(capacity: capacity)
    for c in 0..<table.chunkCount {
      let chunk = try table.chunk(c)
      draw.add(
        RowKey.of(chunk, seed: seed, vocabulary: vocabulary), firstRow: chunk.firstRow)
    }
    let byRow = draw.finish().sorted { $0.row < $1.row }
    let d = table.schema.numeric.count
    let c = table.schema.categorical.count
    numeric = Numbers(rows: byRow.count, columns: d)
    codes = [[Int32]](repeating: [], count: c)
    labels = []
    sources = []
    rows = byRow.map { $0.row }
    isWhole = byRow.count == table.rowCount
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
  }

  /// The draw of a table whose parts were drawn from: rows of the first part before those of the second.
  ///
  /// - Parameters:
  ///   - other: The second part, its codes those of the same schema.
  ///   - shift: How many rows the first part's table has.
  ///   - seed: The key of both draws.
  ///   - capacity: How many rows to keep at most, as it was for the parts.
  ///   - vocabulary: What the codes stand for.
  /// - Returns: The rows that a draw from the whole table takes; of more equal rows than it keeps, perhaps others.
  /// - Complexity: O(*n* log *n*).
  package func merged(
    _ other: DrawnRows, shift: Int, seed: UInt64, capacity: Int, vocabulary: Vocabulary
  ) -> DrawnRows {
    let all = DrawnRows(
      numeric: .join(rowsOf: [numeric, other.numeric]), codes: zip(codes, other.codes).map(+),
      labels: labels + other.labels, sources: sources + other.sources,
      rows: rows + other.rows.map { $0 + shift }, isWhole: isWhole && other.isWhole)
    guard all.count > capacity || !all.isWhole else { return all }
    var draw = Draw(capacity: capacity)
    let keys = all.keys(seed: seed, vocabulary: vocabulary)
    draw.add(keys, firstRow: 0)
    var chosen = all.gather(draw.prunedPositions().sorted())
    chosen.isWhole = false
    return chosen
  }

  /// Some of the rows.
  ///
  /// - Parameter positions: Ascending.
  /// - Returns: The rows there, in that order.
  func gather(_ positions: [Int]) -> DrawnRows {
    DrawnRows(
      numeric: numeric.gather(positions), codes: codes.map { list in positions.map { list[$0] } },
      labels: positions.map { labels[$0] }, sources: positions.map { sources[$0] },
      rows: positions.map { rows[$0] }, isWhole: isWhole && positions.count == count)
  }

  /// The keys of the rows.
  ///
  /// - Complexity: O(*n* (d + c)).
  package func keys(seed: UInt64, vocabulary: Vocabulary) -> [RowKey] {
    RowKey.of(chunk, seed: seed, vocabulary: vocabulary)
  }

  /// The rows as one chunk.
  package var chunk: Chunk {
    var values: [Double] = []
    values.reserveCapacity(count * numeric.columns)
    for j in 0..<numeric.columns { values += numeric.column(j) }
    return Chunk(
      firstRow: 0, count: count, numeric: values, codes: codes.flatMap { $0 },
      labels: labels.map { Int32($0) }, sources: sources.map { Int32($0) })
  }
}

/// A row in the running for a place in the sample.
private struct Drawn {
  var draw: UInt64
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
      kept.append(Drawn(draw: key.draw, row: firstRow + i))
    }
    if kept.count > 2 * capacity { prune() }
  }

  mutating func finish() -> [Drawn] {
    if seen > capacity { prune() }
    return kept
  }

  /// The rows that are kept of a table that is larger than the draw.
  mutating func prunedPositions() -> [Int] {
    prune()
    return kept.map { $0.row }
  }

  private mutating func prune() {
    kept.sort { ($0.draw, $0.row) < ($1.draw, $1.row) }
    var pruned: [Drawn] = []
    var previous: UInt64?
    var run = 0
    for entry in kept {
      run = entry.draw == previous ? run + 1 : 1
      previous = entry.draw
      guard run <= RowSample.copies else { continue }
      pruned.append(entry)
      guard pruned.count < capacity else { break }
    }
    // While there is room, a row of any key may still come in.
    if pruned.count == capacity, let last = pruned.last { bound = last.draw }
    kept = pruned
  }
}
