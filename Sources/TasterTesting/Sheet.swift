package import TasterKit

/// The cells of a small table, before they become codes and numbers.
///
/// Levels, classes and sources get their codes in the order of their bytes, as in a file.
package struct Sheet: Sendable {
  /// What stands in a column.
  package enum Cells: Sendable {
    /// Numbers; NaN where a value is missing.
    case numbers([Double])
    /// Texts; nil where a value is missing.
    case texts([String?])
  }

  /// One column.
  package struct Field: Sendable {
    package var name: String
    package var role: Column.Role
    package var cells: Cells

    /// A column, a feature unless told otherwise.
    package init(_ name: String, _ cells: Cells, role: Column.Role = .feature) {
      self.name = name
      self.role = role
      self.cells = cells
    }
  }

  /// How many rows there are.
  package let rowCount: Int
  package var fields: [Field]

  /// A sheet of columns with `rowCount` cells each.
  package init(rowCount: Int, fields: [Field]) {
    for field in fields {
      precondition(field.cells.count == rowCount, "column \(field.name) has \(rowCount) cells")
    }
    self.rowCount = rowCount
    self.fields = fields
  }

  /// Some rows in a given order.
  package func rows(_ chosen: [Int]) -> Sheet {
    Sheet(
      rowCount: chosen.count,
      fields: fields.map { field in
        var field = field
        switch field.cells {
        case .numbers(let list): field.cells = .numbers(chosen.map { list[$0] })
        case .texts(let list): field.cells = .texts(chosen.map { list[$0] })
        }
        return field
      })
  }

  /// The typed table, in chunks of at most `chunkRows` rows.
  package func table(chunkRows: Int = 64) -> MemoryTable {
    var schema = Schema(columns: [], classes: [], sources: [])
    var numeric: [[Double]] = []
    var codes: [[Int32]] = []
    var labels = [Int32](repeating: 0, count: rowCount)
    var sources = labels
    for field in fields {
      var column = Column(name: field.name, role: field.role, kind: .text)
      switch (field.role, field.cells) {
      case (.feature, .numbers(let list)):
        column.kind = Sheet.kind(Set(list.filter { !$0.isNaN }).count, .numeric)
        column.missing = list.count { $0.isNaN }
        if column.kind == .numeric { numeric.append(list) }
      case (.feature, .texts(let list)):
        let (levels, found) = Sheet.coded(list)
        column.kind = Sheet.kind(levels.count, .categorical)
        column.levels = levels
        column.missing = list.count { $0 == nil }
        if column.kind == .categorical { codes.append(found) }
      case (.label, .texts(let list)):
        column.kind = .categorical
        (schema.classes, labels) = Sheet.coded(list)
        column.levels = schema.classes
      case (.source, .texts(let list)):
        column.kind = .categorical
        (schema.sources, sources) = Sheet.coded(list)
        column.levels = schema.sources
      default: break
      }
      schema.columns.append(column)
    }
    let chunks = stride(from: 0, to: rowCount, by: chunkRows).map { start in
      let range = start..<min(start + chunkRows, rowCount)
      return Chunk(
        firstRow: start, count: range.count, numeric: numeric.flatMap { $0[range] },
        codes: codes.flatMap { $0[range] }, labels: Array(labels[range]),
        sources: Array(sources[range]))
    }
    return MemoryTable(schema: schema, chunks: chunks)
  }

  private static func kind(_ distinct: Int, _ kind: Column.Kind) -> Column.Kind {
    distinct == 0 ? .empty : distinct == 1 ? .constant : kind
  }

  private static func coded(_ list: [String?]) -> (levels: [String], codes: [Int32]) {
    let levels = Set(list.compactMap { $0 }).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    var codes: [String: Int32] = [:]
    for (code, level) in levels.enumerated() { codes[level] = Int32(code) }
    return (levels, list.map { text in text.flatMap { codes[$0] } ?? -1 })
  }
}

extension Sheet.Cells {
  /// How many cells there are.
  package var count: Int {
    switch self {
    case .numbers(let list): list.count
    case .texts(let list): list.count
    }
  }
}

/// A table that is held in memory as a whole.
package struct MemoryTable: RowTable {
  package let schema: Schema
  /// The rows, chunk by chunk.
  package let chunks: [Chunk]

  package var rowCount: Int { chunks.reduce(0) { $0 + $1.count } }
  package var chunkCount: Int { chunks.count }

  package init(schema: Schema, chunks: [Chunk]) {
    self.schema = schema
    self.chunks = chunks
  }

  package func chunk(_ index: Int) -> Chunk { chunks[index] }

  /// The statistics of every class, folded chunk by chunk and merged in order.
  package func statistics() -> ClassStatistics {
    let shift = schema.numeric.indices.map { j -> Double in
      guard let first = chunks.first else { return 0 }
      var moments = Moments()
      for x in first.numeric[j * first.count..<(j + 1) * first.count] where !x.isNaN {
        moments.add(x)
      }
      return moments.mean
    }
    let empty = ClassStatistics(
      classes: max(schema.classes.count, 1), numeric: schema.numeric.count,
      categorical: schema.categorical.count, shift: shift)
    var total = empty
    for chunk in chunks {
      var part = empty
      part.fold(chunk)
      total.merge(part)
    }
    return total
  }

  /// What is learned from the whole table.
  ///
  /// - Parameter seed: The key of every random choice.
  /// - Returns: A profile as a scan learns it.
  /// - Throws: What cannot be computed.
  package func profile(seed: UInt64 = 0) throws -> Profile {
    try Profile(self, statistics: statistics(), seed: seed)
  }
}
