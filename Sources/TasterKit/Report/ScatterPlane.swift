import TasterKernels

/// The plane in which a scatter puts rows: the two directions along which some of them differ most.
struct ScatterPlane: Sendable {
  /// Of at most so many columns the directions come from ``fitRows`` rows, of more from ``wideFitRows``.
  private static let wideColumns = 500
  private static let fitRows = 2_000
  private static let wideFitRows = 500
  /// How many columns of a direction are named.
  private static let namedColumns = 3
  /// The share of rows at either end that may stand at the edge, and the room that is left beside the others.
  private static let tailShare = 0.02
  private static let marginShare = 0.25

  /// A row with its place along both directions.
  struct Spot: Sendable, Hashable {
    /// Its number, from 1.
    let row: Int
    let x: Double
    let y: Double
  }

  /// The rows of one class, before they are drawn.
  struct Group: Sendable {
    /// The class; nil in a table without labels.
    let name: String?
    /// How many rows that carry it are held.
    let held: Int
    let kept: [Spot]
    let marked: [Spot]
  }

  private let plane: PrincipalDirections
  /// How many numeric columns span the space.
  private let columns: Int
  /// Across and up; empty where the rows do not differ in any numeric column.
  let directions: [Scatter.Direction]

  /// Finds the directions.
  ///
  /// - Parameters:
  ///   - numeric: Numeric features, *n* × d; NaN where a value is missing.
  ///   - rows: Which rows to go by; the first of them where there are many.
  ///   - encoder: What brings columns to robust deviations.
  ///   - schema: What they are called.
  /// - Complexity: O(2,000 p min(2,000, p)) and a solution of at most 500 × 500.
  init(_ numeric: Numbers, rows: [Int], encoder: Encoder, schema: Schema) {
    columns = encoder.numericCount
    let fit = rows.prefix(columns > Self.wideColumns ? Self.wideFitRows : Self.fitRows)
    let plane = PrincipalDirections(encoder.robust(numeric.gather(Array(fit))))
    self.plane = plane
    directions = plane.weights.indices.map { k in
      Scatter.Direction(
        share: plane.shares[k],
        columns: plane.leading(k, count: Self.namedColumns).map { j in
          schema.columns[schema.numeric[encoder.numeric[j].feature]].name
        })
    }
  }

  /// Where a row has its place.
  ///
  /// - Parameters:
  ///   - row: Its number.
  ///   - values: Its numeric columns in robust deviations.
  /// - Returns: The row with its place.
  /// - Complexity: O(p).
  func spot(_ row: Int, _ values: ArraySlice<Double>) -> Spot {
    Spot(row: row, x: plane.place(values, along: 0), y: plane.place(values, along: 1))
  }

  /// Draws classes to one scale.
  func scatter(_ groups: [Group]) -> Scatter {
    guard !directions.isEmpty else { return Scatter(columns: columns, directions: [], groups: []) }
    let all = groups.flatMap { $0.kept + $0.marked }
    let across = Self.span(all.map { $0.x })
    let up = Self.span(all.map { $0.y })
    func points(_ spots: [Spot]) -> [Int] {
      spots.flatMap { [Self.place($0.x, in: across), Self.place($0.y, in: up)] }
    }
    return Scatter(
      columns: columns, directions: directions,
      groups: groups.map {
        Scatter.Group(
          name: $0.name, held: $0.held, keptPoints: points($0.kept),
          heldRows: $0.marked.map { $0.row }, heldPoints: points($0.marked))
      })
  }

  /// What the plane shows along a direction: nearly all rows and a little beside them; what lies farther out stands at the edge.
  private static func span(_ values: [Double]) -> ClosedRange<Double> {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return 0...0 }
    let tail = Int(tailShare * Double(sorted.count))
    let (low, high) = (sorted[tail], sorted[sorted.count - 1 - tail])
    let margin = marginShare * (high - low)
    return max(first, low - margin)...min(last, high + margin)
  }

  private static func place(_ value: Double, in span: ClosedRange<Double>) -> Int {
    let width = span.upperBound - span.lowerBound
    guard width > 0 else { return Scatter.side / 2 }
    let share = min(max((value - span.lowerBound) / width, 0), 1)
    return Int((Double(Scatter.side) * share).rounded())
  }
}
