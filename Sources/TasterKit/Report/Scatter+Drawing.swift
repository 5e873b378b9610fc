import TasterKernels

extension Scatter {
  private static let leastKept = 10

  /// Draws the rows of a table.
  ///
  /// - Parameters:
  ///   - profile: What was learned of the table.
  ///   - table: The rows, their columns and codes as in the profile.
  ///   - held: The held rows; it has watched the rows of the profile's sample.
  /// - Throws: What the table throws.
  /// - Complexity: O(sample × p) and a solution of at most 500 × 500; reads the chunks of the most suspicious rows.
  package init(_ profile: Profile, table: some RowTable, held: HeldTally) throws {
    let (schema, sample) = (profile.schema, profile.sample)
    let own = sample.rows.indices.filter { sample.rows[$0] < profile.ownRows }
    let isHeld = Set(held.watchedHeld)
    let kept = own.filter { !isHeld.contains(sample.rows[$0] + 1) }
    // Where all but a few rows are held, all of them are all there is to go by.
    let plane = ScatterPlane(
      sample.numeric, rows: kept.count > Self.leastKept ? kept : own, encoder: profile.encoder,
      schema: schema)
    func name(_ i: Int) -> String? {
      schema.classes.indices.contains(sample.labels[i]) ? schema.classes[sample.labels[i]] : nil
    }
    func spots(of sampled: [Int]) -> [ScatterPlane.Spot] {
      let values = profile.encoder.robust(sample.numeric.gather(sampled))
      return sampled.enumerated().map { plane.spot(sample.rows[$1] + 1, values.row($0)) }
    }
    let suspects = held.suspects.map { $0.finding }
    let numbers = profile.encoder.robust(
      try Self.numbers(of: suspects.map { $0.row - 1 }, in: table))
    var marked: [String?: [ScatterPlane.Spot]] = [:]
    for (k, suspect) in suspects.enumerated() {
      marked[suspect.label, default: []].append(plane.spot(suspect.row, numbers.row(k)))
    }
    let told = Set(suspects.map { $0.row })
    let others = own.filter {
      let row = sample.rows[$0] + 1
      return isHeld.contains(row) && !told.contains(row)
    }
    for (i, spot) in zip(others, spots(of: others)) { marked[name(i), default: []].append(spot) }
    let byClass = Dictionary(grouping: kept) { name($0) }
    self = plane.scatter(
      Self.classes(schema, held: held).map { one in
        ScatterPlane.Group(
          name: one.name, held: one.held,
          kept: spots(of: Array((byClass[one.name] ?? []).prefix(Self.pointLimit))),
          marked: Array((marked[one.name] ?? []).prefix(Self.pointLimit)))
      })
  }

  /// The classes that are drawn, those with the most held rows first; a single one without a name where there are no labels.
  static func classes(_ schema: Schema, held: HeldTally) -> [(name: String?, held: Int)] {
    let counts: [(name: String?, held: Int)] =
      schema.classes.isEmpty
      ? [(nil, held.count)] : held.classes(schema.classes, rows: []).map { ($0.name, $0.held) }
    return counts.enumerated()
      .sorted { ($1.element.held, $0.offset) < ($0.element.held, $1.offset) }
      .prefix(groupLimit).map { $0.element }
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
}
