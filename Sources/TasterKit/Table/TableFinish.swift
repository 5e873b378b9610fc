import TasterCSV

/// Turns what was read into a table: decides kinds, sorts levels, checks the labels.
///
/// Levels, classes and sources get their codes in the order of their bytes, so a code does not depend on which row came
/// first.
struct TableFinish {
  let plan: ColumnPlan
  let tallies: [ColumnTally]
  let labelTexts: ByteDictionary
  let sourceTexts: ByteDictionary
  let store: CellStore
  let rowCount: Int
  /// What the columns are, where another table tells.
  var like: Schema?
  /// Whether they are so whatever they hold.
  var keepsKinds = false

  /// A numeric column with more values than this is no label.
  private static let mostNumericClasses = 50
  private static let mostClasses = 1_000

  func table(
    inputs: [Table.Input], files: [InputFile], options: TableOptions, layout: Layout,
    headBytes: Int, log: RecordLog, remarks: [String], counts: [RecordLog.Kind: Int],
    examples: [RecordLog.Reject]
  ) throws -> Table {
    let (classes, labels) = sorted(labelTexts)
    let (sources, origins) = sorted(sourceTexts)
    try check(classes)
    var columns: [Column] = []
    var codings: [Coding] = []
    var remarks = remarks
    var departures: [String] = []
    var slots = [Int](repeating: -1, count: plan.names.count)
    for (slot, j) in plan.features.enumerated() { slots[j] = slot }
    for (j, name) in plan.names.enumerated() {
      let role = plan.roles[j]
      let slot = slots[j]
      guard role == .feature, slot >= 0 else {
        columns.append(Column(name: name, role: role, kind: .text, guess: plan.guesses[j]))
        continue
      }
      let tally = tallies[j]
      var numbers: Set<UInt64>?
      let natural = try tally.kind {
        let found = try distinctNumbers(slot)
        numbers = found
        return found.count
      }
      func coded() throws -> (levels: [String], coding: Coding) {
        coding(tally.texts, numbers: try numbers ?? distinctNumbers(slot))
      }
      let other = like?.columns.first { $0.name == name }
      var kind = other?.kind ?? natural
      if let other, !keepsKinds,
        try !Self.isReadable(tally, natural, as: other, levels: { try coded().levels })
      {
        kind = natural
      }
      var levels: [String] = []
      if kind == .categorical {
        let found = try coded()
        levels = found.levels
        codings.append(found.coding)
      }
      columns.append(
        Column(name: name, role: role, kind: kind, levels: levels, missing: tally.missing))
      if let told = other?.kind {
        departures += Self.departures(name, told: told, kind: kind, natural: natural, tally)
      } else {
        remarks += self.remarks(name, kind, tally)
      }
    }
    return Table(
      schema: Schema(
        columns: columns, classes: plan.label == nil ? [] : classes,
        sources: plan.source == nil ? [] : sources),
      rowCount: rowCount, inputs: inputs, layout: layout, headBytes: headBytes, remarks: remarks,
      rejects: RecordLog.Kind.allCases.filter { $0.isReject }.compactMap { kind in
        counts[kind].map { (kind.name, $0) }
      },
      rejectExamples: examples,
      blankLines: counts.reduce(0) { $0 + ($1.key.isNoRecord ? $1.value : 0) }, log: log,
      files: files, options: options, store: store,
      slots: slots,
      labels: plan.label == nil ? [] : labels, sources: plan.source == nil ? [] : origins,
      codings: codings, departures: departures)
  }

  /// The texts of a dictionary by their bytes, and the new code of each old one.
  private func sorted(_ dictionary: ByteDictionary) -> (names: [String], codes: [Int32]) {
    let order = (0..<Int32(dictionary.count)).sorted {
      dictionary[$0].lexicographicallyPrecedes(dictionary[$1])
    }
    var codes = [Int32](repeating: 0, count: dictionary.count)
    for (new, old) in order.enumerated() { codes[Int(old)] = Int32(new) }
    return (order.map { dictionary.text($0) }, codes)
  }

  private func coding(
    _ texts: ByteDictionary, numbers: Set<UInt64>
  ) -> (levels: [String], coding: Coding) {
    let (names, codes) = sorted(texts)
    let values = numbers.map { Double(bitPattern: $0) }.sorted()
    var ofNumber: [UInt64: Int32] = [:]
    for (k, x) in values.enumerated() { ofNumber[bits(x)] = Int32(names.count + k) }
    return (names + values.map { "\($0)" }, Coding(ofText: codes, ofNumber: ofNumber))
  }

  private func distinctNumbers(_ slot: Int) throws -> Set<UInt64> {
    var found = Set<UInt64>()
    for c in 0..<store.chunkCount {
      for x in try store.column(slot, chunk: c) where !x.isNaN { found.insert(bits(x)) }
      if found.count > ColumnTally.mostLevels { break }
    }
    return found
  }

  private func check(_ classes: [String]) throws {
    guard let label = plan.label else { return }
    let name = plan.names[label]
    let way = "judge without labels (--label none), name another column, or bin the values first"
    if classes.count > 2, 2 * classes.count > rowCount {
      throw TableError(
        .badLabel,
        "column '\(name)' has \(classes.count) different values in \(rowCount) rows: these are no "
          + "classes; \(way)")
    }
    if classes.count > Self.mostNumericClasses, classes.allSatisfy({ Double($0) != nil }) {
      throw TableError(
        .badLabel,
        "column '\(name)' holds \(classes.count) different numbers: a quantity, no class; \(way)")
    }
    if classes.count > Self.mostClasses {
      throw TableError(
        .badLabel,
        "column '\(name)' has \(classes.count) classes, more than \(Self.mostClasses); \(way)")
    }
  }

  /// Whether a column holds any value that another table's column of its name can hold.
  private static func isReadable(
    _ tally: ColumnTally, _ natural: Column.Kind, as other: Column, levels: () throws -> [String]
  ) rethrows -> Bool {
    switch other.kind {
    case .numeric: tally.numbers > 0
    case .categorical where natural == .empty: false
    case .categorical where natural == .numeric:
      !Set(other.levels).isDisjoint(with: try levels())
    default: true
    }
  }

  /// In what a column is not what another table's column of that name is; who matches the columns says which have
  /// another kind.
  private static func departures(
    _ name: String, told: Column.Kind, kind: Column.Kind, natural: Column.Kind, _ tally: ColumnTally
  ) -> [String] {
    let (column, texts) = ("column '\(name)'", tally.texted + tally.overflowed)
    let example = tally.firstText.map { ", the first '\($0.text)' in line \($0.line)" } ?? ""
    guard kind == told else {
      return told == .numeric && texts > 0 ? ["\(column) holds nothing but texts\(example)"] : []
    }
    switch told {
    case .numeric where texts > 0:
      return [
        "\(column) is numeric in the baseline and holds \(texts) texts here\(example); they count "
          + "as missing"
      ]
    case .numeric where natural == .empty:
      return ["\(column) is numeric in the baseline and has no value here"]
    case .categorical where natural == .empty:
      return ["\(column) has levels in the baseline and no value here"]
    case .categorical where natural == .numeric && tally.texted == 0:
      return ["\(column) has levels in the baseline and holds nothing but numbers here"]
    case .constant where natural != .constant && natural != .empty:
      return [
        "\(column) has one value throughout in the baseline and several here; it is not scored"
      ]
    case .empty where natural != .empty:
      return ["\(column) has no value in the baseline and some here; it is not scored"]
    default: return []
    }
  }

  private func remarks(_ name: String, _ kind: Column.Kind, _ tally: ColumnTally) -> [String] {
    var result: [String] = []
    switch kind {
    case .text:
      let many =
        tally.overflowed > 0 ? "more than \(ColumnTally.mostLevels)" : "\(tally.texts.count)"
      result.append(
        "column '\(name)' holds free text (\(many) different values) and is not scored")
    case .empty: result.append("column '\(name)' has no value and is not scored")
    case .constant: result.append("column '\(name)' has one value throughout and is not scored")
    case .numeric where tally.texted + tally.overflowed > 0:
      let example = tally.firstText.map { ", the first '\($0.text)' in line \($0.line)" } ?? ""
      result.append(
        "column '\(name)' holds \(tally.texted + tally.overflowed) values that are no numbers"
          + "\(example); they count as missing")
    default: break
    }
    if let (line, text) = tally.firstBeyond {
      result.append(
        "column '\(name)' holds \(tally.beyond) numbers beyond the range of a double, the "
          + "first '\(text)' in line \(line); too large ones count as missing, too small ones as 0")
    }
    return result
  }
}
