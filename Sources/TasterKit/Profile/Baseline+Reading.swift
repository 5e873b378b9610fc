import TasterCSV
import TasterKernels

extension Baseline {
  /// Reads a file that nobody vouches for.
  ///
  /// - Parameters:
  ///   - bytes: All of it.
  ///   - name: The file's name, for messages.
  /// - Throws: ``TableError`` that says what is wrong with it; nothing in it makes the program stop or take more memory
  ///   than a few times its bytes.
  /// - Complexity: O(bytes).
  public init(reading bytes: [UInt8], name: String) throws(TableError) {
    do {
      try self.init(reading: bytes)
    } catch {
      throw TableError(
        .badProfile,
        "\(printable(name, limit: 200)) cannot be used as a profile: \(error.text)")
    }
  }

  private static let hexadecimal = Set("0123456789abcdef".utf8)

  private init(reading bytes: [UInt8]) throws(ByteFault) {
    guard bytes.starts(with: Self.magic) else {
      throw ByteFault(
        "it is none; taster profile FILE --label COLUMN -o trusted.taster writes one")
    }
    var reader = ByteReader(bytes)
    _ = try reader.raw(Self.magic.count)
    let version = try reader.half()
    guard version == Self.fileVersion else {
      throw ByteFault(
        "its layout has the version \(version) and this program reads \(Self.fileVersion); "
          + (version > Self.fileVersion ? "a newer program wrote it" : "learn it again"))
    }
    guard bytes.count > Self.magic.count + 4 + Self.sealLength else {
      throw ByteFault("it is cut off")
    }
    let body = bytes.dropLast(Self.sealLength)
    guard sha256(body).utf8.elementsEqual(bytes.suffix(Self.sealLength)) else {
      throw ByteFault(
        "its SHA-256 is not the one at its end: it was cut off or altered; fetch or learn it again")
    }
    reader = ByteReader(Array(body))
    _ = try reader.raw(Self.magic.count + 4)
    var origin = try reader.section("ORIG")
    self.version = try origin.text()
    seed = try origin.word()
    hasHeader = try origin.flag()
    missing = try origin.texts()
    var origins: [Origin] = []
    for _ in 0..<(try origin.length(each: 84)) {
      let (bytes, rows) = (try origin.count(), try origin.count(atMost: 1 << 40))
      let hash = try origin.text()
      guard hash.utf8.count == 64, hash.utf8.allSatisfy({ Self.hexadecimal.contains($0) }) else {
        throw ByteFault("a hash in it is none")
      }
      origins.append(Origin(bytes: bytes, sha256: hash, rows: rows))
    }
    guard !origins.isEmpty, Set(origins.map { $0.sha256 }).count == origins.count else {
      throw ByteFault("it names no data that it was learned from, or the same data twice")
    }
    self.origins = origins
    try origin.finish("the section 'ORIG'")
    let rowCount = origins.reduce(0) { $0 + $1.rows }
    var columns = try reader.section("SCHM")
    schema = try columns.schema()
    try columns.finish("the section 'SCHM'")
    var numbers = try reader.section("STAT")
    statistics = try numbers.statistics(of: schema)
    try numbers.finish("the section 'STAT'")
    guard statistics.rows.reduce(0, +) == rowCount else {
      throw ByteFault("its statistics are not those of its \(rowCount) rows")
    }
    var rows = try reader.section("ROWS")
    drawn = try rows.rows(of: schema, total: rowCount)
    try rows.finish("the section 'ROWS'")
    if reader.left > 0 {
      var models = try reader.section("MODL")
      kept = try models.models(of: schema, drawn: drawn.count)
      try models.finish("the section 'MODL'")
    }
    try reader.finish("the file")
    var held = [Int](repeating: 0, count: max(schema.classes.count, 1))
    for label in drawn.labels { held[label] += 1 }
    guard zip(held, statistics.rows).allSatisfy({ $0 <= $1 }) else {
      throw ByteFault("it holds more rows of a class than its statistics count")
    }
  }
}

extension ByteReader {
  fileprivate mutating func flag() throws(ByteFault) -> Bool {
    let value = try byte()
    guard value <= 1 else { throw ByteFault("it holds \(value) where yes or no belongs") }
    return value == 1
  }

  private mutating func choice<T>(_ list: [T]) throws(ByteFault) -> T {
    let value = Int(try byte())
    guard list.indices.contains(value) else {
      throw ByteFault("a column in it has a role or a kind that there is not")
    }
    return list[value]
  }

  // MARK: The schema

  private static let mostClasses = 1_000
  private static let mostSources = 1 << 20

  fileprivate mutating func schema() throws(ByteFault) -> Schema {
    var columns: [Column] = []
    for _ in 0..<(try length(each: 18)) {
      let name = try text()
      let role = try choice(Column.Role.byFileCode)
      let kind = try choice(Column.Kind.byFileCode)
      let missing = try count()
      let levels = try ordered(texts(), by: LevelOrder.precedes)
      let column = Column(name: name, role: role, kind: kind, levels: levels, missing: missing)
      guard !name.isEmpty, levels.count <= ColumnTally.mostLevels * 2,
        column.isFeature(.categorical) || levels.isEmpty
      else {
        throw ByteFault("a column in it has no name, or levels that do not go with its kind")
      }
      columns.append(column)
    }
    guard Set(columns.map { $0.name }).count == columns.count else {
      throw ByteFault("two columns in it have one name")
    }
    for role in Column.Role.allCases where role != .feature && role != .ignored {
      guard columns.count(where: { $0.role == role }) <= 1 else {
        throw ByteFault("two columns in it are the \(role.rawValue)")
      }
    }
    let classes = try ordered(texts(), by: LevelOrder.bytesPrecede)
    let sources = try ordered(texts(), by: LevelOrder.bytesPrecede)
    let isLabelled = columns.contains { $0.role == .label }
    guard classes.count <= Self.mostClasses, isLabelled == !classes.isEmpty,
      sources.count <= Self.mostSources,
      columns.contains(where: { $0.role == .source }) || sources.isEmpty
    else { throw ByteFault("its classes or sources do not go with its columns") }
    return Schema(columns: columns, classes: classes, sources: sources)
  }

  private func ordered(
    _ texts: [String], by precedes: (String, String) -> Bool
  ) throws(ByteFault) -> [String] {
    guard LevelOrder.holds(texts, by: precedes) else {
      throw ByteFault("a list of texts in it is not in its order")
    }
    return texts
  }

  // MARK: The statistics

  fileprivate mutating func statistics(of schema: Schema) throws(ByteFault) -> ClassStatistics {
    let classes = max(schema.classes.count, 1)
    let (d, categorical) = (schema.numeric.count, schema.categorical.count)
    // A class takes 8 bytes, a numeric column in it 57 and a categorical one 4.
    guard classes <= left / (8 + 57 * d + 4 * categorical) else {
      throw ByteFault("its statistics are too short for its classes and columns")
    }
    var sourceRows: [Int] = []
    for _ in 0..<(try length(each: 8)) { sourceRows.append(try count(atMost: 1 << 40)) }
    guard sourceRows.count <= max(schema.sources.count, 1) else {
      throw ByteFault("it counts rows of sources that it does not name")
    }
    let hasCovariance = try flag()
    guard hasCovariance == (d > 0 && classes * d * d <= ClassStatistics.covarianceLimit) else {
      throw ByteFault("it has covariances where none belong, or none where they do")
    }
    var rows: [Int] = []
    var moments: [[Moments]] = []
    var histograms: [[ValueHistogram]] = []
    var missing: [[Int]] = []
    var levels: [[[Int32: Int]]] = []
    var products: [PairProducts] = []
    for _ in 0..<classes {
      let size = try count(atMost: 1 << 40)
      rows.append(size)
      var (own, found, gaps): ([Moments], [ValueHistogram], [Int]) = ([], [], [])
      for _ in 0..<d {
        gaps.append(try count(atMost: 1 << 40))
        own.append(try self.moments())
        found.append(try histogram())
        guard let last = own.last, found.last?.count == last.count,
          last.count + (gaps.last ?? 0) == size
        else { throw ByteFault("the counts of a column do not add up") }
      }
      var counts: [[Int32: Int]] = []
      for j in schema.categorical {
        counts.append(try levelCounts(levels: schema.columns[j].levels.count, rows: size))
      }
      moments.append(own)
      histograms.append(found)
      missing.append(gaps)
      levels.append(counts)
      if hasCovariance { products.append(try pairProducts(d)) }
    }
    return ClassStatistics(
      rows: rows, sourceRows: sourceRows, moments: moments, histograms: histograms,
      missing: missing, products: products, levels: levels)
  }

  private mutating func moments() throws(ByteFault) -> Moments {
    let count = try count(atMost: 1 << 40)
    let (mean, squares) = (try number(), try number())
    let (minimum, maximum) = (try number(), try number())
    guard squares >= 0, minimum <= maximum else {
      throw ByteFault("a column in it has a spread or a range below 0")
    }
    return Moments(
      count: count, mean: mean, squares: squares, minimum: minimum, maximum: maximum)
  }

  private mutating func histogram() throws(ByteFault) -> ValueHistogram {
    let capacity = Int(try half())
    let shift = Int(try byte())
    var cells: [ValueHistogram.Cell] = []
    for _ in 0..<(try length(each: 16)) {
      let low = try number()
      let count = try count(atMost: 1 << 40)
      cells.append(
        ValueHistogram.Cell(low: low, high: count > 1 ? try number() : low, count: count))
    }
    guard let histogram = ValueHistogram(capacity: capacity, shift: shift, cells: cells) else {
      throw ByteFault("a histogram in it has cells that are too many or in no order")
    }
    return histogram
  }

  private mutating func levelCounts(levels: Int, rows: Int) throws(ByteFault) -> [Int32: Int] {
    var counts: [Int32: Int] = [:]
    var total = 0
    for _ in 0..<(try length(each: 12)) {
      let level = try code(below: levels)
      let count = try count(atMost: rows)
      total += count
      guard counts.updateValue(count, forKey: level) == nil else {
        throw ByteFault("a level is counted twice")
      }
    }
    guard total == rows else { throw ByteFault("the counts of a column do not add up") }
    return counts
  }

  private mutating func pairProducts(_ d: Int) throws(ByteFault) -> PairProducts {
    guard left / 8 >= 2 * d + 1 + d * (d + 1) / 2 else {
      throw ByteFault("it ends in the middle of a value")
    }
    var (shift, sums): ([Double], [Double]) = ([], [])
    for _ in 0..<d { shift.append(try number()) }
    for _ in 0..<d { sums.append(try number()) }
    let count = try number()
    var products = Numbers(rows: d, columns: d)
    for i in 0..<d { for j in i..<d { products[i, j] = try number() } }
    guard try flag() else {
      return PairProducts(
        shift: shift, products: products, sums: sums, count: count, partial: nil)
    }
    guard left / 16 >= d * d else { throw ByteFault("it ends in the middle of a value") }
    var (pairs, counts): ([Double], [Double]) = ([], [])
    for _ in 0..<d * d { pairs.append(try number()) }
    for _ in 0..<d * d { counts.append(try number()) }
    return PairProducts(
      shift: shift, products: products, sums: sums, count: count,
      partial: (
        Numbers(rows: d, columns: d, elements: pairs),
        Numbers(rows: d, columns: d, elements: counts)
      ))
  }

  // MARK: The rows

  fileprivate mutating func rows(
    of schema: Schema, total: Int
  ) throws(ByteFault) -> DrawnRows {
    let isWhole = try flag()
    let (d, c) = (schema.numeric.count, schema.categorical.count)
    let n = try length(each: 16 + 8 * d + 4 * c)
    guard n <= RowSample.capacity(features: d + c), n >= 1, isWhole == (n == total), n <= total
    else { throw ByteFault("it holds \(n) rows of \(total), as no draw does") }
    var rows: [Int] = []
    for _ in 0..<n {
      let row = try count(atMost: total - 1)
      guard rows.last.map({ $0 < row }) ?? true else {
        throw ByteFault("its rows are not in their order")
      }
      rows.append(row)
    }
    var (labels, sources): ([Int], [Int]) = ([], [])
    for _ in 0..<n { labels.append(Int(try code(below: max(schema.classes.count, 1)))) }
    for _ in 0..<n { sources.append(Int(try code(below: max(schema.sources.count, 1)))) }
    guard labels.allSatisfy({ $0 >= 0 }) else { throw ByteFault("a row in it has no class") }
    var numeric = Numbers(rows: n, columns: d)
    for j in 0..<d { for i in 0..<n { numeric[i, j] = try numberOrMissing() } }
    var codes: [[Int32]] = []
    for j in schema.categorical {
      let levels = schema.columns[j].levels.count
      var list: [Int32] = []
      for _ in 0..<n { list.append(try code(below: levels)) }
      codes.append(list)
    }
    return DrawnRows(
      numeric: numeric, codes: codes, labels: labels, sources: sources, rows: rows,
      isWhole: isWhole)
  }
}
