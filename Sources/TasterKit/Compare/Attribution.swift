/// A part of a snapshot in which more rows changed than elsewhere.
public struct Attribution: Sendable, Hashable {
  /// What the part is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The rows of one source.
    case source
    /// The rows of a span of time: one of twenty with about equally many rows.
    case time
    /// A twentieth of the file.
    case position
  }

  /// Which rows count as changed.
  public enum Side: String, Sendable, Hashable, CaseIterable {
    /// Rows of the new snapshot that came, or of which a cell or the label changed.
    case came
    /// Rows of the old snapshot that went.
    case went
    /// Rows of the new snapshot that the old one contradicts or finds odd, where rows are not matched.
    case suspicious
  }

  /// What the part is.
  public let kind: Kind
  /// Which rows count as changed.
  public let side: Side
  /// The source, the span of time or the span of rows.
  public let name: String
  /// Changed rows in this part.
  public let touched: Int
  /// Rows in this part.
  public let rows: Int
  /// Changed rows in all.
  public let allTouched: Int
  /// Rows in all.
  public let allRows: Int
  /// The probability of so many changed rows in a part of this size.
  public let pValue: Double
  /// The same, adjusted for all parts that were looked at.
  public internal(set) var qValue = 1.0

  /// How many times as many changed rows there are as the part's size explains.
  public var lift: Double {
    guard touched > 0, rows > 0, allTouched > 0 else { return 0 }
    return Double(touched) / Double(rows) / (Double(allTouched) / Double(allRows))
  }

  /// Parts are told from this q-value on.
  public static let level = 0.01
  /// And from this lift on.
  public static let leastLift = 2.0
  /// And with at least so many changed rows.
  public static let leastTouched = 5
}

/// Counts changed rows by part.
struct AttributionTally {
  private let parts: [Part]
  private var touched: [[Int]]
  private var sourceTouched: [String: [Int]] = [:]

  fileprivate static let bins = 20

  /// One snapshot cut into spans.
  private struct Part {
    let side: Attribution.Side
    let rows: Int
    let origins: Origins
    /// The last moment of every span of time but the last; empty without times.
    var bounds: [Double] = []
    var timeRows: [Int] = []

    /// No changed row in any span, nor in all.
    var nothing: [Int] { [Int](repeating: 0, count: AttributionTally.bins + timeRows.count + 1) }

    init(_ side: Attribution.Side, rows: Int, origins: Origins) throws {
      self.side = side
      self.rows = rows
      self.origins = origins
      var sketch = QuantileSketch(k: 1_024)
      try origins.forEachTime { if !$0.isNaN { sketch.add($0) } }
      guard sketch.count > 0 else { return }
      // Spans end with times that stand in the file.
      let kept = sketch.weighted
      let total = kept.reduce(0) { $0 + $1.weight }
      var found: [Double] = []
      var below = 0
      for entry in kept {
        below += entry.weight
        let isDue = below * AttributionTally.bins >= (found.count + 1) * total
        if isDue, found.count + 1 < AttributionTally.bins, entry.value != found.last {
          found.append(entry.value)
        }
      }
      var counts = [Int](repeating: 0, count: found.count + 1)
      try origins.forEachTime { if !$0.isNaN { counts[lowerBound(found, $0)] += 1 } }
      bounds = found
      timeRows = counts
    }
  }

  init(old: (rows: Int, origins: Origins), new: (rows: Int, origins: Origins)) throws {
    parts = [
      try Part(.came, rows: new.rows, origins: new.origins),
      try Part(.went, rows: old.rows, origins: old.origins),
    ]
    touched = parts.map { $0.nothing }
  }

  /// Where rows are not matched: what is counted is the suspicious ones of the new snapshot.
  init(suspiciousOf rows: Int, origins: Origins) throws {
    parts = [try Part(.suspicious, rows: rows, origins: origins)]
    touched = parts.map { $0.nothing }
  }

  private static func time(_ text: String) -> Double? {
    Double(text) ?? Timestamp.seconds(text.utf8)
  }

  /// Takes in a changed row.
  mutating func add(_ row: ChangedRow) {
    let k = row.new == nil ? 1 : 0
    guard let place = row.new ?? row.old else { return }
    let part = parts[k]
    touched[k][bin(ofRow: place.row, of: part.rows)] += 1
    touched[k][touched[k].count - 1] += 1
    if !part.bounds.isEmpty, let time = row.time.flatMap({ Self.time($0) }) {
      touched[k][Self.bins + lowerBound(part.bounds, time)] += 1
    }
    if let source = row.source { sourceTouched[source, default: [0, 0]][k] += 1 }
  }

  private func bin(ofRow row: Int, of rows: Int) -> Int {
    min((row - 1) * Self.bins / max(rows, 1), Self.bins - 1)
  }

  /// The parts in which changed rows gather, most telling first.
  func found() -> [Attribution] {
    var all: [Attribution] = []
    for (k, part) in parts.enumerated() {
      let total = touched[k][touched[k].count - 1]
      guard total > 0 else { continue }
      func add(_ kind: Attribution.Kind, _ name: String, _ count: Int, of rows: Int) {
        guard rows > 0, rows < part.rows else { return }
        all.append(
          Attribution(
            kind: kind, side: part.side, name: name, touched: count, rows: rows,
            allTouched: total, allRows: part.rows,
            pValue: Distributions.hypergeometricTail(
              count, drawn: rows, marked: total, total: part.rows)))
      }
      for (source, rows) in (part.origins.sources ?? [:]).sorted(by: { $0.key < $1.key }) {
        add(.source, source, sourceTouched[source]?[k] ?? 0, of: rows)
      }
      for (b, rows) in part.timeRows.enumerated() {
        let name = span(part, b)
        add(.time, name, touched[k][Self.bins + b], of: rows)
      }
      for b in 0..<Self.bins {
        let first = (b * part.rows + Self.bins - 1) / Self.bins + 1
        let last = ((b + 1) * part.rows + Self.bins - 1) / Self.bins
        add(.position, "rows \(first) to \(last)", touched[k][b], of: last - first + 1)
      }
    }
    for (k, q) in Distributions.qValues(all.map { $0.pValue }).enumerated() { all[k].qValue = q }
    return all.filter { part in
      part.qValue <= Attribution.level && part.lift >= Attribution.leastLift
        && part.touched >= Attribution.leastTouched
    }.sorted { ($0.qValue, -$0.lift, $0.name) < ($1.qValue, -$1.lift, $1.name) }
  }

  private func span(_ part: Part, _ b: Int) -> String {
    func text(_ x: Double) -> String {
      part.origins.isMoments ? Timestamp.text(x) : Figures.significant(x, digits: 6)
    }
    if part.bounds.isEmpty { return "all" }
    if b == 0 { return "up to \(text(part.bounds[0]))" }
    if b == part.bounds.count { return "after \(text(part.bounds[b - 1]))" }
    return "after \(text(part.bounds[b - 1])), up to \(text(part.bounds[b]))"
  }
}
