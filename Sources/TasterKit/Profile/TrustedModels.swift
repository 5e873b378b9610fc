import TasterKernels

/// The models of a baseline at work: what they say about rows that nobody vouches for, and about the trusted rows themselves.
///
/// Rows are judged as the ``Profile`` of the trusted rows judges rows that it has not learned from, to the last bit. A class
/// that the baseline does not know has the probability 0.
package struct TrustedModels: Sendable {
  /// What the columns are; it may name levels and classes that the baseline does not know.
  package let schema: Schema
  /// The key of the draw.
  package let seed: UInt64
  /// The statistics of every class.
  let statistics: ClassStatistics
  /// The numeric features of the trusted rows, *n* × d.
  let numeric: Numbers
  /// How columns become the models' views.
  let encoder: Encoder
  /// What the schema's codes stand for.
  let vocabulary: Vocabulary
  /// The classes of the drawn trusted rows.
  package let labels: [Int]
  /// How many classes the baseline knows, at least 1.
  let classCount: Int
  /// How far the values of the trusted rows do not go together, in nats, in the order of ``labels``.
  let joints: [Double]
  /// What was solved.
  let solved: SolvedModels

  /// What the models say about the trusted rows, each without itself.
  package var leftOut: SolvedModels.LeftOut { solved.leftOut }

  /// Puts models to work.
  ///
  /// - Parameters:
  ///   - baseline: What was folded.
  ///   - solved: What was solved from it.
  ///   - schema: The baseline's, or one that holds its levels and classes in their places and more behind them.
  /// - Throws: ``TableError`` where the models are those of other columns.
  /// - Complexity: O(*n* (log *n* + p)) a column.
  init(_ baseline: Baseline, solved: SolvedModels, schema: Schema) throws {
    let sample = RowSample(
      baseline.drawn, seed: baseline.seed, vocabulary: Vocabulary(baseline.schema))
    let encoder = Encoder(sample)
    guard solved.width == encoder.width,
      solved.surprise.features == encoder.numeric.map({ $0.feature }),
      solved.labels.map({ $0.numericCount == encoder.numericCount }) ?? true
    else {
      throw TableError(
        .badProfile,
        "the models in the profile are not those of its rows: it was altered; learn it again")
    }
    self.schema = schema
    self.encoder = encoder
    self.solved = solved
    seed = baseline.seed
    statistics = baseline.statistics.widened(classes: max(schema.classes.count, 1))
    numeric = baseline.drawn.numeric
    vocabulary = Vocabulary(schema)
    labels = baseline.drawn.labels
    classCount = max(baseline.schema.classes.count, 1)
    joints = solved.surprise.joints(of: baseline.drawn, encoder: encoder)
  }

  /// Everything the models say about the rows of a chunk.
  ///
  /// - Parameter chunk: The rows.
  /// - Returns: The rows with what is known about them; nothing is known about copies.
  /// - Complexity: O(*n* m p).
  package func batch(_ chunk: Chunk) -> Batch {
    let n = chunk.count
    let values = Numbers(rows: n, columns: schema.numeric.count, byColumn: chunk.numeric)
    let codes = schema.categorical.indices.map { Array(chunk.codes[$0 * n..<($0 + 1) * n]) }
    let (q, r) = encoder.encode(numeric: values, codes: codes)
    let nowhere = [Int](repeating: -1, count: n)
    return Batch(
      chunk: chunk, member: nowhere, q: q, r: r,
      standing: Standing(
        posteriors: solved.labels?.posteriors(q: q, r: r, classes: schema.classes.count),
        labels: chunk.labels.map { Int($0) },
        surprises: solved.surprise.surprises(q: q, values: values)),
      group: nowhere)
  }
}

extension Baseline {
  /// The models, ready to judge: those that were kept, else solved now.
  ///
  /// - Parameters:
  ///   - wider: A schema of the same columns that holds every level and class of this one in its place, and perhaps more
  ///     behind them; nil for this one.
  ///   - threads: How many models are fitted at a time; nothing depends on it.
  /// - Returns: The models.
  /// - Throws: What LAPACK throws, and ``TableError`` where kept models do not fit the rows.
  /// - Complexity: O(*n* log *n*) a column where models were kept, else O(*n* m² + m³).
  package func models(_ wider: Schema? = nil, threads: Int = 1) throws -> TrustedModels {
    try TrustedModels(
      self, solved: kept ?? newlySolved(threads: threads), schema: wider ?? schema)
  }

  /// The same baseline with its models solved, so that they are kept in its file.
  ///
  /// - Parameter threads: How many models are fitted at a time; nothing depends on it.
  /// - Returns: The baseline; itself where they are solved, or where they would take more room than the rows (more than
  ///   2,000 columns and indicators of levels).
  /// - Throws: What LAPACK throws.
  /// - Complexity: O(*n* m² + m³): about two seconds of a processor and 400 MB for 20,000 × 20.
  public func solved(threads: Int = 1) throws -> Baseline {
    guard kept == nil else { return self }
    let models = try newlySolved(threads: threads)
    guard models.width <= SolvedModels.mostWidth else { return self }
    var result = self
    result.kept = models
    return result
  }

  private func newlySolved(threads: Int) throws -> SolvedModels {
    SolvedModels(try profile(threads: threads), of: drawn)
  }

  /// What another machine's last digits may make of ``departure(threads:)``, and no more.
  public static let mostDeparture = 1e-4

  /// By how much the kept models depart from those that its rows give: the largest difference of a class probability, or of a
  /// surprise in nats divided by one more than itself, over the drawn rows.
  ///
  /// A file could hold models that are not those of its rows. The same rows give the same models on every machine but for the
  /// last digits.
  ///
  /// - Parameter threads: How many models are fitted at a time.
  /// - Returns: 0 where nothing is kept; NaN where they do not even speak of the same columns.
  /// - Throws: What LAPACK throws.
  /// - Complexity: O(*n* m² + m³).
  public func departure(threads: Int = 1) throws -> Double {
    guard let kept else { return 0 }
    let fresh = try newlySolved(threads: threads)
    guard let judging = try? TrustedModels(self, solved: kept, schema: schema),
      (kept.labels == nil) == (fresh.labels == nil)
    else { return .nan }
    let own = try TrustedModels(self, solved: fresh, schema: schema)
    var largest = 0.0
    func look(_ a: Double, _ b: Double) {
      let gap = (a - b).magnitude / (1 + max(a.magnitude, b.magnitude))
      if !(gap <= largest) { largest = gap.isNaN ? .infinity : gap }
    }
    let (a, b) = (judging.batch(drawn.chunk).standing, own.batch(drawn.chunk).standing)
    if let p = a.posteriors?.combined.elements, let q = b.posteriors?.combined.elements {
      zip(p, q).forEach(look)
    }
    if let p = a.posteriors?.plain.elements, let q = b.posteriors?.plain.elements {
      zip(p, q).forEach(look)
    }
    zip(a.surprises, b.surprises).forEach { look($0.value, $1.value) }
    zip(kept.leftOut.shares, fresh.leftOut.shares).forEach(look)
    zip(kept.leftOut.suspicions, fresh.leftOut.suspicions).forEach(look)
    zip(kept.leftOut.surprises, fresh.leftOut.surprises).forEach(look)
    return largest
  }
}
