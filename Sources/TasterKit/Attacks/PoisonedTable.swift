/// A table with poison in it: the clean table's rows, changed and added ones where they belong.
///
/// Nothing is copied: chunks of the clean table are read and changed on the way, so memory is the poison's alone.
package struct PoisonedTable: RowTable {
  package let schema: Schema
  package let rowCount: Int
  private let base: any RowTable
  private let starts: [Int]
  private let changed: [Int: Poison.Row]
  private let added: [(place: Int, row: Poison.Row)]
  private let places: [Int]
  /// The features of the added rows.
  private let templates: [Victim.Row]
  private let numericSlots: [Int: Int]
  private let levelSlots: [Int: Int]

  package var chunkCount: Int { base.chunkCount }

  /// Plants poison in a table.
  ///
  /// - Parameters:
  ///   - victim: The clean table.
  ///   - poison: What is planted.
  /// - Throws: What the table throws.
  /// - Complexity: O(rows) to find the templates of added rows.
  package init(_ victim: Victim, _ poison: Poison) throws {
    base = victim.table
    schema = victim.schema
    changed = poison.changed
    added = poison.added
    places = added.map { $0.place }
    rowCount = victim.rowCount + added.count
    starts = victim.starts
    templates = try victim.rows(added.map { $0.row.template })
    numericSlots = victim.numericSlots
    levelSlots = victim.levelSlots
  }

  /// How many rows are added in front of a row of the clean table.
  private func before(_ row: Int) -> Int { places.upperBound(row - 1) }

  package func chunk(_ index: Int) throws -> Chunk {
    let old = try base.chunk(index)
    let first = old.firstRow
    let new = before(first)..<before(first + old.count)
    // Rows of the clean chunk by their position; added rows by −1 − their position among all added ones.
    var order: [Int] = []
    order.reserveCapacity(old.count + new.count)
    var next = new.lowerBound
    for i in 0..<old.count {
      while next < new.upperBound, places[next] <= first + i {
        order.append(-1 - next)
        next += 1
      }
      order.append(i)
    }
    let n = order.count
    let d = schema.numeric.count
    let c = schema.categorical.count
    var chunk = Chunk(
      firstRow: first + new.lowerBound, count: n, numeric: [], codes: [], labels: [], sources: [])
    chunk.numeric.reserveCapacity(n * d)
    chunk.codes.reserveCapacity(n * c)
    for j in 0..<d {
      for i in order {
        chunk.numeric.append(
          i >= 0 ? old.numeric[j * old.count + i] : templates[-1 - i].numbers[j])
      }
    }
    for k in 0..<c {
      for i in order {
        chunk.codes.append(i >= 0 ? old.codes[k * old.count + i] : templates[-1 - i].levels[k])
      }
    }
    for i in order {
      chunk.labels.append(i >= 0 ? old.labels[i] : added[-1 - i].row.label)
      chunk.sources.append(i >= 0 ? old.sources[i] : templates[-1 - i].source)
    }
    for (at, i) in order.enumerated() {
      guard let row = i >= 0 ? changed[first + i] : added[-1 - i].row else { continue }
      chunk.labels[at] = row.label
      for cell in row.cells {
        switch cell.value {
        case .number(let x):
          if let j = numericSlots[cell.column] { chunk.numeric[j * n + at] = x }
        case .level(let code):
          if let k = levelSlots[cell.column] { chunk.codes[k * n + at] = code }
        }
      }
    }
    return chunk
  }
}
