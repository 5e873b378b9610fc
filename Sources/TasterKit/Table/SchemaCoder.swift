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
  private let classTexts: ByteDictionary
  /// The code of each class by its name.
  let classes: [String: Int32]

  /// The levels of one column: texts by their code, and numbers that stand among them.
  private struct Levels: Sendable {
    var texts = ByteDictionary()
    var numbers: [UInt64: Int32] = [:]

    init(_ names: [String]) {
      for (k, name) in names.enumerated() {
        texts.insert(name)
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
    var classTexts = ByteDictionary()
    for (k, name) in schema.classes.enumerated() {
      classes[name] = Int32(k)
      classTexts.insert(name)
    }
    self.classes = classes
    self.classTexts = classTexts
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
      guard let j, !isMissing(batch, i, j) else { return .nan }
      return Self.number(batch, i, j) ?? .nan
    }
    row.codes = categorical.enumerated().map { k, j in
      guard let j, !isMissing(batch, i, j) else { return -1 }
      return level(batch, i, j, k) ?? -1
    }
    if label != nil { row.label = code(batch, i) ?? -1 }
    return row
  }

  private func isMissing(_ batch: RecordBatch, _ i: Int, _ j: Int) -> Bool {
    batch.find(i, j, in: missing) != nil
  }

  /// A number; NaN beyond the range of a double, nil where a text stands.
  private static func number(_ batch: RecordBatch, _ i: Int, _ j: Int) -> Double? {
    switch batch.number(i, j) {
    case .number(let x): x
    // Too small for a double is as good as 0; too large is no value to reckon with.
    case .overflow(let x): x == 0 ? 0 : .nan
    case .notANumber: nil
    }
  }

  /// The code of a level; nil where the schema does not have it.
  private func level(_ batch: RecordBatch, _ i: Int, _ j: Int, _ k: Int) -> Int32? {
    if case .number(let x) = batch.number(i, j) { return levels[k].numbers[bits(x)] }
    return batch.find(i, j, in: levels[k].texts)
  }

  /// The code of a record's class; 0 without labels, nil where the schema does not have it.
  private func code(_ batch: RecordBatch, _ i: Int) -> Int32? {
    label.map { batch.find(i, $0, in: classTexts) } ?? 0
  }

  // MARK: Many records

  /// Records typed column by column, and in what they are not what the schema says.
  struct Rows: Sendable {
    /// The rows; those of an unknown class stand under the first one, an unknown level has a code behind all others.
    var chunk: Chunk
    /// What stands in the label column of the rows of a class that the schema does not have, by their position.
    var strangers: [Int: String] = [:]
    /// How many texts stand in each numeric feature; they count as missing.
    var texts: [Int]
    /// How many unknown levels stand in each categorical feature.
    var unknownLevels: [Int]
  }

  /// Types some records of a batch.
  ///
  /// - Parameters:
  ///   - batch: The records.
  ///   - chosen: Their positions, in order.
  ///   - firstRow: The number of the first, from 0.
  /// - Returns: The rows.
  /// - Complexity: O(bytes).
  func rows(_ batch: RecordBatch, _ chosen: [Int], firstRow: Int) -> Rows {
    let n = chosen.count
    var rows = Rows(
      chunk: Chunk(
        firstRow: firstRow, count: n, numeric: [], codes: [],
        labels: [Int32](repeating: 0, count: n), sources: [Int32](repeating: 0, count: n)),
      texts: numeric.map { _ in 0 }, unknownLevels: categorical.map { _ in 0 })
    rows.chunk.numeric.reserveCapacity(n * numeric.count)
    for (k, j) in numeric.enumerated() {
      for i in chosen {
        var value: Double? = .nan
        if let j, !isMissing(batch, i, j) { value = Self.number(batch, i, j) }
        if value == nil { rows.texts[k] += 1 }
        rows.chunk.numeric.append(value ?? .nan)
      }
    }
    rows.chunk.codes.reserveCapacity(n * categorical.count)
    for (k, j) in categorical.enumerated() {
      let unknown = Int32(levels[k].texts.count)
      for i in chosen {
        var code: Int32? = -1
        if let j, !isMissing(batch, i, j) { code = level(batch, i, j, k) }
        if code == nil { rows.unknownLevels[k] += 1 }
        rows.chunk.codes.append(code ?? unknown)
      }
    }
    guard let label else { return rows }
    for (row, i) in chosen.enumerated() {
      if let code = code(batch, i) {
        rows.chunk.labels[row] = code
      } else {
        rows.strangers[row] = batch.text(i, label)
      }
    }
    return rows
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
