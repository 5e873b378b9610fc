import TasterCSV

/// Types records of one snapshot as the other snapshot was typed, by the texts of classes and levels.
///
/// A level or a class that the schema does not have, and a text in a numeric column, count as missing; a row of an unknown
/// class has no class.
struct SchemaCoder: Sendable {
  /// Where each numeric feature stands in a record; nil where the record has no such column.
  private let numeric: [Int?]
  private let categorical: [Int?]
  private let label: Int?
  private let levels: [Levels]
  private let missing: ByteDictionary
  /// The code of each class by its name.
  let classes: [String: Int32]

  /// The levels of one column: texts, and numbers that stand among them.
  private struct Levels: Sendable {
    var texts: [String: Int32] = [:]
    var numbers: [UInt64: Int32] = [:]

    init(_ names: [String]) {
      for (k, name) in names.enumerated() {
        texts[name] = Int32(k)
        // What spells a number never became a text.
        if let x = Double(name) { numbers[bits(x)] = Int32(k) }
      }
    }
  }

  /// Types records.
  ///
  /// - Parameters:
  ///   - schema: How the table was typed from which something was learned.
  ///   - places: Where the schema's columns stand in a record, by their position in it.
  ///   - texts: The texts that mean "no value".
  init(_ schema: Schema, places: [Int: Int], missing texts: [String]) {
    numeric = schema.numeric.map { places[$0] }
    categorical = schema.categorical.map { places[$0] }
    label = schema.columns.firstIndex { $0.role == .label }.flatMap { places[$0] }
    levels = schema.categorical.map { Levels(schema.columns[$0].levels) }
    var dictionary = ByteDictionary()
    for text in texts { dictionary.insert(text) }
    missing = dictionary
    var classes: [String: Int32] = [:]
    for (k, name) in schema.classes.enumerated() { classes[name] = Int32(k) }
    self.classes = classes
  }

  /// One record, typed.
  struct Row: Sendable {
    var numeric: [Double] = []
    var codes: [Int32] = []
    /// The class; −1 where the schema does not have it.
    var label: Int32 = 0
  }

  /// Types one record of a batch.
  func row(_ batch: RecordBatch, _ i: Int) -> Row {
    var row = Row()
    row.numeric = numeric.map { j in
      guard let j, batch.find(i, j, in: missing) == nil else { return .nan }
      switch batch.number(i, j) {
      case .number(let x): return x
      // Too small for a double is as good as 0; too large is no value to reckon with.
      case .overflow(let x): return x == 0 ? 0 : .nan
      case .notANumber: return .nan
      }
    }
    row.codes = categorical.enumerated().map { k, j in
      guard let j, batch.find(i, j, in: missing) == nil else { return -1 }
      if case .number(let x) = batch.number(i, j) { return levels[k].numbers[bits(x)] ?? -1 }
      return levels[k].texts[batch.text(i, j)] ?? -1
    }
    if let label { row.label = classes[batch.text(i, label)] ?? -1 }
    return row
  }

  /// Typed rows as a chunk; rows without a class stand under the first one.
  static func chunk(_ rows: [Row]) -> Chunk {
    let n = rows.count
    var chunk = Chunk(
      firstRow: 0, count: n, numeric: [], codes: [], labels: rows.map { max($0.label, 0) },
      sources: [Int32](repeating: 0, count: n))
    for j in 0..<(rows.first?.numeric.count ?? 0) { chunk.numeric += rows.map { $0.numeric[j] } }
    for j in 0..<(rows.first?.codes.count ?? 0) { chunk.codes += rows.map { $0.codes[j] } }
    return chunk
  }
}
