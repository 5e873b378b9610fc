import TasterCSV

extension Filter {
  /// What a stream is not looked at for.
  static let limits =
    "not looked for: " + BaselineVerdict.structures.sorted().joined(separator: ", ")
    + ", which need the company of other rows; 'taster scan' looks for them"

  /// What a policy says that holds nothing in a stream.
  static func unheard(_ policy: Policy) -> [String] {
    let names = policy.detectors.keys.filter { $0 != BaselineVerdict.name }.sorted()
    var notes: [String] = []
    if !names.isEmpty {
      notes.append(
        "what the policy says about \(names.joined(separator: ", ")) holds nothing here: a stream is judged by "
          + "the baseline alone")
    }
    if !policy.rule(for: BaselineVerdict.name).runs {
      notes.append("the policy switches 'baseline' off; a stream is judged by it all the same")
    }
    if policy.threshold != nil, policy.grounds != nil {
      notes.append(
        "the policy's threshold was chosen on scores to which other detectors add: a stream's scores are the "
          + "baseline's alone, so fewer rows reach it")
    }
    return notes
  }

  /// What has to be said where little can be held.
  var notes: [String] {
    guard holdsDiscoveries else { return [] }
    let few = fewestRejectable
    let trusted = Figures.count(calibrationRows, "trusted row")
    let rows = Figures.count(discoveries.window, "row")
    guard few > 1 else { return [] }
    return [
      few > discoveries.window
        ? "with \(trusted) no row of a window of \(rows) can be held at a false discovery rate of "
          + "\(falseDiscoveryRate): a larger baseline, a smaller --window or a larger --fdr is needed"
        : "with \(trusted) the p-values end at \(Figures.significant(leastP, digits: 2)): of "
          + "\(rows) none is held at a false discovery rate of \(falseDiscoveryRate) unless "
          + "\(Figures.grouped(few)) are as odd as can be; the first of them pass"
    ]
  }
}

extension FilteredBatches.Iterator {
  /// What the stream was, beside its counts.
  var facts: StreamFacts {
    var facts = StreamFacts(window: filter.discoveries.window, alarmLevel: filter.alarmLevel)
    let progress = progress
    (facts.alarmCount, facts.alarms) = (progress.alarms, alarmRows)
    (facts.capital, facts.highestCapital) = (progress.capital, progress.highestCapital)
    facts.strangers = progress.strangers
    facts.reopened = progress.reopened
    if end?.isStopped ?? false { facts.ending = .stopped }
    if end?.departure != nil { facts.ending = .departed }
    return facts
  }

  /// In what the stream was not like the baseline, and how it ended, in sentences.
  var notes: [String] {
    let progress = progress
    guard let head = progress.head else { return ["the stream ended before its header came"] }
    var notes = (end?.remarks ?? []) + head.departures + departures
    if progress.strangers > 0 {
      let names = progress.strangeClasses.map { "'\(printable($0, limit: 40))'" }
      notes.append(
        "\(Figures.count(progress.strangers, "row")) of classes that the baseline does not know: "
          + names.joined(separator: ", ") + (names.count == 5 ? ", …" : "")
          + "; nothing speaks for their labels")
    }
    if progress.reopened > 0 {
      notes.append(
        "the followed file was replaced or cut \(Figures.count(progress.reopened, "time")), and what came "
          + "then was read: no single file holds what came in")
    }
    if let departure = end?.departure {
      notes.append(
        "the file cannot be followed any more: \(departure); start again to read what is there")
    }
    return notes
  }

  /// A report on the stream; its statistics are the baseline's, in the order of the stream's columns.
  func report(_ facts: RunFacts, held: HeldTally) -> Report {
    let baseline = filter.baseline
    let schema = progress.head?.schema ?? baseline.schema
    func places(_ features: [Int], among own: [Int]) -> [Int] {
      let places = Dictionary(
        own.enumerated().map { (baseline.schema.columns[$1].name, $0) },
        uniquingKeysWith: { first, _ in first })
      return features.compactMap { places[schema.columns[$0].name] }
    }
    return Report(
      facts: facts, schema: schema,
      statistics: baseline.statistics.keeping(
        numeric: places(schema.numeric, among: baseline.schema.numeric),
        categorical: places(schema.categorical, among: baseline.schema.categorical)),
      classRows: progress.classRows,
      discoveries: Discoveries(runningDiscoveries, conformal: filter.judge.conformal), held: held)
  }
}

extension RunFacts {
  /// Takes in what a stream came to.
  mutating func describe(_ progress: FilterProgress, path: String, digest: String) {
    inputs = [
      File(
        name: path == "-" ? "standard input" : path, bytes: progress.bytes, sha256: digest,
        records: progress.rows + progress.rejectedRecords)
    ]
    (rows, held, kept) = (progress.rows, progress.held, progress.rows - progress.held)
    rejects = RecordLog.Kind.allCases.filter { $0.isReject }.compactMap { kind in
      progress.kinds[kind].map { RejectCount(reason: kind.name, count: $0) }
    }
    blankLines = progress.kinds.reduce(0) { $0 + ($1.key.isNoRecord ? $1.value : 0) }
    rejectExamples = progress.rejectExamples
    guard let head = progress.head else {
      dialect.headBytes = 0
      return
    }
    describe(head.layout)
    dialect.headBytes = progress.headBytes
    dialect.columns = head.width
    labelColumn = head.schema.columns.first { $0.role == .label }?.name
    guesses = head.remarks + progress.tableEnds
  }
}
