import TasterCSV
import TasterKernels

/// What a filter remembers of a stream: the last rows' p-values, ranks, the martingale, and counts.
struct FilterState: Sendable {
  /// What the rows are judged by: without the features that the stream lacks, once its head is known.
  private(set) var filter: Filter
  private(set) var discoveries: RunningDiscoveries
  private var ranks: RunningRanks
  private(set) var alarm: DripAlarm
  private(set) var progress = FilterProgress()
  private var hash = StreamingHash()

  /// The SHA-256 of the bytes that were judged, in hexadecimal.
  var digest: String { hash.digest }

  /// How many blocks a task looks at before the verdicts on them are made.
  private static let blocksPerTask = 8

  init(_ filter: Filter) {
    self.filter = filter
    discoveries = filter.discoveries
    ranks = RunningRanks(filter.judge.conformal)
    alarm = DripAlarm(level: filter.alarmLevel)
  }

  /// Judges the next records.
  ///
  /// - Parameter batch: What comes next in the stream.
  /// - Returns: The same, judged.
  /// - Throws: Where a record cannot be read again, and what LAPACK throws where models are solved anew.
  /// - Complexity: O(rows · m p), and a fit with the head of a stream that lacks features.
  mutating func judge(_ batch: RowBatch) throws -> FilteredBatch {
    if let head = batch.head { try take(head) }
    if batch.notice != nil { progress.reopened += 1 }
    if let end = batch.tableEnd { progress.tableEnds.append(end.sentence) }
    add(batch.rows)
    hash.add(batch.bytes[...])
    var result = FilteredBatch()
    var verdicts = Verdicts(batch.rows)
    var cursor = Cursor(batch)
    var markBytes = batch.markBytes
    for entry in batch.entries {
      let length = entry.length + markBytes
      let bytes = cursor.take(length)
      let offset = progress.bytes
      markBytes = 0
      progress.bytes += length
      if entry.kind.isNumbered { progress.records += 1 }
      switch entry.kind {
      case .header:
        result.head += bytes
        result.kept += bytes
        progress.headBytes += length
      case .row:
        let verdict = try verdicts.next(&self)
        let row = FilteredBatch.Row(
          number: progress.rows, byteOffset: offset, byteLength: length,
          pValue: verdict.place.pValue, qValue: verdict.qValue, isRejected: verdict.isRejected,
          nats: filter.nats(verdict.place), score: filter.score(verdict.place),
          isHeld: verdict.finding != nil)
        result.rows.append(row)
        if verdict.isAlarm { result.alarms.append(progress.rows) }
        if let finding = verdict.finding {
          result.held.append(
            try held(
              finding, Array(bytes), numbers: verdict.numbers, at: offset,
              line: progress.lines + 1))
        } else {
          result.kept += bytes
        }
      default:
        progress.kinds[entry.kind, default: 0] += 1
        let reject = RunFacts.Reject(
          record: progress.records, line: progress.lines + 1, byteOffset: offset,
          byteLength: length,
          reason: entry.kind.reason(fields: entry.fields, expected: progress.head?.width ?? 0))
        if entry.kind.isReject, progress.rejectExamples.count < 5 {
          progress.rejectExamples.append(reject)
        }
        result.rejected.append(
          FilteredBatch.Rejected(
            reject: reject, isRecord: entry.kind.isReject, bytes: Array(bytes)))
      }
      progress.lines += entry.lines
      progress.lacksLineEnd = bytes.last != 10 && bytes.last != 13
    }
    result.notices = [batch.notice, batch.tableEnd?.sentence].compactMap { $0 }
    result.progress = progress
    return result
  }

  /// Takes up the head of a stream; no row has come yet.
  private mutating func take(_ head: StreamHead) throws {
    progress.head = head
    guard !head.lacking.isEmpty else { return }
    filter = try filter.without(head.lacking)
    ranks = RunningRanks(filter.judge.conformal)
    (progress.texts, progress.unknownLevels) = ([], [])
  }

  /// What was decided about one row.
  fileprivate struct Decision {
    let place: Conformal.Place
    let qValue: Double
    /// Whether its p-value is rejected, whatever that holds.
    let isRejected: Bool
    let isAlarm: Bool
    /// nil where the row is not held.
    let finding: Finding?
    /// Its numeric columns in robust deviations; empty where it is not held.
    let numbers: [Double]
  }

  /// The verdicts on the rows of a batch, made in order, some blocks at a time.
  private struct Verdicts {
    private let rows: SchemaCoder.Rows
    private var blocks: [FilterJudge.Block] = []
    private var nextBlock = 0
    private var block = 0
    private var row = 0

    init(_ rows: SchemaCoder.Rows) { self.rows = rows }

    mutating func next(_ state: inout FilterState) throws -> Decision {
      if block == blocks.count {
        let filter = state.filter
        let (first, rows) = (nextBlock, rows)
        let count = min(
          FilterJudge.blockCount(rows) - first, filter.threads * FilterState.blocksPerTask)
        blocks = try parallelMap(count, threads: filter.threads) {
          filter.judge.block(rows, first + $0)
        }
        nextBlock += count
        (block, row) = (0, 0)
      }
      defer {
        row += 1
        if row == blocks[block].count { (block, row) = (block + 1, 0) }
      }
      return state.decide(row, of: blocks[block])
    }
  }

  fileprivate mutating func decide(_ i: Int, of block: FilterJudge.Block) -> Decision {
    let place = block.places[i]
    let found = discoveries.next(place.pValue)
    let isRejected = filter.holdsDiscoveries && found.isRejected
    let draw = RunningRanks.draw(block.keys[i], row: progress.rows)
    let isAlarm = alarm.next(ranks.next(place, draw: draw))
    progress.rows += 1
    (progress.capital, progress.highestCapital) = (alarm.capital, alarm.highest)
    progress.alarms = alarm.alarmCount
    var finding: Finding?
    if isRejected || filter.isLoud(place) {
      progress.held += 1
      if isRejected { progress.rejected += 1 }
      finding = filter.judge.finding(
        i, of: block, isRejected: isRejected, qValue: found.qValue, score: filter.score(place))
    }
    return Decision(
      place: place, qValue: found.qValue, isRejected: found.isRejected, isAlarm: isAlarm,
      finding: finding, numbers: finding == nil ? [] : filter.judge.numbers(i, of: block))
  }

  private mutating func add(_ rows: SchemaCoder.Rows) {
    if progress.classRows.isEmpty {
      progress.classRows = filter.baseline.schema.classes.map { _ in 0 }
    }
    for (i, label) in rows.chunk.labels.enumerated()
    where rows.strangers[i] == nil && Int(label) < progress.classRows.count {
      progress.classRows[Int(label)] += 1
    }
    progress.strangers += rows.strangers.count
    for (_, name) in rows.strangers.sorted(by: { $0.key < $1.key })
    where progress.strangeClasses.count < 5 && !progress.strangeClasses.contains(name) {
      progress.strangeClasses.append(name)
    }
    if progress.texts.isEmpty { progress.texts = rows.texts.map { _ in 0 } }
    if progress.unknownLevels.isEmpty { progress.unknownLevels = rows.unknownLevels.map { _ in 0 } }
    for k in rows.texts.indices { progress.texts[k] += rows.texts[k] }
    for k in rows.unknownLevels.indices { progress.unknownLevels[k] += rows.unknownLevels[k] }
  }

  /// In what the values were not what the baseline says, in sentences.
  var departures: [String] {
    let schema = filter.baseline.schema
    // What a header cannot tell; by then rows are judged.
    let late = "honest rows may be held for it; a scan leaves such a column out"
    let rows = Figures.count(progress.rows, "row")
    let texts = zip(schema.numeric, progress.texts).filter { $1 > 0 }.map { j, count in
      let column = "column '\(schema.columns[j].name)' is numeric in the baseline and holds"
      return count == progress.rows && count > 1
        ? "\(column) a text in all of \(rows) here: they count as missing, and \(late)"
        : "\(column) \(Figures.count(count, "text")) here; they count as missing"
    }
    let levels = zip(schema.categorical, progress.unknownLevels).filter { $1 > 0 }.map { j, count in
      let column = "column '\(schema.columns[j].name)' holds"
      return count == progress.rows && count > 1
        ? "\(column) no level that the baseline knows in any of \(rows): \(late) where it holds numbers"
        : "\(column) levels that the baseline does not know in \(Figures.count(count, "row"))"
    }
    return texts + levels
  }

  private func held(
    _ finding: Finding, _ bytes: [UInt8], numbers: [Double], at offset: Int, line: Int
  ) throws -> FilteredBatch.Held {
    var finding = finding
    finding.fingerprint = Fingerprint.of(bytes)
    var location = RowLocation(
      row: finding.row, line: line, byteOffset: offset, byteLength: bytes.count,
      fingerprint: finding.fingerprint)
    if let head = progress.head {
      let id = head.schema.columns.firstIndex { $0.role == .id }
      let source = head.schema.columns.firstIndex { $0.role == .source }
      if id != nil || source != nil {
        let record = try Record(
          bytes, dialect: head.layout.dialect, encoding: head.layout.encoding, width: head.width,
          types: head.layout.types)
        location.id = id.flatMap { record?.text($0) }
        location.source = source.flatMap { record?.text($0) }
      }
    }
    return FilteredBatch.Held(
      finding: finding, location: location, bytes: bytes, numbers: numbers)
  }
}

/// Goes through the bytes of a batch.
private struct Cursor {
  private let bytes: [UInt8]
  private var position = 0

  init(_ batch: RowBatch) { bytes = batch.bytes }

  mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    defer { position += count }
    return bytes[position..<position + count]
  }
}
