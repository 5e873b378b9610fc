import TasterKernels

extension Scan {
  /// Judges the rows of a table by a trusted baseline, and by what the table itself shows.
  ///
  /// Every row gets a p-value by the baseline alone, and rows are rejected at ``falseDiscoveryRate``. The table's own
  /// structures (floods, triggers, sources, units) are looked for in its rows with the trusted ones beside them: what
  /// these hold as well is natural. Features that the table lacks, or holds in another kind, are left out of the baseline, whose
  /// models are then solved anew.
  ///
  /// - Parameters:
  ///   - table: The rows, in any order of columns and with any codes.
  ///   - baseline: What is trusted.
  ///   - progress: Called now and then, from one task at a time.
  /// - Returns: What was learned of the table and what was decided.
  /// - Throws: What the table, the disk or LAPACK throws, and ``TableError`` where the table has no feature of the baseline.
  /// - Complexity: O(rows × features) in five passes and a fit to a sample, two where the baseline keeps no models; where rows
  ///   stand goes to a temporary file of 24 bytes a row.
  package func run(
    _ table: some RowTable, against baseline: Baseline,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> Result {
    let match = SchemaMatch(table.schema, like: baseline.schema)
    try match.requireFeature()
    let baseline = baseline.without(match.lackingNames)
    let seen = ConformedTable(table, like: baseline.schema)
    let statistics = try statistics(of: seen, progress: progress)
    progress(Progress(stage: "learning", done: 0, total: table.rowCount))
    let trusted = try baseline.models(seen.schema, threads: threads)
    let profile = try profile(
      of: seen, statistics: statistics, baseline: baseline, trusted: trusted)
    let chosen = Catalog.detectors.filter { detectors.contains($0.name) }
    let judges = try parallelMap(chosen.count, threads: threads) { k in
      try chosen[k].init().learn(profile)
    }
    let conformal = Conformal(trusted)
    let (standings, discoveries, context) = try discoveries(
      in: seen, trusted: trusted, conformal: conformal, progress: progress)
    let verdict = BaselineVerdict(
      detectors: chosen.map { $0.name }, judges: judges, trusted: trusted,
      surplus: try Surplus(profile), rise: context.rise, threshold: threshold, rules: rules)
    let run = Judging(scan: self, rowCount: table.rowCount, profile: profile)
    var judgement = try run.judge(seen, voices: verdict.voices, progress: progress) { c, chunk in
      verdict.judge(
        profile.batch(chunk), standing: try standings.part(c), discoveries: discoveries,
        schema: seen.schema, trusted: { trusted.batch(chunk.gather($0)) })
    }
    judgement.mode = .baseline
    judgement.ranking = verdict.ranking
    judgement.discoveries = discoveries
    let departures = match.sentences(.leftOut) + seen.departures
    judgement.notes =
      departures.map { Judgement.Note(text: $0) } + discoveries.notes + Notes.about(profile)
    var result = Result(profile: profile, judgement: judgement)
    if !seen.isPlain { result.tableStatistics = try self.statistics(of: table) }
    return result
  }

  /// Learns from a table with the rows of a baseline beside it.
  ///
  /// A row of the table counts for the label models by how likely its label is its own, were one in ten changed: the
  /// baseline says so.
  private func profile(
    of table: ConformedTable, statistics: ClassStatistics, baseline: Baseline,
    trusted: TrustedModels
  ) throws -> Profile {
    var tail = baseline.drawn.chunk
    // Where trusted rows came from says nothing about where those of the table did.
    tail.sources = tail.sources.map { _ in -1 }
    let drawn = try DrawnRows(
      JoinedTable(table, tail: tail), seed: seed,
      capacity: RowSample.capacity(features: table.schema.featureCount),
      vocabulary: Vocabulary(table.schema))
    let batch = trusted.batch(drawn.chunk)
    var beliefs: [Int: Double] = [:]
    for (i, row) in drawn.rows.enumerated() where row < table.rowCount {
      guard let posterior = batch.standing.posteriors?.plain else { break }
      beliefs[row] = Self.belief(posterior[i, batch.label(i)])
    }
    return try Profile(
      RowSample(drawn, seed: seed, vocabulary: Vocabulary(table.schema)), schema: table.schema,
      statistics: statistics, belief: { beliefs[$0] ?? 1 }, ownRows: table.rowCount, seed: seed,
      threads: threads)
  }

  /// How likely a label is its own where a tenth of all labels was changed to any other.
  static func belief(_ share: Double) -> Double {
    max(0.9 * share / (0.9 * share + 0.1 * (1 - share) + 1e-9), 0.01)
  }

  private func discoveries(
    in table: ConformedTable, trusted: TrustedModels, conformal: Conformal,
    progress: @Sendable (Progress) -> Void
  ) throws -> (StandingStore, Discoveries, JointContext) {
    var store = try StandingStore(directory: temporaryDirectory)
    var tally = Discoveries.Tally()
    var far = 0
    let window = max(threads, 1)
    for start in stride(from: 0, to: table.chunkCount, by: window) {
      let count = min(window, table.chunkCount - start)
      let parts = try parallelMap(count, threads: threads) { k in
        let batch = trusted.batch(try table.chunk(start + k))
        return TrustedStanding(
          pValues: conformal.pValues(batch),
          shares: (0..<batch.count).map { i in
            batch.standing.posteriors?.plain[i, batch.label(i)] ?? .nan
          },
          joints: batch.standing.surprises.map { $0.joint })
      }
      for part in parts {
        tally.add(part.pValues)
        far += part.joints.count { $0 > JointContext.bound }
        try store.append(part)
      }
      progress(
        Progress(
          stage: "comparing", done: (start + count) * table.rowCount / max(table.chunkCount, 1),
          total: table.rowCount))
    }
    return (
      store, Discoveries(tally, level: falseDiscoveryRate, conformal: conformal),
      JointContext(far: far, of: table.rowCount)
    )
  }
}

/// Where all rows stand, on disk.
private struct StandingStore: Sendable {
  private let spill: Spill
  private var extents: [(pValues: Extent, shares: Extent, joints: Extent)] = []
  private var end = 0

  init(directory: String?) throws { spill = try Spill(directory: directory) }

  mutating func append(_ part: TrustedStanding) throws {
    func write(_ values: [Double]) throws -> Extent {
      defer { end += values.count * MemoryLayout<Double>.stride }
      return try spill.write(values, at: end)
    }
    extents.append((try write(part.pValues), try write(part.shares), try write(part.joints)))
  }

  func part(_ chunk: Int) throws -> TrustedStanding {
    TrustedStanding(
      pValues: try spill.read(extents[chunk].pValues, as: Double.self),
      shares: try spill.read(extents[chunk].shares, as: Double.self),
      joints: try spill.read(extents[chunk].joints, as: Double.self))
  }
}

extension Discoveries {
  /// What has to be said where a promise is worth little.
  fileprivate var notes: [Judgement.Note] {
    let few = fewestRejectable
    guard few > 1 else { return [] }
    let rows = Figures.count(self.rows, "row")
    let trusted = Figures.count(calibrationRows, "trusted row")
    return [
      Judgement.Note(
        text: few > self.rows
          ? "with \(trusted) no row of \(rows) can be rejected at a false discovery rate of "
            + "\(level): a larger baseline, a smaller batch or a larger --fdr is needed"
          : "with \(trusted) the p-values end at \(Figures.significant(leastP, digits: 2)): of "
            + "\(rows) none is rejected at a false discovery rate of \(level) unless "
            + "\(Figures.grouped(few)) are as odd as can be; fewer planted rows can only be ranked")
    ]
  }
}
