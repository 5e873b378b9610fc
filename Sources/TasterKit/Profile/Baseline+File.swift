import TasterCSV
import TasterKernels

extension Baseline {
  /// The first bytes of a file: no text begins so, and a transfer that changes line ends or cuts the eighth bit shows.
  static let magic: [UInt8] = [0x89, 0x54, 0x53, 0x54, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The version of the file's layout.
  static let fileVersion: UInt32 = 3
  /// The hexadecimal SHA-256 at the end.
  static let sealLength = 64

  /// Whether some bytes are the beginning of a profile.
  package static func isProfile(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.prefix(magic.count).elementsEqual(magic)
  }

  /// The file, byte by byte as the article on the profile file says.
  ///
  /// - Returns: The same bytes for the same baseline.
  /// - Complexity: O(bytes).
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.add(raw: Self.magic)
    writer.add(Self.fileVersion)
    writer.add(section: "ORIG") { writer in
      writer.add(version)
      writer.add(seed)
      writer.add(byte: hasHeader ? 1 : 0)
      writer.add(missing) { $0.add($1) }
      writer.add(origins) { writer, origin in
        writer.add(origin.bytes)
        writer.add(origin.rows)
        writer.add(origin.sha256)
      }
    }
    writer.add(section: "SCHM") { $0.add(schema) }
    writer.add(section: "STAT") { $0.add(statistics) }
    writer.add(section: "ROWS") { $0.add(drawn) }
    if let kept { writer.add(section: "MODL") { $0.add(kept) } }
    let seal = sha256(writer.bytes)
    writer.add(raw: seal.utf8)
    return writer.bytes
  }
}

extension Column.Role {
  /// The byte that stands for it in a file.
  static let byFileCode: [Column.Role] = [.feature, .label, .id, .source, .time, .ignored]
}

extension Column.Kind {
  /// The byte that stands for it in a file.
  static let byFileCode: [Column.Kind] = [.numeric, .categorical, .constant, .text, .empty]
}

extension ByteWriter {
  fileprivate mutating func add(_ schema: Schema) {
    add(schema.columns) { writer, column in
      writer.add(column.name)
      writer.add(byte: UInt8(Column.Role.byFileCode.firstIndex(of: column.role) ?? 0))
      writer.add(byte: UInt8(Column.Kind.byFileCode.firstIndex(of: column.kind) ?? 0))
      writer.add(column.missing)
      writer.add(column.isFeature(.categorical) ? column.levels : []) { $0.add($1) }
    }
    add(schema.classes) { $0.add($1) }
    add(schema.sources) { $0.add($1) }
  }

  fileprivate mutating func add(_ statistics: ClassStatistics) {
    add(statistics.sourceRows) { $0.add($1) }
    add(byte: statistics.hasCovariance ? 1 : 0)
    for c in statistics.rows.indices {
      add(statistics.rows[c])
      for j in statistics.moments[c].indices {
        let moments = statistics.moments[c][j]
        add(statistics.missing[c][j])
        add(moments.count)
        for x in [moments.mean, moments.squares] { add(x) }
        // Of no numbers there is no range.
        for x in [moments.minimum, moments.maximum] { add(moments.count > 0 ? x : 0) }
        add(statistics.histograms[c][j])
      }
      for counts in statistics.levels[c] {
        add(counts.sorted { $0.key < $1.key }) { writer, entry in
          writer.add(entry.key)
          writer.add(entry.value)
        }
      }
      if statistics.hasCovariance { add(statistics.products[c]) }
    }
  }

  private mutating func add(_ histogram: ValueHistogram) {
    add(UInt32(histogram.capacity))
    add(byte: UInt8(histogram.shift))
    add(histogram.cells) { writer, cell in
      writer.add(cell.low)
      writer.add(cell.count)
      if cell.count > 1 { writer.add(cell.high) }
    }
  }

  private mutating func add(_ products: PairProducts) {
    let d = products.shift.count
    for x in products.shift { add(x) }
    for x in products.sums { add(x) }
    add(products.count)
    for i in 0..<d { for j in i..<d { add(products.products[i, j]) } }
    add(byte: products.partial == nil ? 0 : 1)
    guard let partial = products.partial else { return }
    for x in partial.sums.elements { add(x) }
    for x in partial.counts.elements { add(x) }
  }

  fileprivate mutating func add(_ drawn: DrawnRows) {
    add(byte: drawn.isWhole ? 1 : 0)
    add(UInt32(drawn.count))
    for row in drawn.rows { add(row) }
    for label in drawn.labels { add(Int32(label)) }
    for source in drawn.sources { add(Int32(source)) }
    for j in 0..<drawn.numeric.columns {
      for x in drawn.numeric.column(j) { add(x.isNaN ? .nan : x) }
    }
    for list in drawn.codes { for code in list { add(code) } }
  }
}
