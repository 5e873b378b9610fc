import RealModule
import TasterKernels

/// Whether columns and classes are distributed as they were, class by class.
///
/// Values are compared exactly where a snapshot has at most 2²¹ rows. Beyond that each class and column is a
/// ``QuantileSketch`` with k = 2,048, whose ranks are off by about 0.13 % of the rows; twice that is taken off the distance
/// before its probability is worked out, so that a sketch alone raises no alarm.
public struct Drift: Sendable {
  /// All tests, in the order of columns, then classes; the classes' shares first.
  public internal(set) var tests: [DriftTest] = []
  /// Columns that hold something else now, or could not be compared, in a sentence each.
  public internal(set) var remarks: [String] = []
  /// Columns of which the kind changed.
  public internal(set) var retyped: [String] = []
  /// Whether values were compared through sketches.
  public let isSketched: Bool

  /// Rows of a snapshot up to which values are compared exactly.
  package static let exactRows = 1 << 21
  private static let sketchSize = 2_048
  /// The rank error of two sketches, in shares of the rows.
  private static let sketchError = 2 * 0.0133 * 200 / Double(sketchSize)
  /// Fewer values of a class on either side are not compared.
  static let leastRows = 8
  /// Levels expected less often than this are taken together.
  private static let leastExpected = 5.0

  /// No tests yet.
  init(isSketched: Bool) { self.isSketched = isSketched }

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
    isSketched = max(old.rowCount, new.rowCount) > exactRows
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

  /// The tests that raise an alarm, largest effect first.
  public func alarms(_ policy: DriftTest.Policy = DriftTest.Policy()) -> [DriftTest] {
    tests.filter { $0.isAlarm(policy) }.sorted { a, b in
      (a.qValue, -a.effect, a.column, a.className ?? "")
        < (b.qValue, -b.effect, b.column, b.className ?? "")
    }
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

  /// Kolmogorov and Smirnov's distance of two lists of values.
  ///
  /// - Parameters:
  ///   - column: The column.
  ///   - className: The class whose rows are compared.
  ///   - old: The old values.
  ///   - new: The new ones.
  ///   - error: By how much the distance may be too large because values were sketched.
  /// - Returns: The test; its probability is that of the distance less the error.
  static func valuesTest(
    _ column: String, _ className: String?, _ old: TwoSamples.Weighted, _ new: TwoSamples.Weighted,
    error: Double
  ) -> DriftTest {
    let apart = TwoSamples(old, new)
    return DriftTest(
      kind: .values, column: column, className: className, oldCount: old.total,
      newCount: new.total, statistic: apart.distance, effect: apart.distance,
      shift: apart.wasserstein == 0 ? 0 : apart.wasserstein / old.spread,
      pValue: Distributions.kolmogorovTail(
        max(apart.distance - error, 0), old.total, new.total))
  }

  /// Adjusts the tests for each other.
  mutating func adjust() {
    for (k, q) in Distributions.qValues(tests.map { $0.pValue }).enumerated() {
      tests[k].qValue = q
    }
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

  /// χ² of two lists of counts, rare ones taken together.
  static func levels(
    _ kind: DriftTest.Kind, column: String, className: String?, names: [String], _ old: [Int],
    _ new: [Int]
  ) -> [DriftTest] {
    let (n, m) = (old.reduce(0, +), new.reduce(0, +))
    guard n >= leastRows, m >= leastRows else { return [] }
    let share = Double(min(n, m)) / Double(n + m)
    var cells: [(old: Int, new: Int)] = []
    var rare = (old: 0, new: 0)
    for k in names.indices where old[k] + new[k] > 0 {
      if Double(old[k] + new[k]) * share < leastExpected {
        rare = (rare.old + old[k], rare.new + new[k])
      } else {
        cells.append((old[k], new[k]))
      }
    }
    if Double(rare.old + rare.new) * share >= leastExpected || cells.count == 1 {
      if rare.old + rare.new > 0 { cells.append(rare) }
    }
    guard cells.count > 1 else { return [] }
    // Levels too rare to be tested even together take no part in the totals either.
    let (before, after) = (
      Double(cells.reduce(0) { $0 + $1.old }), Double(cells.reduce(0) { $0 + $1.new })
    )
    var statistic = 0.0
    for cell in cells {
      let all = Double(cell.old + cell.new)
      for (seen, side) in [(cell.old, before), (cell.new, after)] {
        let expected = all * side / (before + after)
        if expected > 0 {
          statistic += (Double(seen) - expected) * (Double(seen) - expected) / expected
        }
      }
    }
    // With two rows in the table, Cramér's V is the square root of χ² over all.
    let effect = Double.sqrt(statistic / (before + after))
    func only(_ here: [Int], _ there: [Int]) -> [DriftTest.Level] {
      names.indices.filter { here[$0] > 0 && there[$0] == 0 }
        .map { DriftTest.Level(name: names[$0], count: here[$0]) }
        .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
    var test = DriftTest(
      kind: kind, column: column, className: className, oldCount: n, newCount: m,
      statistic: statistic, effect: effect, shift: nil,
      pValue: Distributions.chiSquareTail(statistic, cells.count - 1))
    test.came = only(new, old)
    test.went = only(old, new)
    return [test]
  }

  static func missing(
    _ column: String, _ className: String?, _ old: (missing: Int, of: Int),
    _ new: (missing: Int, of: Int)
  ) -> [DriftTest] {
    guard old.of >= leastRows, new.of >= leastRows, old.missing + new.missing > 0 else { return [] }
    func angle(_ part: (missing: Int, of: Int)) -> Double {
      2 * Double.asin(Double.sqrt(Double(part.missing) / Double(part.of)))
    }
    let found = levels(
      .missing, column: column, className: className, names: ["missing", "there"],
      [old.missing, old.of - old.missing], [new.missing, new.of - new.missing])
    return found.map { test in
      DriftTest(
        kind: .missing, column: column, className: className, oldCount: old.of, newCount: new.of,
        statistic: test.statistic, effect: (angle(new) - angle(old)).magnitude, shift: nil,
        pValue: test.pValue)
    }
  }
}

extension Column.Kind {
  /// What a column of this kind holds, in a few words.
  var words: String {
    switch self {
    case .numeric: "numeric"
    case .categorical: "categorical"
    case .constant: "one value throughout"
    case .text: "free text"
    case .empty: "without a value"
    }
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
