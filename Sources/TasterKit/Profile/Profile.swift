package import TasterKernels

/// What was learned from a data set: its encoding, its classes, its copies, what features say about labels.
///
/// A row is scored against a profile alone. Everything is learned from a bounded sample of rows, drawn by content, so
/// neither memory nor the models grow with the table; the statistics per class are folded over all rows.
public struct Profile: Sendable {
  /// What the columns are.
  public let schema: Schema
  /// The key of every random choice.
  public let seed: UInt64
  /// The statistics of every class.
  public let statistics: ClassStatistics
  /// The rows that the models were fitted to.
  package let sample: RowSample
  /// How columns become the models' views.
  package let encoder: Encoder
  /// The sample's rank view, *n* × p.
  package let q: Numbers
  /// The sample's robust view, *n* × p.
  package let r: Numbers
  /// The sample's groups of near copies.
  package let copies: NearCopies
  /// The label models; nil where the table has fewer than two classes or no usable feature.
  package let labels: LabelModels?
  /// What is ordinary in the numeric columns.
  package let surprise: SurpriseModel
  /// How the sampled rows themselves stand.
  package let standing: Standing
  /// How many rows the table has that is to be judged: rows of a higher number were learned from beside it.
  package let ownRows: Int
  /// What the schema's codes stand for.
  let vocabulary: Vocabulary
  /// How many tasks may work at a time where detectors learn; nothing depends on it.
  package let threads: Int

  /// Learns a profile.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - statistics: The statistics of the same rows.
  ///   - seed: The key of every random choice.
  ///   - threads: How many models are fitted at a time; nothing depends on it.
  /// - Throws: What the table or LAPACK throws.
  /// - Complexity: O(rows × features) to draw, O(*n* m² + m³) to solve.
  package init(
    _ table: some RowTable, statistics: ClassStatistics, seed: UInt64, threads: Int = 1
  ) throws {
    let schema = table.schema
    let sample = try RowSample(
      table, seed: seed, capacity: RowSample.capacity(features: schema.featureCount))
    try self.init(
      sample, schema: schema, statistics: statistics, seed: seed, threads: threads)
  }

  /// Learns a profile from rows that were drawn.
  ///
  /// - Parameters:
  ///   - sample: The rows.
  ///   - schema: What their columns are; it may name classes that no row carries.
  ///   - statistics: The statistics of the table that they were drawn from.
  ///   - belief: How much the row of a number counts for the label models, above 0; nil where all count alike.
  ///   - ownRows: How many rows the table has that is to be judged.
  ///   - seed: The key of the draw.
  ///   - threads: How many models are fitted at a time; nothing depends on it.
  /// - Throws: What LAPACK throws.
  /// - Complexity: O(*n* m² + m³).
  package init(
    _ sample: RowSample, schema: Schema, statistics: ClassStatistics,
    belief: ((_ row: Int) -> Double)? = nil, ownRows: Int = .max, seed: UInt64, threads: Int
  ) throws {
    let encoder = Encoder(sample)
    let (q, r) = encoder.encode(numeric: sample.numeric, codes: sample.codes)
    let present = Set(sample.labels)
    let copies = try NearCopies(
      r, keys: sample.featureKeys, labels: present.count >= 2 ? sample.labels : [],
      threads: threads)
    var labels: LabelModels?
    if present.count >= 2, encoder.width > 0, sample.count >= 10 {
      labels = try LabelModels(
        q: q, r: r, sample: sample, classes: schema.classes.count,
        numericCount: encoder.numericCount, copies: copies,
        beliefs: belief.map { sample.rows.map($0) }, threads: threads)
    }
    let surprise = try SurpriseModel(sample, q: q, encoder: encoder, copies: copies)
    let surprises = surprise.surprises(q: q, values: sample.numeric)
    self.schema = schema
    self.seed = seed
    self.statistics = statistics
    self.sample = sample
    self.encoder = encoder
    self.q = q
    self.r = r
    self.copies = copies
    self.labels = labels
    self.surprise = surprise
    self.threads = threads
    self.ownRows = ownRows
    vocabulary = Vocabulary(schema)
    standing = Standing(
      posteriors: labels?.posteriors, labels: sample.labels, surprises: surprises)
  }

  /// Whether trusted rows that were learned from beside the table hold a group as well, at a quarter of its rate or more.
  ///
  /// - Parameter members: Positions in the sample.
  /// - Returns: False where there are no such rows.
  /// - Complexity: O(*n*).
  func isNatural(_ members: [Int]) -> Bool {
    let trusted = sample.rows.count { $0 >= ownRows }
    guard trusted > 0 else { return false }
    let held = members.count { sample.rows[$0] >= ownRows }
    let (share, others) = (
      Double(held) / Double(trusted),
      Double(members.count - held) / Double(max(sample.count - trusted, 1))
    )
    return held > 0 && share >= 0.25 * others
  }
}
