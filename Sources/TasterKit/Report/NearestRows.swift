import TasterCSV
import TasterKernels

/// The rows of a run that are most like one of its rows: of the class that it carries, of the class that it looks like, of its
/// source.
///
/// Rows are as far apart as their features are in the mean, numbers in spreads of their class:
///
///     d² = (Σ min(|x − y| / s, 4)² + 2 · (levels that differ)) / features
///
/// s is the mean spread of the classes, weighted by their rows; a number and a missing value are 2 apart, squared, as are two
/// different levels: about what two rows of one class are by chance. The distance orders rows for a person to compare; no
/// verdict rests on it.
package struct NearestRows: Sendable {
  /// Why a row is compared.
  package enum Relation: String, Sendable, Hashable, CaseIterable {
    case own, suggested, source
  }

  /// A row that is like the one in question.
  package struct Row: Sendable, Hashable {
    package let row: Int
    package let distance: Double
    package let label: String?
    package let source: String?
    package let cells: [String]
    /// Whether it is a row of the baseline, numbered as there.
    package var isTrusted = false

    /// What it is called in a table.
    package var name: String { isTrusted ? "trusted \(row)" : "row \(row)" }

    package init(
      row: Int, distance: Double, label: String?, source: String?, cells: [String]
    ) {
      self.row = row
      self.distance = distance
      self.label = label
      self.source = source
      self.cells = cells
    }
  }

  /// A feature as distances see it.
  private enum Feature {
    case number(column: Int, spread: Double)
    case level(column: Int)
  }

  private let features: [Feature]
  private let numbers: [Double?]
  private let texts: [String]
  private let labelColumn: Int?
  private let sourceColumn: Int?
  private let wanted: [(relation: Relation, value: String)]
  private let limit: Int
  private var best: [Relation: [Row]] = [:]

  /// What was found.
  package struct Found: Sendable, Hashable {
    /// Rows by relation, the nearest first, ties by row; a relation of which there is no row is missing.
    package let rows: [Relation: [Row]]
    /// What the row was compared with.
    package let company: Company

    package init(rows: [Relation: [Row]], company: Company) {
      self.rows = rows
      self.company = company
    }
  }

  /// What a row was compared with.
  package enum Company: Sendable, Hashable {
    /// All rows of the run.
    case everyRow
    /// Rows that are held or were let go, and the baseline's: those of the stream have gone out.
    case trustedRows
    /// Rows that are held or were let go.
    case heldRows

    /// What a person is told where it was not all rows.
    package var caution: String? {
      let gone = "The rows that went out are not at hand"
      return switch self {
      case .everyRow: nil
      case .trustedRows: "\(gone): rows of the baseline stand in their place."
      case .heldRows: "\(gone), nor is the baseline: only held and released rows are compared."
      }
    }
  }

  /// Looks for the rows nearest to one.
  ///
  /// - Parameters:
  ///   - run: The run; its kept and its held rows are read once.
  ///   - finding: What was found about the row.
  ///   - place: Where it stands.
  ///   - bytes: Its bytes.
  ///   - limit: The most rows of a relation.
  /// - Returns: The rows.
  /// - Throws: ``TableError`` where a file cannot be read.
  /// - Complexity: O(bytes of kept and held rows).
  package static func find(
    in run: RunReader, of finding: Finding, at place: RowLocation, bytes: [UInt8], limit: Int = 5
  ) throws -> Found {
    var search = try NearestRows(run, finding, place, try run.fields(bytes), limit)
    let isComplete = try search.read(run, except: finding.row)
    let company: Company =
      try isComplete ? .everyRow : search.readTrusted(run) ? .trustedRows : .heldRows
    return Found(rows: search.best, company: company)
  }

  private init(
    _ run: RunReader, _ finding: Finding, _ place: RowLocation,
    _ fields: [(text: String, number: Double?)], _ limit: Int
  ) throws {
    let report: ReportRecord = try RunReader.object(run.directory.file("report.json"))
    let classes = report.statistics.classes
    let rows = Double(max(classes.reduce(0) { $0 + $1.rows }, 1))
    var features: [Feature] = []
    var numeric = 0
    for (j, column) in report.columns.enumerated() {
      if column.isFeature(.numeric) {
        let spread = classes.reduce(0.0) { sum, group in
          let known = group.numeric.indices.contains(numeric) ? group.numeric[numeric].spread : nil
          return sum + (known ?? 0) * Double(group.rows) / rows
        }
        features.append(.number(column: j, spread: spread))
        numeric += 1
      } else if column.isFeature(.categorical) {
        features.append(.level(column: j))
      }
    }
    self.features = features
    self.limit = limit
    texts = fields.map { $0.text }
    numbers = fields.map { $0.number }
    labelColumn = report.position(of: .label)
    sourceColumn = report.position(of: .source)
    let wishes: [(Relation, String?)] = [
      (.own, finding.label), (.suggested, finding.suggestedLabel), (.source, place.source),
    ]
    wanted = wishes.compactMap { relation, value in value.map { (relation, $0) } }
  }

  private mutating func read(_ run: RunReader, except row: Int) throws -> Bool {
    let held = try run.heldNumbers()
    let isComplete = try run.forEachKeptRow(held: held) { add($1, $2, row: $0, except: row) }
    var next = 0
    try run.forEachRecord(of: "quarantine.csv") { batch, i in
      guard next < held.count else { return }
      add(batch, i, row: held[next], except: row)
      next += 1
    }
    return isComplete
  }

  private mutating func add(_ batch: RecordBatch, _ i: Int, row: Int, except: Int) {
    guard row != except, batch.records[i].fieldCount == texts.count else { return }
    add(
      row, label: labelColumn.map { batch.text(i, $0) },
      source: sourceColumn.map { batch.text(i, $0) }, text: { batch.text(i, $0) },
      number: { column in
        if case .number(let x) = batch.number(i, column) { x } else { nil }
      })
  }

  /// Takes a row in whose cells are asked for by their columns.
  private mutating func add(
    _ row: Int, label: String?, source: String?, isTrusted: Bool = false,
    text: (Int) -> String, number: (Int) -> Double?
  ) {
    var distance: Double?
    for (relation, value) in wanted {
      // A table without labels is one class.
      let own = relation == .source ? source : label
      guard own == value else { continue }
      let worst =
        best[relation].flatMap { $0.count < limit ? nil : $0.last?.distance } ?? .infinity
      let d = distance ?? self.distance(text, number)
      distance = d
      guard d < worst else { continue }
      var found = Row(
        row: row, distance: d, label: label, source: source, cells: texts.indices.map(text))
      found.isTrusted = isTrusted
      best[relation, default: []].append(found)
      best[relation]?.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
      if best[relation]?.count ?? 0 > limit { best[relation]?.removeLast() }
    }
  }

  private func distance(_ text: (Int) -> String, _ number: (Int) -> Double?) -> Double {
    var sum = 0.0
    for feature in features {
      switch feature {
      case .level(let column):
        if text(column) != texts[column] { sum += 2 }
      case .number(let column, let spread):
        switch (numbers[column], number(column)) {
        case (nil, nil): break
        case (let x?, let y?):
          let gap = spread > 0 ? min((x - y).magnitude / spread, 4) : x == y ? 0 : 4
          sum += gap * gap
        default: sum += 2
        }
      }
    }
    return (sum / Double(max(features.count, 1))).squareRoot()
  }
}

extension NearestRows {
  /// Looks among the rows that the baseline keeps, where its file is the one that judged.
  ///
  /// - Returns: False where it is not at hand.
  /// - Complexity: O(bytes of the profile).
  private mutating func readTrusted(_ run: RunReader) throws -> Bool {
    guard let file = run.facts.baseline, Folder.isFile(file.name),
      let bytes = try? RunReader.bytes(file.name), sha256(bytes) == file.sha256,
      let baseline = try? Baseline(reading: bytes, name: file.name)
    else { return false }
    let report: ReportRecord = try RunReader.object(run.directory.file("report.json"))
    let (schema, drawn) = (baseline.schema, baseline.drawn)
    func places(_ columns: [Int]) -> [Int?] {
      let places = Dictionary(
        columns.enumerated().map { (schema.columns[$1].name, $0) },
        uniquingKeysWith: { first, _ in first })
      return report.columns.map { places[$0.name] }
    }
    let (numeric, categorical) = (places(schema.numeric), places(schema.categorical))
    let (label, source) = (labelColumn, sourceColumn)
    for i in 0..<drawn.count {
      let name = schema.classes.isEmpty ? nil : schema.classes[drawn.labels[i]]
      // Without a column of sources, codes of sources mean nothing.
      let from = drawn.sources[i]
      let origin = schema.sources.indices.contains(from) ? schema.sources[from] : nil
      func number(_ column: Int) -> Double? {
        let value = numeric[column].map { drawn.numeric[i, $0] } ?? .nan
        return value.isNaN ? nil : value
      }
      func text(_ column: Int) -> String {
        if column == label { return name ?? "" }
        if column == source { return origin ?? "" }
        if let value = number(column) { return Self.plain(value) }
        guard let k = categorical[column], drawn.codes[k][i] >= 0 else { return "" }
        return schema.columns[schema.categorical[k]].levels[Int(drawn.codes[k][i])]
      }
      add(
        drawn.rows[i] + 1, label: name, source: origin, isTrusted: true, text: text,
        number: number)
    }
    return true
  }

  /// A number as files have it.
  private static func plain(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? "\(value)"
  }
}
