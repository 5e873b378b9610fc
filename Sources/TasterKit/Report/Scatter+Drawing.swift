import TasterKernels

extension Scatter {
  /// Of at most so many columns the directions come from ``fitRows`` rows, of more from ``wideFitRows``.
  private static let wideColumns = 500
  private static let fitRows = 2_000
  private static let wideFitRows = 500
  private static let leastKept = 10
  /// How many columns of a direction are named.
  private static let namedColumns = 3
  /// The share of rows at either end that may stand at the edge, and the room that is left beside the others.
  private static let tailShare = 0.02
  private static let marginShare = 0.25

  /// A row with its place along both directions.
  private struct Spot {
    let row: Int
    let group: String?
    let x: Double
    let y: Double
  }

  /// Draws the rows of a table.
  ///
  /// - Parameters:
  ///   - profile: What was learned of the table.
  ///   - table: The rows, their columns and codes as in the profile.
  ///   - held: The held rows; it has watched the rows of the profile's sample.
  /// - Throws: What the table throws.
  /// - Complexity: O(sample × p) and a solution of at most 500 × 500; reads the chunks of the most suspicious rows.
  package init(_ profile: Profile, table: some RowTable, held: HeldTally) throws {
    let schema = profile.schema
    let p = profile.encoder.numericCount
    let own = profile.sample.rows.indices.filter { profile.sample.rows[$0] < profile.ownRows }
    let isHeld = Set(held.watchedHeld)
    let kept = own.filter { !isHeld.contains(profile.sample.rows[$0] + 1) }
    // Where all but a few rows are held, all of them are all there is to go by.
    let fit = (kept.count > Self.leastKept ? kept : own)
      .prefix(p > Self.wideColumns ? Self.wideFitRows : Self.fitRows)
    let plane = PrincipalDirections(
      profile.encoder.robust(profile.sample.numeric.gather(Array(fit))))
    func name(_ code: Int) -> String? {
      schema.classes.indices.contains(code) ? schema.classes[code] : nil
    }
    func spot(_ row: Int, _ group: String?, _ values: ArraySlice<Double>) -> Spot {
      Spot(
        row: row, group: group, x: plane.place(values, along: 0), y: plane.place(values, along: 1))
    }
    func spots(of sampled: [Int]) -> [Spot] {
      let values = profile.encoder.robust(profile.sample.numeric.gather(sampled))
      return sampled.enumerated().map { k, i in
        spot(profile.sample.rows[i] + 1, name(profile.sample.labels[i]), values.row(k))
      }
    }
    let suspects = held.suspects.map { $0.finding }
    let numbers = profile.encoder.robust(
      try Self.numbers(of: suspects.map { $0.row - 1 }, in: table))
    var marked = suspects.enumerated().map { spot($1.row, $1.label, numbers.row($0)) }
    let told = Set(suspects.map { $0.row })
    marked += spots(
      of: own.filter {
        let row = profile.sample.rows[$0] + 1
        return isHeld.contains(row) && !told.contains(row)
      })
    let counts: [(name: String?, held: Int)] =
      schema.classes.isEmpty
      ? [(nil, held.count)] : held.classes(schema.classes, rows: []).map { ($0.name, $0.held) }
    let chosen = counts.enumerated()
      .sorted { ($1.element.held, $0.offset) < ($0.element.held, $1.offset) }
      .prefix(Self.groupLimit).map { $0.element }
    let wanted = Dictionary(
      grouping: kept.filter { i in chosen.contains { $0.name == name(profile.sample.labels[i]) } },
      by: { name(profile.sample.labels[$0]) })
    let groups = chosen.map { group in
      (
        group: group,
        kept: spots(of: Array((wanted[group.name] ?? []).prefix(Self.pointLimit))),
        held: Array(marked.filter { $0.group == group.name }.prefix(Self.pointLimit))
      )
    }
    let all = plane.weights.isEmpty ? [] : groups.flatMap { $0.kept + $0.held }
    let across = Self.span(all.map { $0.x })
    let up = Self.span(all.map { $0.y })
    func points(_ spots: [Spot]) -> [Int] {
      spots.flatMap { [Self.place($0.x, in: across), Self.place($0.y, in: up)] }
    }
    self.init(
      columns: p,
      directions: plane.weights.indices.map { k in
        Direction(
          share: plane.shares[k],
          columns: plane.leading(k, count: Self.namedColumns).map { j in
            schema.columns[schema.numeric[profile.encoder.numeric[j].feature]].name
          })
      },
      groups: plane.weights.isEmpty
        ? []
        : groups.map {
          Group(
            name: $0.group.name, held: $0.group.held, keptPoints: points($0.kept),
            heldRows: $0.held.map { $0.row }, heldPoints: points($0.held))
        })
  }

  /// The numeric features of some rows, counted from 0.
  ///
  /// All chunks but the last have equally many rows, so those in which none of them stands are not read.
  private static func numbers(of rows: [Int], in table: some RowTable) throws -> Numbers {
    var result = Numbers(rows: rows.count, columns: table.schema.numeric.count)
    guard !rows.isEmpty, table.chunkCount > 0 else { return result }
    let size = max(try table.chunk(0).count, 1)
    for (c, places) in Dictionary(grouping: rows.indices, by: { rows[$0] / size }) {
      let chunk = try table.chunk(c)
      for k in places {
        for j in 0..<result.columns {
          result[k, j] = chunk.numeric[j * chunk.count + rows[k] - chunk.firstRow]
        }
      }
    }
    return result
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
    guard width > 0 else { return side / 2 }
    let share = min(max((value - span.lowerBound) / width, 0), 1)
    return Int((Double(side) * share).rounded())
  }
}
