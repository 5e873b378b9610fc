/// The statistics of every class as a JSON value.
struct StatisticsJSON: Sendable {
  /// Covariances of more columns than this are left out: d (d + 1) / 2 numbers a class.
  static let covarianceColumns = 50
  /// The most levels told of a categorical column; the others are counted together.
  static let levelLimit = 20

  let schema: Schema
  let statistics: ClassStatistics

  var value: JSON {
    [
      "shares": JSON(ClassStatistics.shares),
      "classes": .array(
        statistics.rows.indices.map { c in
          [
            "class": schema.classes.indices.contains(c) ? .string(schema.classes[c]) : .null,
            "rows": .integer(statistics.rows[c]),
            "numeric": .array(schema.numeric.indices.map { numeric($0, class: c) }),
            "covariance": covariance(class: c),
            "categorical": .array(schema.categorical.indices.map { categorical($0, class: c) }),
          ]
        }),
    ]
  }

  private func numeric(_ j: Int, class c: Int) -> JSON {
    let summary = statistics.summary(ofClass: c, numeric: j)
    return [
      "column": .string(schema.columns[schema.numeric[j]].name),
      "count": .integer(summary.count), "missing": .integer(summary.missing),
      "mean": .number(summary.mean), "sd": .number(summary.standardDeviation),
      "min": .number(summary.minimum), "max": .number(summary.maximum),
      "quantiles": JSON(summary.quantiles),
      "centre": .number(summary.centre), "spread": .number(summary.spread),
    ]
  }

  /// The upper triangle, row by row, with its columns in the order of `numeric`; null where it was not folded.
  private func covariance(class c: Int) -> JSON {
    let d = schema.numeric.count
    guard statistics.hasCovariance, d <= Self.covarianceColumns else { return .null }
    return .array(
      (0..<d).flatMap { i in (i..<d).map { JSON(statistics.covariance(ofClass: c, i, $0)) } })
  }

  private func categorical(_ j: Int, class c: Int) -> JSON {
    let column = schema.columns[schema.categorical[j]]
    let levels = statistics.levels(ofClass: c, categorical: j)
    let told = levels.prefix(Self.levelLimit)
    return [
      "column": .string(column.name),
      "missing": .integer(statistics.counts(ofClass: c, categorical: j)[-1] ?? 0),
      "levels": .array(
        told.map {
          ["value": .string(column.levels[Int($0.code)]), "count": .integer($0.count)]
        }),
      "other": .integer(levels.dropFirst(told.count).reduce(0) { $0 + $1.count }),
    ]
  }
}

extension ClassStatistics {
  /// The levels that stand in one class, most frequent first, ties by code; missing values aside.
  func levels(ofClass c: Int, categorical j: Int) -> [(code: Int32, count: Int)] {
    counts(ofClass: c, categorical: j).filter { $0.key >= 0 }
      .map { (code: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
  }
}
