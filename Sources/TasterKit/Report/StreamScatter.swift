import TasterKernels

/// Where held rows of a stream lie among the rows of the baseline that judges them.
///
/// The plane is that of the baseline's rows, so a row has its place as soon as it is judged. Memory is for at most
/// ``Scatter/pointLimit`` trusted rows of every class, those with the smallest keys, and for about twice as many held ones, the
/// most suspicious: all are chosen by what they are, however long the stream is and however it is cut into batches. Rows of
/// classes that the baseline does not know are not drawn.
struct StreamScatter: Sendable {
  /// A held row with its place.
  private struct Held: RankedRow {
    let spot: ScatterPlane.Spot
    let score: Double
    var row: Int { spot.row }
  }

  private let plane: ScatterPlane
  private let schema: Schema
  private let trusted: [String?: [ScatterPlane.Spot]]
  private var held: [String?: SuspectRanking<Held>]

  /// Finds the plane.
  ///
  /// - Parameter filter: Whose trusted rows they are.
  /// - Complexity: O(*n* (log *n* + d) + 2,000 p min(2,000, p)).
  init(_ filter: Filter) {
    let (baseline, encoder) = (filter.baseline, filter.judge.trusted.encoder)
    let (schema, drawn) = (baseline.schema, baseline.drawn)
    let keys = drawn.keys(seed: baseline.seed, vocabulary: Vocabulary(schema)).map { $0.draw }
    let order = drawn.rows.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    let plane = ScatterPlane(drawn.numeric, rows: order, encoder: encoder, schema: schema)
    let names: [String?] = schema.classes.isEmpty ? [nil] : schema.classes
    var byClass = [[Int]](repeating: [], count: names.count)
    for i in order where byClass[drawn.labels[i]].count < Scatter.pointLimit {
      byClass[drawn.labels[i]].append(i)
    }
    var trusted: [String?: [ScatterPlane.Spot]] = [:]
    for (name, chosen) in zip(names, byClass) {
      let values = encoder.robust(drawn.numeric.gather(chosen))
      trusted[name] = chosen.enumerated().map { plane.spot(drawn.rows[$1] + 1, values.row($0)) }
    }
    self.plane = plane
    self.schema = schema
    self.trusted = trusted
    held = trusted.mapValues { _ in SuspectRanking(limit: Scatter.pointLimit) }
  }

  /// Takes a held row in.
  ///
  /// - Complexity: O(p + log ``Scatter/pointLimit``) on average.
  mutating func add(_ row: FilteredBatch.Held) {
    held[row.finding.label]?.add(
      Held(spot: plane.spot(row.finding.row, row.numbers[...]), score: row.finding.score))
  }

  /// Draws the rows that were taken in.
  ///
  /// - Parameter tally: The same rows, summed up.
  /// - Returns: The picture.
  func scatter(_ tally: HeldTally) -> Scatter {
    var scatter = plane.scatter(
      Scatter.classes(schema, held: tally).map { one in
        ScatterPlane.Group(
          name: one.name, held: one.held, kept: trusted[one.name] ?? [],
          marked: held[one.name]?.best.map { $0.spot } ?? [])
      })
    scatter.isOfStream = true
    return scatter
  }
}
