/// The statistics of every class as tables for a terminal.
public struct ProfileText: Sendable {
  /// The most cells of a line.
  public var width = 100
  /// How headings are dressed.
  public var style = Style.plain

  /// The tables with default options.
  public init() {}

  /// What every class looks like.
  ///
  /// Where the width is too small for all columns, the outer quantiles go first, then the extremes.
  ///
  /// - Parameters:
  ///   - schema: What the columns are.
  ///   - statistics: The statistics of the same table.
  /// - Returns: UTF-8: a table of numeric features, a table of categorical ones; numbers with four significant digits.
  public func render(schema: Schema, statistics: ClassStatistics) -> [UInt8] {
    var blocks: [[String]] = []
    if !schema.numeric.isEmpty { blocks.append(numeric(schema, statistics)) }
    if !schema.categorical.isEmpty { blocks.append(categorical(schema, statistics)) }
    if blocks.isEmpty { blocks = [["no column can be a feature"]] }
    return Array((blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n").utf8)
  }

  private func numeric(_ schema: Schema, _ statistics: ClassStatistics) -> [String] {
    let titles = ["mean", "sd", "min", "q05", "median", "q95", "max"]
    var rows: [(names: [String], figures: [String])] = []
    for c in statistics.rows.indices {
      for (j, position) in schema.numeric.enumerated() {
        let summary = statistics.summary(ofClass: c, numeric: j)
        let figures = [
          summary.mean, summary.standardDeviation, summary.minimum, summary.quantiles[0],
          summary.centre, summary.quantiles[4], summary.maximum,
        ]
        rows.append(
          (
            [
              className(c, schema), schema.columns[position].name,
              Figures.grouped(summary.count), Figures.grouped(summary.missing),
            ], figures.map { Figures.significant($0) }
          ))
      }
    }
    var table = AlignedTable([])
    for shown in [[0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 4, 6], [0, 1, 4]] {
      table = AlignedTable(
        [.text("class"), .text("column"), .number("count"), .number("missing")]
          + shown.map { .number(titles[$0]) })
      for row in rows { table.add(row.names + shown.map { row.figures[$0] }) }
      if table.leastWidth <= width { break }
    }
    return table.lines(width: width, style: style)
  }

  private func categorical(_ schema: Schema, _ statistics: ClassStatistics) -> [String] {
    var table = AlignedTable([
      .text("class"), .text("column"), .number("count"), .number("missing"), .number("levels"),
      .text("most frequent", least: 12),
    ])
    for c in statistics.rows.indices {
      for (j, position) in schema.categorical.enumerated() {
        let column = schema.columns[position]
        let levels = statistics.levels(ofClass: c, categorical: j)
        let count = levels.reduce(0) { $0 + $1.count }
        let frequent = levels.prefix(4).map { level in
          "'\(printable(column.levels[Int(level.code)], limit: 24))' "
            + Figures.percent(level.count, of: count)
        }
        table.add([
          className(c, schema), column.name, Figures.grouped(count),
          Figures.grouped(statistics.counts(ofClass: c, categorical: j)[-1] ?? 0),
          Figures.grouped(levels.count), frequent.joined(separator: ", "),
        ])
      }
    }
    return table.lines(width: width, style: style)
  }

  private func className(_ c: Int, _ schema: Schema) -> String {
    schema.classes.indices.contains(c) ? "'\(schema.classes[c])'" : "(all)"
  }
}

extension Baseline {
  /// What a profile is, in a few sentences.
  ///
  /// - Parameter file: Where it lies; nil where it was not written.
  /// - Returns: Sentences without line ends.
  func summary(_ file: RunFacts.File?) -> [String] {
    var lines: [String] = []
    if let file {
      lines.append(
        "profile \(printable(file.name, limit: 200)): \(Figures.size(file.bytes)), SHA-256 "
          + file.sha256)
    }
    let count = schema.classes.count
    let classes = count == 0 ? "no labels" : "\(count) class\(count == 1 ? "" : "es")"
    lines.append(
      "\(Figures.count(rowCount, "row")), \(Figures.grouped(drawnCount)) of them kept, "
        + "\(Figures.count(schema.featureCount, "feature")), \(classes), seed \(seed), by version \(printable(version, limit: 40))"
    )
    if file != nil, !isSolved {
      lines.append(
        "it keeps no models: they are solved whenever it is used; learning it again keeps them")
    }
    for origin in origins.prefix(10) {
      lines.append(
        "learned from \(Figures.size(origin.bytes)), \(Figures.count(origin.rows, "row")), "
          + "SHA-256 \(origin.sha256)")
    }
    if origins.count > 10 { lines.append("and from \(origins.count - 10) more files") }
    return lines
  }
}
