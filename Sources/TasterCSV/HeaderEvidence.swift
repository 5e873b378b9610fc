/// What the first records of a sample say about the header: none, one line, or several.
struct HeaderEvidence {
  private let shape: SampleShape
  /// Records of the commonest width, the first ones included.
  private let rows: [Int]
  private let width: Int

  private static let fewestRows = 6
  private static let mostLines = 5

  init(_ shape: SampleShape) {
    self.shape = shape
    width = shape.width
    rows = shape.records.filter { shape.batch.records[$0].fieldCount == shape.width }
  }

  private func isNumber(_ row: Int, _ column: Int) -> Bool {
    shape.batch.number(row, column) != .notANumber
  }

  private func text(_ row: Int, _ column: Int) -> String { shape.batch.text(row, column) }

  private func isMissing(_ row: Int, _ column: Int) -> Bool {
    CellType.missing.contains(text(row, column))
  }

  /// The columns whose values are numbers, from a row on; at least three of them.
  private func numericColumns(from first: Int) -> [Int] {
    (0..<width).filter { column in
      var numbers = 0
      for row in rows.dropFirst(first) where !isMissing(row, column) {
        guard isNumber(row, column) else { return false }
        numbers += 1
      }
      return numbers >= 3
    }
  }

  /// Why the first record is a row like the others; nil where it may be a header.
  var headerless: String? {
    guard let first = rows.first, first == shape.records.first, rows.count >= Self.fewestRows
    else { return nil }
    let numeric = numericColumns(from: 1)
    let known = numeric.filter { !isMissing(first, $0) }
    guard !known.isEmpty, known.allSatisfy({ isNumber(first, $0) }) else { return nil }
    let repeated = (0..<width).filter { column in
      guard !numeric.contains(column), !isMissing(first, column) else { return false }
      let values = rows.dropFirst().map { text($0, column) }
      return 2 * Set(values).count <= values.count && values.contains(text(first, column))
    }
    guard known.count + repeated.count >= max(2, (width + 1) / 2),
      !isScale(known, of: first, isLone: repeated.isEmpty)
    else { return nil }
    var reason =
      "the first one has numbers in the \(known.count) columns that hold numbers alone"
    if !repeated.isEmpty {
      reason += ", and in \(repeated.count) others a value that stands further down as well"
    }
    return reason
  }

  /// Whether numbers are names: consecutive ones, years, or a scale that rises from left to right.
  private func isScale(_ columns: [Int], of row: Int, isLone: Bool) -> Bool {
    let values = columns.compactMap { column -> Double? in
      if case .number(let x) = shape.batch.number(row, column) { x } else { nil }
    }
    let steps = zip(values, values.dropFirst()).map { $1 - $0 }
    if columns.allSatisfy({ isYear(row, $0) }) { return true }
    guard values.count > 2 || isLone else { return false }
    let sorted = values.sorted()
    let isRun = zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 == 1 }
    if values.count > 1, isRun { return true }
    return values.count > 2 && (steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 })
  }

  private func isYear(_ row: Int, _ column: Int) -> Bool {
    guard case .number(let x) = shape.batch.number(row, column) else { return false }
    return x == x.rounded() && (1_800...2_100).contains(x)
  }

  /// How many records name the columns and why, where it is more than one beyond doubt.
  var severalLines: (lines: Int, reason: String)? {
    guard rows.count > 2, rows[0] == shape.records.first else { return nil }
    let names = shape.fields(rows[0])
    let alike = rows.prefix(Self.mostLines + 1).prefix { shape.fields($0) == names }.count
    if alike > 1, alike <= Self.mostLines, alike < rows.count,
      (0..<width).allSatisfy({ !isNumber(rows[0], $0) })
    {
      return (alike, "they are the same")
    }
    // Words above and words below in every column of numbers, and a name that spans several columns.
    let numeric = numericColumns(from: 2)
    let hasSpan = names.contains("") && !(names.first ?? "").isEmpty
    guard numeric.count > 1, rows.count >= Self.fewestRows, hasSpan,
      rows.prefix(2).elementsEqual(shape.records.prefix(2)),
      numeric.allSatisfy({ !isNumber(rows[1], $0) && !isMissing(rows[1], $0) }),
      (0..<width).allSatisfy({ !isNumber(rows[0], $0) || isYear(rows[0], $0) })
    else { return nil }
    return (2, "the second has words in all \(numeric.count) columns of numbers, under wider names")
  }
}
