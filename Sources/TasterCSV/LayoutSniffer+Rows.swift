/// What rows are, where that is asked for: to tell them from what stands behind a table, or to split them.
extension LayoutSniffer {
  private static let fewestRows = 5

  /// Looks at the first rows.
  ///
  /// - Parameters:
  ///   - shape: How the sample reads.
  ///   - layout: What is known of the file; takes what the rows tell.
  mutating func describeRows(_ shape: SampleShape, into layout: inout Layout) {
    let entries = shape.batch.records
    let names = shape.records.prefix(layout.headerLines)
    let width = names.map { entries[$0].fieldCount }.max() ?? shape.width
    let end = told.stopsAtTableEnd ? firstBreak(shape, names, width) : entries.count
    let rows = shape.records.dropFirst(names.count).filter {
      $0 < end && entries[$0].fieldCount == width
    }
    let filled = rows.map { shape.filled($0) }.sorted()
    guard width > 1, filled.count >= Self.fewestRows else {
      say(
        "where the table ends and what its columns hold cannot be told: there are fewer than "
          + "\(Self.fewestRows) rows of two fields or more among the first records")
      return
    }
    // A line of totals among them is no row.
    let full = rows.filter { 2 * shape.filled($0) > filled[filled.count / 2] }
    let types = (0..<width).map { column -> CellType in
      let values = full.filter { !CellType.missing.contains(shape.batch.text($0, column)) }
      return CellType(
        values.map { shape.batch.text($0, column) },
        numbers: values.count { shape.batch.number($0, column) != .notANumber })
    }
    if told.splitsByType {
      layout.types = types
      say("\(Self.words(types)): a row of too many fields is split by that (--split-by-type)")
    }
    guard told.stopsAtTableEnd else { return }
    layout.width = width
    layout.rowShape = RowShape(
      width: width, filled: filled[filled.count / 10],
      numbers: types.indices.filter { types[$0] == .number },
      header: names.count == 1 ? names.first.map { shape.fields($0) } ?? [] : [])
  }

  /// Where what stands behind the table may begin, as far as the types of columns go.
  private func firstBreak(
    _ shape: SampleShape, _ names: ArraySlice<Int>, _ width: Int
  ) -> Int {
    let entries = shape.batch.records
    let header = names.last.map { shape.fields($0) }
    var rows = 0
    for i in entries.indices where i > (names.last ?? -1) {
      let isBreak = entries[i].flags.contains(.blank) || shape.fields(i) == header
      if isBreak, rows >= Self.fewestRows { return i }
      if entries[i].fieldCount == width { rows += 1 }
    }
    return entries.count
  }

  /// `3 columns hold numbers, 1 a few values, 1 texts of one make, 2 any text`.
  private static func words(_ types: [CellType]) -> String {
    var counts = [0, 0, 0, 0]
    for type in types {
      switch type {
      case .number: counts[0] += 1
      case .levels: counts[1] += 1
      case .pattern: counts[2] += 1
      case .text: counts[3] += 1
      }
    }
    let kinds = ["numbers", "a few values", "texts of one make", "any text"]
    return "of the columns "
      + zip(counts, kinds).filter { $0.0 > 0 }.map { "\($0) hold \($1)" }.joined(separator: ", ")
  }
}
