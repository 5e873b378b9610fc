import TasterKernels

/// Judges an endless stream of rows by a trusted baseline, batch by batch, in constant memory.
///
/// ```swift
/// let filter = try Filter(ProfileFile.read("trusted.taster").baseline)
/// for try await batch in filter.batches("new.csv") {
///   send(batch.kept)
///   for row in batch.held { print(row.finding.row, row.finding.reasons.map { $0.text }) }
/// }
/// ```
///
/// Every row gets a p-value by the baseline alone: the share of trusted rows that are as odd (``Discoveries`` of a scan has the
/// same). A row is held when its p-value stands out among those of the last ``window`` rows: Benjamini and Hochberg's
/// procedure over them, a little stricter, so that in the mean at most the share ``falseDiscoveryRate`` of the held rows is honest,
/// as long as honest rows are drawn like the trusted ones. A martingale over the stream raises an alarm where small p-values
/// are too frequent, with a probability of at most ``alarmLevel`` that it is a false one, however long the stream is.
///
/// What is decided of a row depends on it and on the rows before it: not on how the stream is cut into batches, nor on
/// threads, nor on when its bytes came. What needs the company of later rows (floods, triggers, bad sources, changed units)
/// is not looked for; ``Scan`` does that.
///
/// - SeeAlso: Bates, Candès, Lei, Romano & Sesia 2023, arXiv:2104.08279; Vovk et al. 2021, arXiv:2102.10439
public struct Filter: Sendable {
  /// The bound on the false discovery rate of rows that are held, above 0 and below 1.
  public var falseDiscoveryRate = 0.1
  /// How many rows are looked at together, at least 1; nil for ``defaultWindow``.
  public var window: Int?
  /// The bound on the probability that the alarm is ever a false one, above 0 and below 1.
  public var alarmLevel = 0.01
  /// Rows with at least this score are held as well; nil leaves it to their p-values.
  public var threshold: Double?
  /// Whether rows are held whose p-value stands out.
  public var holdsDiscoveries = true
  /// What a row's oddness counts in its score, and from which oddness in nats on a row is held by that alone.
  public var rule = Policy.DetectorRule()
  /// How many blocks of rows are judged at a time; no verdict depends on it.
  public var threads = processorCount()
  /// What the rows are judged by.
  public private(set) var baseline: Baseline
  private(set) var judge: FilterJudge

  /// Takes up the models of a baseline, and solves them where it keeps none.
  ///
  /// - Parameters:
  ///   - baseline: What is trusted.
  ///   - threads: How many models are fitted at a time, and later blocks judged; nil for as many as there are processors.
  /// - Throws: What LAPACK throws.
  /// - Complexity: O(*n* log *n*) a column for *n* trusted rows. Where no models are kept O(*n* m² + m³), m = 400 + columns:
  ///   about two seconds of a processor and 400 MB for 20,000 × 20.
  public init(_ baseline: Baseline, threads: Int? = nil) throws {
    let threads = threads ?? processorCount()
    self.baseline = baseline
    self.threads = threads
    judge = FilterJudge(try baseline.models(threads: threads))
  }

  /// The same filter by the baseline without some features; the models of the others are solved anew.
  ///
  /// - Parameter names: The features.
  /// - Returns: The filter itself where there are none.
  /// - Throws: What LAPACK throws.
  /// - Complexity: As for a baseline that keeps no models.
  func without(_ names: Set<String>) throws -> Filter {
    guard !names.isEmpty else { return self }
    var fewer = self
    fewer.baseline = baseline.without(names)
    fewer.judge = FilterJudge(try fewer.baseline.models(threads: threads))
    return fewer
  }

  /// Takes over what a policy says about holding rows.
  ///
  /// As in a scan, a threshold stands in place of the p-values, and what it says about `baseline` holds for the rows' oddness.
  /// Other detectors are not looked at in a stream, so what a policy says about them holds nothing here, and a threshold that was
  /// chosen on the scores of a scan, to which they add, holds fewer rows.
  ///
  /// - Parameter policy: Its threshold, its rule for `baseline`, and the share of false ones that its goal allows.
  public mutating func follow(_ policy: Policy) {
    threshold = policy.threshold
    rule = policy.rule(for: BaselineVerdict.name)
    holdsDiscoveries = policy.threshold == nil && rule.threshold == nil
    if let rate = policy.goal?.falseDiscoveryRate, rate > 0, rate < 1 { falseDiscoveryRate = rate }
  }

  /// How odd a row is that stands so far out, in nats; as much as a policy can name.
  func nats(_ place: Conformal.Place) -> Double { min(FilterJudge.nats(place), 1e6) }

  /// How suspicious a row is that stands so far out.
  func score(_ place: Conformal.Place) -> Score {
    Score(logOdds: rule.weight * nats(place) - Score.prior)
  }

  /// Whether a row is held by its score or its oddness alone.
  func isLoud(_ place: Conformal.Place) -> Bool {
    threshold.map { score(place).value >= $0 } ?? false
      || rule.threshold.map { nats(place) >= $0 } ?? false
  }

  /// How many trusted rows calibrate.
  public var calibrationRows: Int { judge.conformal.count }
  /// The smallest p-value that a row can have.
  public var leastP: Double { judge.conformal.least }

  /// The window in which fourteen rows as odd as can be are enough to be rejected.
  ///
  /// It grows with the number of trusted rows: with 20,000 of them it has 20,001 rows at a false discovery rate of 0.1.
  public var defaultWindow: Int {
    RunningDiscoveries.window(level: falseDiscoveryRate, leastP: leastP)
  }

  /// The fewest rows of a window that can be rejected: with fewer as odd as can be, none is.
  ///
  /// So it takes more than one planted row in `falseDiscoveryRate · (trusted rows + 1)` for any to be held, and the first of
  /// them pass.
  public var fewestRejectable: Int { discoveries.fewestRejectable(leastP: leastP) }

  var discoveries: RunningDiscoveries {
    RunningDiscoveries(level: falseDiscoveryRate, window: max(window ?? defaultWindow, 1))
  }

  /// The batches of a stream, judged one after the other as they come.
  ///
  /// Where its header lacks features of the baseline, rows are judged by the baseline without them: the models of the
  /// others are solved anew before the first row, for every such stream.
  ///
  /// - Parameters:
  ///   - path: A CSV file or a named pipe, plain, gzip or Zstandard; `-` is the standard input.
  ///   - table: What is known about its layout; what its columns are, the baseline says.
  ///   - stream: How it is taken in.
  /// - Returns: A sequence that is walked once; at most four batches are in memory, whatever comes.
  public func batches(
    _ path: String, table: TableOptions = TableOptions(), stream: StreamOptions = StreamOptions()
  ) -> FilteredBatches {
    var table = table
    table.missing = baseline.missing
    return FilteredBatches(filter: self, path: path, table: table, stream: stream)
  }
}
