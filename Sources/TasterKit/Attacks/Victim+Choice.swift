extension Victim {
  // MARK: Names

  /// The code of a class.
  ///
  /// - Throws: ``TableError`` with the nearest names where there is none of this name.
  public func classCode(_ name: String) throws -> Int32 {
    try Self.code(name, among: schema.classes, what: "class")
  }

  /// The code of a source.
  ///
  /// - Throws: ``TableError`` with the nearest names where there is none of this name.
  public func sourceCode(_ name: String) throws -> Int32 {
    try Self.code(name, among: schema.sources, what: "source")
  }

  /// The position of a numeric column among the numeric features.
  ///
  /// - Throws: ``TableError`` with the nearest names where there is none of this name.
  public func numericColumn(_ name: String) throws -> Int {
    let names = schema.numeric.map { schema.columns[$0].name }
    return Int(try Self.code(name, among: names, what: "numeric column"))
  }

  private static func code(_ name: String, among names: [String], what: String) throws -> Int32 {
    if let k = names.firstIndex(of: name) { return Int32(k) }
    let hint = Nearest.hint(name, among: names)
    let list = names.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
    throw TableError(
      .unknownName,
      "there is no \(what) '\(name)'\(hint.isEmpty ? "; there is \(list)" : hint)")
  }

  /// Refuses a table with fewer than two classes.
  ///
  /// - Parameter attack: Who asks.
  /// - Throws: ``TableError``.
  public func requireClasses(for attack: String) throws {
    guard schema.classes.count < 2 else { return }
    throw TableError(
      .unsuited,
      "\(attack) needs labels of at least two classes, and the table has "
        + "\(schema.classes.count); name another column with --label")
  }

  // MARK: Rows

  /// How many rows each class has.
  public var classSizes: [Int] {
    var sizes = [Int](repeating: 0, count: schema.classes.count)
    for label in labels where !sizes.isEmpty { sizes[Int(label)] += 1 }
    return sizes
  }

  /// The rows that may be poisoned.
  ///
  /// - Parameter isFit: Which rows an attack has a use for.
  /// - Returns: Their numbers from 0, ascending.
  public func free(where isFit: (Int) -> Bool = { _ in true }) -> [Int] {
    (0..<rowCount).filter { !reserved.contains($0) && isFit($0) }
  }

  /// Some of the rows that may be poisoned, in random order.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - attack: Who asks.
  ///   - dice: The chance.
  ///   - isFit: Which rows the attack has a use for.
  /// - Returns: Their numbers from 0.
  /// - Throws: ``TableError`` where there are too few.
  public func pick(
    _ count: Int, for attack: String, dice: inout AttackDice,
    where isFit: (Int) -> Bool = { _ in true }
  ) throws -> [Int] {
    let list = free(where: isFit)
    guard list.count >= count else { throw tooFew(list.count, of: count, for: attack) }
    return dice.some(count, of: list)
  }

  /// The error of an attack that cannot have as many rows as it is told to poison.
  func tooFew(_ found: Int, of count: Int, for attack: String) -> TableError {
    TableError(
      .unsuited,
      "\(attack) is to poison \(Figures.count(count, "row")) and finds \(Figures.grouped(found)) "
        + "it can use; lower --rate or set other options")
  }

  /// A place for a row that is added: in front of any row but the first.
  public func place(_ dice: inout AttackDice) -> Int {
    rowCount > 1 ? 1 + dice.below(rowCount - 1) : 0
  }

  /// A class other than this one, each with the same chance.
  public func other(than label: Int32, dice: inout AttackDice) -> Int32 {
    let k = Int32(dice.below(schema.classes.count - 1))
    return k < label ? k : k + 1
  }

  /// A class with at least so many rows, the largest where none has; or the one that is named.
  ///
  /// - Parameters:
  ///   - name: The class, where it was told.
  ///   - count: How many rows are needed.
  ///   - dice: The chance.
  /// - Returns: Its code.
  /// - Throws: ``TableError`` where there is none of the name.
  public func classCode(_ name: String?, holding count: Int, dice: inout AttackDice) throws -> Int32
  {
    if let name { return try classCode(name) }
    let sizes = classSizes
    let able = sizes.indices.filter { sizes[$0] >= count }
    guard able.isEmpty else { return Int32(dice.one(of: able)) }
    let largest = sizes.indices.max { (sizes[$0], $1) < (sizes[$1], $0) }
    return Int32(largest ?? 0)
  }

  // MARK: Cells

  /// A number as it would stand in a column: within its floor, with its decimals, and as it is read back.
  public func cell(_ number: Double, numeric j: Int) -> Poison.Cell {
    let text = styles.numeric[j].write(max(number, ranges[j].floor))
    return Poison.Cell(
      column: schema.numeric[j], value: .number(Double(text) ?? number), text: text)
  }

  /// A level of a categorical column.
  public func cell(level: Int32, categorical k: Int) -> Poison.Cell {
    let column = schema.categorical[k]
    let name = schema.columns[column].levels[Int(level)]
    return Poison.Cell(
      column: column, value: .level(level), text: styles.levels[k][name] ?? name)
  }

  /// The cells in which numbers differ from a row's own, as they would be written.
  ///
  /// - Parameters:
  ///   - numbers: One a numeric feature; NaN leaves the row's own value.
  ///   - row: The row that is changed or copied.
  /// - Returns: A cell for every number that shows.
  public func cells(_ numbers: [Double], against row: Row) -> [Poison.Cell] {
    numbers.indices.compactMap { j in
      guard !numbers[j].isNaN, !row.numbers[j].isNaN else { return nil }
      let cell = cell(numbers[j], numeric: j)
      return cell.value == .number(row.numbers[j]) ? nil : cell
    }
  }

  /// The smallest change of a number that shows in its column.
  public func step(_ number: Double, numeric j: Int) -> Double { styles.numeric[j].step(number) }

  /// Whether a number is a zero in a column where more than 15 % of the rows hold one: "nothing", not a quantity.
  ///
  /// An attacker who moves it gives the row away.
  public func isAtom(_ number: Double, numeric j: Int) -> Bool { number == 0 && manyZeros[j] }

  /// A direction without the columns in which a row cannot be moved, again of length 1.
  func movable(_ direction: [Double], _ row: Row, _ columns: [Int]) -> [Double] {
    var u = direction
    for (k, j) in columns.enumerated()
    where row.numbers[j].isNaN || isAtom(row.numbers[j], numeric: j) { u[k] = 0 }
    let length = u.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 1e-9 ? u.map { $0 / length } : direction
  }

  /// How far a class spreads in every numeric feature: its mean and its deviation.
  ///
  /// - Parameter label: A class; nil takes all rows.
  /// - Returns: One pair a numeric feature; the deviation is 0 where nothing varies.
  public func spread(ofClass label: Int32?) -> [(mean: Double, deviation: Double)] {
    ranges.indices.map { j in
      guard let label, !schema.classes.isEmpty else { return (ranges[j].mean, ranges[j].deviation) }
      let own = statistics.summary(ofClass: Int(label), numeric: j)
      return own.count > 1
        ? (own.mean, own.standardDeviation) : (ranges[j].mean, ranges[j].deviation)
    }
  }
}
