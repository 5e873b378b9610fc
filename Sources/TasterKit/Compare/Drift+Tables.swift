import TasterKernels

extension Drift {
  /// Compares two tables whose columns were matched.
  ///
  /// - Parameters:
  ///   - old: The old table.
  ///   - new: The new one.
  ///   - columns: Which columns are the same.
  ///   - threads: How many columns are compared at a time; nothing depends on it.
  ///   - exactRows: Rows up to which values are compared exactly.
  /// - Throws: What the disk throws.
  /// - Complexity: O(columns · rows · log rows); memory for one column of both tables a thread.
  package init(
    _ old: Table, _ new: Table, columns: ColumnMatch, threads: Int, exactRows: Int = Drift.exactRows
  ) throws {
    self.init(isSketched: max(old.rowCount, new.rowCount) > exactRows)
    let classes = Set(old.schema.classes).union(new.schema.classes)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let sides = [try Side(old, classes: classes), try Side(new, classes: classes)]
    if let label = columns.pairs.first(where: { $0.role == .label }) {
      tests += Self.levels(
        .classes, column: label.name, className: nil, names: classes, sides[0].classRows,
        sides[1].classRows)
    }
    let pairs = columns.pairs.filter { pair in
      old.schema.columns[pair.old].role == .feature && new.schema.columns[pair.new].role == .feature
    }
    let isSketched = isSketched
    let found = try parallelMap(pairs.count, threads: threads) { k in
      try Self.compare(pairs[k], sides[0], sides[1], classes: classes, isSketched: isSketched)
    }
    for part in found {
      tests += part.tests
      remarks += part.remark.map { [$0] } ?? []
      retyped += part.retyped.map { [$0] } ?? []
    }
    adjust()
  }

  // MARK: One column

  /// A table with its rows' classes in the order of both tables' classes.
  private struct Side: Sendable {
    let table: Table
    let classRows: [Int]
    private let codes: [Int32]

    init(_ table: Table, classes: [String]) throws {
      self.table = table
      var places: [String: Int32] = [:]
      for (k, name) in classes.enumerated() { places[name] = Int32(k) }
      codes = table.schema.classes.map { places[$0] ?? 0 }
      var rows = [Int](repeating: 0, count: max(classes.count, 1))
      for chunk in 0..<table.chunkCount {
        for label in try table.classes(chunk) {
          rows[codes.isEmpty ? 0 : Int(codes[Int(label)])] += 1
        }
      }
      classRows = rows
    }

    /// Calls a body for every row of one column with its class and its cell.
    func forEach(_ column: Int, _ body: (Int, Double) -> Void) throws {
      for chunk in 0..<table.chunkCount {
        let labels = try table.classes(chunk)
        let cells = try table.cells(column, chunk)
        for i in cells.indices {
          body(labels.isEmpty || codes.isEmpty ? 0 : Int(codes[Int(labels[i])]), cells[i])
        }
      }
    }

    func column(_ j: Int) -> Column { table.schema.columns[j] }
  }

  private struct Part: Sendable {
    var tests: [DriftTest] = []
    var remark: String?
    var retyped: String?
  }

  private static func compare(
    _ pair: ColumnMatch.Pair, _ old: Side, _ new: Side, classes: [String], isSketched: Bool
  ) throws -> Part {
    let (before, after) = (old.column(pair.old).kind, new.column(pair.new).kind)
    var part = Part()
    guard before != .empty || after != .empty else { return part }
    let isNumeric = before == .numeric || after == .numeric
    if before != after {
      part.remark =
        "column '\(pair.name)' was \(before.words) and is \(after.words) now"
      // A column of numbers with one value is still one of numbers.
      let isConstant = [before, after].contains(.constant) || [before, after].contains(.empty)
      if !isConstant {
        part.retyped = pair.name
        return part
      }
    }
    switch (before, after) {
    case (.text, _), (_, .text): return part
    case (.categorical, .categorical):
      part.tests = try categorical(pair, old, new, classes: classes)
    default:
      if isNumeric {
        part.tests = try numeric(pair, old, new, classes: classes, isSketched: isSketched)
      } else if before != after {
        part.retyped = pair.name
      }
    }
    return part
  }

  private static func numeric(
    _ pair: ColumnMatch.Pair, _ old: Side, _ new: Side, classes: [String], isSketched: Bool
  ) throws -> [DriftTest] {
    let count = max(classes.count, 1)
    func values(_ side: Side, _ column: Int) throws -> (
      weighted: [TwoSamples.Weighted], missing: [Int]
    ) {
      var lists = [[Double]](repeating: [], count: count)
      var sketches = (0..<count).map { QuantileSketch(k: sketchSize, seed: UInt64($0)) }
      var missing = [Int](repeating: 0, count: count)
      try side.forEach(column) { label, x in
        if x.isNaN {
          missing[label] += 1
        } else if isSketched {
          sketches[label].add(x)
        } else {
          lists[label].append(x)
        }
      }
      return (
        isSketched ? sketches.map { .init($0) } : lists.map { .init($0) }, missing
      )
    }
    let (a, b) = (try values(old, pair.old), try values(new, pair.new))
    var tests: [DriftTest] = []
    for c in 0..<count {
      let name = classes.isEmpty ? nil : classes[c]
      let (n, m) = (a.weighted[c].total, b.weighted[c].total)
      if n >= leastRows, m >= leastRows {
        tests.append(
          valuesTest(
            pair.name, name, a.weighted[c], b.weighted[c], error: isSketched ? sketchError : 0))
      }
      tests += missing(
        pair.name, name, (a.missing[c], n + a.missing[c]), (b.missing[c], m + b.missing[c]))
    }
    return tests
  }

  private static func categorical(
    _ pair: ColumnMatch.Pair, _ old: Side, _ new: Side, classes: [String]
  ) throws -> [DriftTest] {
    let names = Set(old.column(pair.old).levels).union(new.column(pair.new).levels)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var places: [String: Int] = [:]
    for (k, name) in names.enumerated() { places[name] = k }
    let count = max(classes.count, 1)
    func counts(_ side: Side, _ column: Int) throws -> (levels: [[Int]], missing: [Int]) {
      let codes = side.column(column).levels.map { places[$0] ?? 0 }
      let coding = side.table.coding(column)
      var levels = [[Int]](repeating: [Int](repeating: 0, count: names.count), count: count)
      var missing = [Int](repeating: 0, count: count)
      try side.forEach(column) { label, cell in
        let code = coding?.code(cell) ?? -1
        if code < 0 { missing[label] += 1 } else { levels[label][codes[Int(code)]] += 1 }
      }
      return (levels, missing)
    }
    let (a, b) = (try counts(old, pair.old), try counts(new, pair.new))
    var tests: [DriftTest] = []
    for c in 0..<count {
      let name = classes.isEmpty ? nil : classes[c]
      let (n, m) = (a.levels[c].reduce(0, +), b.levels[c].reduce(0, +))
      tests += levels(
        .levels, column: pair.name, className: name, names: names, a.levels[c], b.levels[c])
      tests += missing(
        pair.name, name, (a.missing[c], n + a.missing[c]), (b.missing[c], m + b.missing[c]))
    }
    return tests
  }
}

extension Table {
  /// The class codes of a chunk; empty without labels.
  func classes(_ chunk: Int) throws -> [Int32] {
    labels.isEmpty
      ? [Int32](repeating: 0, count: min(store.chunkRows, rowCount - chunk * store.chunkRows))
      : try store.labels(chunk: chunk).map { labels[Int($0)] }
  }

  /// The cells of one column of a chunk, as they were kept.
  func cells(_ column: Int, _ chunk: Int) throws -> [Double] {
    try store.column(slots[column], chunk: chunk)
  }

  /// How the cells of a categorical column become codes.
  func coding(_ column: Int) -> Coding? {
    schema.categorical.firstIndex(of: column).map { codings[$0] }
  }
}
