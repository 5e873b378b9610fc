import TasterCSV

/// Writes a file with poison in it, and the truth about every row.
///
/// Rows that nothing is planted in keep their bytes, and so do rejected records, blank lines and headers.
struct PoisonWriter {
  let table: Table
  let victim: Victim
  let poison: Poison
  let seed: UInt64

  /// Copies the input with the poison in it.
  ///
  /// - Parameters:
  ///   - output: Where the records go.
  ///   - truth: Where `row,poisoned,attack` goes, a line a row as `scores.csv` numbers them.
  /// - Throws: What the disk throws, and ``TableError`` where the input changed or a row cannot be rewritten.
  /// - Complexity: O(bytes); memory for one block and the added rows.
  func write(to output: OutputFile, truth: OutputFile) throws {
    guard table.layout.encoding == .utf8, table.layout.dialect.escape == nil else {
      throw TableError(
        .unsuited,
        "poison is planted in UTF-8 with doubled quotes alone; make such a file first: taster "
          + "normalize \(table.inputs.first?.name ?? "FILE")")
    }
    let changed = poison.changed
    let added = poison.added
    let templates = try templates(Set(added.map { $0.row.template }))
    var dice = AttackDice(seed: seed, for: "ids")
    var row = 0
    var number = 0
    var next = 0
    try truth.write(Array("row,poisoned,attack\n".utf8))
    func say(_ isPoisoned: Bool) throws {
      number += 1
      try truth.write(Array("\(number),\(isPoisoned ? "1,\(poison.attack)" : "0,none")\n".utf8))
    }
    try table.forEachRecord { entry, bytes in
      guard entry.kind == .row else { return try output.write(try bytes()) }
      while next < added.count, added[next].place == row {
        let planted = added[next].row
        guard let template = templates[planted.template] else { throw cannot(planted.template) }
        try output.write(try rewritten(template, planted, dice: &dice))
        try say(true)
        next += 1
      }
      let own = try bytes()
      if let planted = changed[row] {
        var none: AttackDice?
        try output.write(try rewritten(own, planted, dice: &none))
      } else {
        try output.write(own)
      }
      try say(changed[row] != nil)
      row += 1
    }
  }

  /// Writes rows of other classes with the trigger set and their labels as they are.
  ///
  /// - Parameters:
  ///   - test: The rows to set it in; those of the table itself that are not poisoned where it is nil.
  ///   - output: Where they go, behind the header.
  /// - Throws: What the disk throws.
  func writeTriggered(_ test: Table?, to output: OutputFile) throws {
    let source = test ?? table
    guard source.schema.columns.map(\.name) == table.schema.columns.map(\.name) else {
      throw TableError(
        .differentHeaders, "the test file has another header than \(table.inputs[0].name)")
    }
    guard let target = poison.target, !poison.trigger.isEmpty else {
      throw TableError(
        .unsuited, "\(poison.attack) has no trigger, so there is no triggered test file to write")
    }
    let label = source.schema.columns.firstIndex { $0.role == .label }
    let name = victim.schema.classes[Int(target)]
    let changed = poison.changed
    let texts = Dictionary(poison.trigger.map { ($0.column, $0.text) }) { first, _ in first }
    var row = -1
    try source.forEachRecord { entry, bytes in
      if entry.kind == .header { return try output.write(try bytes()) }
      guard entry.kind == .row else { return }
      row += 1
      let own = try bytes()
      guard test != nil || changed[row] == nil, let record = RawRecord(own, of: source) else {
        return
      }
      guard label.map({ record.text($0) != name }) ?? true else { return }
      try output.write(
        record.replacing(texts, isQuoted: victim.styles.isQuoted, lineEnd: table.lineEnd))
    }
  }

  /// The records that rows are made from.
  private func templates(_ wanted: Set<Int>) throws -> [Int: [UInt8]] {
    guard !wanted.isEmpty else { return [:] }
    var found: [Int: [UInt8]] = [:]
    var row = -1
    try table.forEachRecord { entry, bytes in
      guard entry.kind == .row else { return }
      row += 1
      if wanted.contains(row) { found[row] = try bytes() }
    }
    return found
  }

  private func rewritten(
    _ bytes: [UInt8], _ planted: Poison.Row, dice: inout AttackDice
  ) throws -> [UInt8] {
    var some: AttackDice? = dice
    defer { dice = some ?? dice }
    return try rewritten(bytes, planted, dice: &some)
  }

  /// A record with planted fields; with dice it also gets an id of its own.
  private func rewritten(
    _ bytes: [UInt8], _ planted: Poison.Row, dice: inout AttackDice?
  ) throws -> [UInt8] {
    guard let record = RawRecord(bytes, of: table) else { throw cannot(planted.template) }
    var texts = Dictionary(planted.cells.map { ($0.column, $0.text) }) { first, _ in first }
    let columns = table.schema.columns
    if planted.label != victim.labels[planted.template],
      let label = columns.firstIndex(where: { $0.role == .label })
    {
      texts[label] = table.schema.classes[Int(planted.label)]
    }
    if dice != nil {
      for j in columns.indices where columns[j].role == .id {
        texts[j] = Self.anotherID(record.text(j), dice: &dice)
      }
    }
    // A mark in front of the first row stays where it is.
    let mark = planted.isAdded ? [] : bytes.prefix { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    let result =
      Array(mark.count == 3 ? mark : [])
      + record.replacing(
        texts, isQuoted: victim.styles.isQuoted, lineEnd: planted.isAdded ? table.lineEnd : [])
    guard try reads(result, as: texts, others: bytes) else { throw cannot(planted.template) }
    return result
  }

  /// An id of the same shape: every digit and every letter drawn anew, a leading digit not 0.
  private static func anotherID(_ id: String, dice: inout AttackDice?) -> String {
    var isFirst = true
    let bytes = id.utf8.map { byte -> UInt8 in
      defer { isFirst = false }
      switch byte {
      case 48...57:
        let low = isFirst && byte != 48 ? 1 : 0
        return 48 + UInt8(low + (dice?.below(10 - low) ?? 0))
      case 65...70: return 65 + UInt8(dice?.below(6) ?? 0)
      case 97...102: return 97 + UInt8(dice?.below(6) ?? 0)
      case 71...90: return 71 + UInt8(dice?.below(20) ?? 0)
      case 103...122: return 103 + UInt8(dice?.below(20) ?? 0)
      default: return byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a new record reads as one record with the planted texts and all others as they were.
  private func reads(_ new: [UInt8], as texts: [Int: String], others old: [UInt8]) throws -> Bool {
    guard let before = try fields(old), let after = try fields(new),
      before.count == after.count, before.count == table.schema.columns.count
    else { return false }
    return before.indices.allSatisfy { after[$0] == texts[$0] ?? before[$0] }
  }

  private func fields(_ bytes: [UInt8]) throws -> [String]? {
    let dialect = try Dialect(delimiter: table.delimiter, quote: table.quote)
    var limits = CSVLimits()
    limits.fieldBytes = bytes.count + 1
    limits.recordBytes = bytes.count + 1
    var reader = CSVReader(
      dialect: dialect, limits: limits, keepsBlankLines: table.schema.columns.count == 1,
      blockSize: 4_096)
    var memory = MemorySource(bytes)
    let batch = RecordBatch()
    guard try reader.next(batch, from: &memory, maxRecords: 2), batch.records.count == 1 else {
      return nil
    }
    return (0..<batch.records[0].fieldCount).map { batch.text(0, $0) }
  }

  private func cannot(_ row: Int) -> TableError {
    TableError(
      .unreadable,
      "row \(row + 1) cannot be rewritten field by field; its quotes do not add up, or it has too many "
        + "fields. Nothing was written; plant in what `taster normalize` makes of the file.")
  }
}
