extension Drift {
  /// What is known about the rows of a snapshot where they are no longer at hand.
  struct Summary: Sendable {
    /// What the columns are.
    let schema: Schema
    /// The statistics of every class.
    let statistics: ClassStatistics
  }

  /// Compares two snapshots by their statistics alone.
  ///
  /// Levels, missing values and classes are counted exactly, values by the cells of their histograms.
  ///
  /// - Parameters:
  ///   - old: The old snapshot.
  ///   - new: The new one.
  ///   - columns: Which columns are the same.
  /// - Complexity: O(classes · columns · (cells + levels)).
  init(_ old: Summary, _ new: Summary, columns: ColumnMatch) {
    self.init(isSketched: true)
    let classes = Set(old.schema.classes).union(new.schema.classes)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let (before, after) = (
      SummarySide(old, classes: classes), SummarySide(new, classes: classes)
    )
    if let label = columns.pairs.first(where: { $0.role == .label }), !classes.isEmpty {
      tests += Self.levels(
        .classes, column: label.name, className: nil, names: classes, before.classRows,
        after.classRows)
    }
    for pair in columns.pairs {
      let (was, now) = (old.schema.columns[pair.old], new.schema.columns[pair.new])
      guard was.role == .feature, now.role == .feature else { continue }
      if was.kind != now.kind {
        remarks.append(
          "column '\(pair.name)' was \(was.kind.words) and is \(now.kind.words) now; it was not compared"
        )
        let isOneValue = [was.kind, now.kind].contains { $0 == .constant || $0 == .empty }
        if !isOneValue { retyped.append(pair.name) }
        continue
      }
      if let i = before.numeric[pair.old], let j = after.numeric[pair.new] {
        numeric(pair.name, (before, i), (after, j), classes: classes)
      } else if let i = before.categorical[pair.old], let j = after.categorical[pair.new] {
        categorical(pair.name, (before, i), (after, j), classes: classes)
      }
    }
    adjust()
  }

  private mutating func numeric(
    _ name: String, _ old: (side: SummarySide, column: Int),
    _ new: (side: SummarySide, column: Int),
    classes: [String]
  ) {
    for c in 0..<max(classes.count, 1) {
      let (a, b) = (old.side.own[c], new.side.own[c])
      guard let a, let b else { continue }
      let className = classes.isEmpty ? nil : classes[c]
      let (first, second) = TwoSamples.Weighted.aligned(
        old.side.statistics.histograms[a][old.column],
        new.side.statistics.histograms[b][new.column])
      let (n, m) = (first.total, second.total)
      if n >= Self.leastRows, m >= Self.leastRows {
        tests.append(Self.valuesTest(name, className, first, second, error: 0))
      }
      let (gone, missing) = (
        old.side.statistics.missing[a][old.column], new.side.statistics.missing[b][new.column]
      )
      tests += Self.missing(name, className, (gone, n + gone), (missing, m + missing))
    }
  }

  private mutating func categorical(
    _ name: String, _ old: (side: SummarySide, column: Int),
    _ new: (side: SummarySide, column: Int),
    classes: [String]
  ) {
    let texts = (old.side.levels[old.column], new.side.levels[new.column])
    let names = Set(texts.0).union(texts.1).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var places: [String: Int] = [:]
    for (k, name) in names.enumerated() { places[name] = k }
    func counts(_ side: SummarySide, _ column: Int, _ c: Int?) -> (levels: [Int], missing: Int) {
      var levels = [Int](repeating: 0, count: names.count)
      var missing = 0
      let found: [Int32: Int] = c.map { side.statistics.levels[$0][column] } ?? [:]
      for (code, count) in found {
        if code < 0 {
          missing += count
        } else {
          levels[places[side.levels[column][Int(code)]] ?? 0] += count
        }
      }
      return (levels, missing)
    }
    for c in 0..<max(classes.count, 1) {
      let className = classes.isEmpty ? nil : classes[c]
      let a = counts(old.side, old.column, old.side.own[c])
      let b = counts(new.side, new.column, new.side.own[c])
      tests += Self.levels(
        .levels, column: name, className: className, names: names, a.levels, b.levels)
      tests += Self.missing(
        name, className, (a.missing, a.levels.reduce(a.missing, +)),
        (b.missing, b.levels.reduce(b.missing, +)))
    }
  }
}

/// A summary whose columns and classes are found by their places in both snapshots.
private struct SummarySide {
  let statistics: ClassStatistics
  /// The position among the numeric features of a column of the schema.
  var numeric: [Int: Int] = [:]
  /// The position among the categorical features.
  var categorical: [Int: Int] = [:]
  /// The levels of every categorical feature.
  let levels: [[String]]
  /// The own code of every class of both; nil for a class that is not here.
  let own: [Int?]
  /// The rows of every class of both.
  let classRows: [Int]

  init(_ summary: Drift.Summary, classes: [String]) {
    let schema = summary.schema
    statistics = summary.statistics
    for (k, j) in schema.numeric.enumerated() { numeric[j] = k }
    for (k, j) in schema.categorical.enumerated() { categorical[j] = k }
    levels = schema.categorical.map { schema.columns[$0].levels }
    own = classes.isEmpty ? [0] : classes.map { schema.classes.firstIndex(of: $0) }
    let rows = summary.statistics.rows
    classRows = own.map { $0.map { rows[$0] } ?? 0 }
  }
}
