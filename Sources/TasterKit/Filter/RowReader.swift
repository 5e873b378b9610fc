import TasterCSV

/// What the head of a stream was understood to be.
struct StreamHead: Sendable {
  let layout: Layout
  let schema: Schema
  /// What was guessed, and in what the columns are not the baseline's, in sentences.
  let remarks: [String]
  let departures: [String]
  /// The features of the baseline that the stream lacks.
  let lacking: Set<String>
  /// How many fields a row has.
  let width: Int
}

/// Some records of a stream: typed as the baseline's rows, and byte for byte.
struct RowBatch: Sendable {
  /// The byte order mark before the first record.
  var markBytes = 0
  /// Records, blank lines and headers in order.
  var entries: [RecordLog.Entry] = []
  /// The bytes of all of them.
  var bytes: [UInt8] = []
  /// Those that are rows.
  var rows: SchemaCoder.Rows
  /// What the head says, with the batch in which the head ends.
  var head: StreamHead?
  /// What has to be said about the file: that another one is read from here on.
  var notice: String?
  /// Where the table ends, with the batch in which that is, or one before.
  var tableEnd: TableEnd?
}

/// How a stream ended.
struct StreamEnd: Sendable {
  /// Whether it was asked to end.
  var isStopped = false
  /// Why a followed file ended, in words.
  var departure: String?
  /// What is remarkable about the rows, in sentences.
  var remarks: [String] = []
}

/// A stream whose first bytes have come.
struct OpenStream {
  let live: LiveSource
  /// The text as it came, decompressed.
  let kept: KeepingSource
  let layout: Layout

  /// How much of a stream is looked at before it is read.
  private static let sampleBytes = 1 << 16
  /// The pause after which less of it will do, in milliseconds.
  private static let samplePause = 1_000

  /// Opens a stream and waits for its first bytes.
  ///
  /// - Parameters:
  ///   - path: A file or a pipe; `-` is the standard input.
  ///   - options: What is known about it.
  ///   - stream: How it is taken in.
  ///   - stop: Ends it.
  /// - Throws: ``CSVError`` and ``TableError`` for what cannot be read, ``StreamPause`` where it was asked to end first.
  init(
    _ path: String, options: TableOptions, stream: StreamOptions, stop: StopSign
  ) throws {
    live = try LiveSource(path, pause: stream.pause, follows: stream.follows, stop: stop)
    let peeking = PeekingSource(try Self.text(of: live))
    var pauses = 0
    let sample = try peeking.sample(Self.sampleBytes) { bytes in
      pauses += 1
      return pauses * max(stream.pause, 1) >= Self.samplePause && bytes.contains(10)
    }
    layout = try Layout.find(sample.bytes, isWhole: sample.isWhole, told: options.told())
    kept = KeepingSource(peeking)
  }

  /// Goes on with the file that has taken the name of a followed one; its layout is taken to be the same.
  ///
  /// - Parameter former: The stream that has ended.
  /// - Throws: ``CSVError`` for what cannot be read, ``StreamPause`` where it was asked to end first.
  init(reopening former: OpenStream) throws {
    live = former.live
    layout = former.layout
    try live.reopen()
    kept = KeepingSource(try Self.text(of: live))
  }

  /// The bytes of a stream, decompressed as the first of them say.
  private static func text(of live: LiveSource) throws -> any ByteSource {
    let raw = PeekingSource(live)
    let magic = try raw.sample(4).bytes
    return switch InputFile.Compression(magic[...]) {
    case .gzip: try GzipSource(raw, name: live.name)
    case .zstandard: try ZstdSource(raw, name: live.name)
    case nil: raw
    }
  }
}

extension OpenStream {
  /// The text as UTF-8.
  fileprivate var source: any ByteSource {
    layout.encoding == .utf8 ? kept : HashingSource(kept, encoding: layout.encoding)
  }

  /// A reader at its start.
  fileprivate func reader(_ options: TableOptions) -> CSVReader {
    CSVReader(
      layout.dialect, layout.readerOptions(limits: options.limits, blockSize: options.blockBytes))
  }
}

/// Reads a stream record by record, types rows as a baseline's, and keeps their bytes; nothing is spooled.
struct RowReader: ~Copyable {
  private var stream: OpenStream
  private var source: any ByteSource
  private var reader: CSVReader
  private let options: TableOptions
  private let baseline: Schema
  private let batchRows: Int
  /// Batches that were read and not yet handed on, each with the bytes read up to its end.
  private var waiting: [(batch: RecordBatch, total: Int)] = []
  private let spare = RecordBatch()
  /// Looks for the end of the table; nil where that is the end of the stream.
  private var seeker: TableEndSeeker?
  /// What of the records that it looks at belongs to the head of another file.
  private var otherHead = HeadSorter(headerLines: 0, isFirstFile: false)
  /// Whether the waiting batches can be handed on.
  private var isHanding = false
  /// Where the table ends, until that is told.
  private var tableEnd: TableEnd?
  private let missing: ByteDictionary
  private var coder: SchemaCoder
  private var sorter: RecordSorter
  private var names: [[String]] = []
  private var head: StreamHead?
  private var taken = 0
  private var rowCount = 0
  /// Which column carries the labels, once the head has passed.
  private var label: Int?
  /// Whether the last record that was read has a line end.
  private var isLineEnded = true
  /// Why another file is read than before; nil once that is told.
  private var change: String?
  /// Whether the first record of another file has still to come.
  private var isHeadDue = false
  private var tally = LineTally(width: 0)
  /// How the stream ended; nil while it goes on.
  private(set) var end: StreamEnd?
  /// What is remarkable about the rows so far.
  var remarks: [String] { tally.remarks }

  /// Reads a stream from its start.
  ///
  /// - Parameters:
  ///   - stream: The stream.
  ///   - options: What is known about it.
  ///   - baseline: What its columns are.
  ///   - batchRows: How many records a batch has at most.
  init(_ stream: OpenStream, options: TableOptions, like baseline: Schema, batchRows: Int) {
    let layout = stream.layout
    self.stream = stream
    source = stream.source
    reader = stream.reader(options)
    var missing = ByteDictionary()
    for text in options.missing { missing.insert(text) }
    var told = options
    told.headerLines = layout.headerLines
    told.like = baseline
    self.options = told
    self.baseline = baseline
    self.batchRows = max(batchRows, 1)
    self.missing = missing
    coder = SchemaCoder(baseline, places: [:], missing: [])
    if layout.rowShape != nil { seeker = TableEndSeeker() }
    sorter = RecordSorter(
      RowSorter(width: 0, label: nil, missing: missing),
      head: HeadSorter(headerLines: layout.headerLines, isFirstFile: true))
  }

  /// The next records: as many as make a batch, or what came before a pause.
  ///
  /// Where the table may end before the stream, a batch waits until it is known whether its last records are part of it.
  ///
  /// - Returns: At least one record, or nil at the end.
  /// - Throws: ``CSVError`` and ``TableError``.
  mutating func next() throws -> RowBatch? {
    if !isHanding { try readOn() }
    if !waiting.isEmpty {
      let next = waiting.removeFirst()
      isHanding = !waiting.isEmpty
      return try taken(next.batch, upTo: next.total)
    }
    guard head != nil || end?.isStopped == true else {
      throw TableError(.empty, "\(stream.live.name) is empty; there is nothing to judge")
    }
    return nil
  }

  /// Reads batches until it is known what their records are.
  private mutating func readOn() throws {
    while end == nil {
      let batch = waiting.isEmpty ? spare : RecordBatch()
      do {
        // Until the head is known, what a record is depends on what follows it.
        let most = head == nil ? 1 : batchRows
        guard try reader.next(batch, from: &source, maxRecords: most) else {
          if !waiting.isEmpty { break }
          if try goOn() { continue }
          end = StreamEnd(departure: stream.live.ending)
          break
        }
      } catch let pause as StreamPause {
        if pause == .stopped { end = StreamEnd(isStopped: true) }
        guard !batch.records.isEmpty else { continue }
      }
      if isHeadDue, isOther(batch) {
        end = StreamEnd(departure: "the file that took its name has other columns")
        break
      }
      waiting.append((batch, reader.account.total))
      look(at: batch)
      if seeker?.isOpen != true { break }
    }
    if seeker?.isOpen == true {
      seeker?.finish()
      noteEnd()
    }
    isHanding = true
  }

  /// Looks for the end of the table among records behind the head.
  private mutating func look(at batch: RecordBatch) {
    guard let shape = stream.layout.rowShape, head != nil, var seeker else { return }
    let isKnown = seeker.end != nil
    for i in batch.records.indices where otherHead.kind(of: i, in: batch) == nil {
      seeker.take(shape.mark(i, of: batch), batch.records[i])
    }
    self.seeker = seeker
    if !isKnown { noteEnd() }
  }

  private mutating func noteEnd() {
    guard let end = seeker?.end else { return }
    sorter.end(at: end.byteOffset)
    tableEnd = end
  }

  private mutating func taken(_ batch: RecordBatch, upTo total: Int) throws -> RowBatch {
    let hadHead = head != nil
    var entries: [RecordLog.Entry] = []
    var rows: [Int] = []
    for (i, entry) in batch.records.enumerated() {
      if head == nil { try addHead(i, of: batch) }
      let kind = sorter.kind(of: i, in: batch)
      if kind == .row {
        rows.append(i)
        tally.add(entry)
      }
      entries.append(
        RecordLog.Entry(
          kind: kind, length: entry.byteLength, lines: entry.lines, fields: entry.fieldCount))
    }
    var result = RowBatch(
      entries: entries, rows: coder.rows(batch, rows, firstRow: rowCount))
    if !hadHead { result.head = head }
    if taken == 0 { result.markBytes = reader.account.markBytes }
    (result.notice, change) = (change, nil)
    (result.tableEnd, tableEnd) = (tableEnd, nil)
    result.bytes = stream.kept.take(total - taken)
    isLineEnded = result.bytes.last.map { $0 == 10 || $0 == 13 } ?? isLineEnded
    taken = total
    rowCount += rows.count
    return result
  }

  /// Goes on with the file that has taken the place of a followed one.
  ///
  /// - Returns: False where the stream ends: the records of two files cannot be told apart, or the first had no head.
  private mutating func goOn() throws -> Bool {
    guard let reason = stream.live.ending, head != nil, isLineEnded,
      stream.layout.preambleLines == 0, stream.layout.encoding == .utf8
    else { return false }
    stream = try OpenStream(reopening: stream)
    source = stream.source
    reader = stream.reader(options)
    (taken, isHeadDue) = (0, true)
    if seeker != nil { seeker = TableEndSeeker() }
    change = "\(stream.live.name): \(reason); going on with what is there now"
    return true
  }

  /// Whether the file that took the name of another one is none of the same columns; if it is, its header, if it has one, will
  /// be known.
  private mutating func isOther(_ batch: RecordBatch) -> Bool {
    let first = batch.records.indices.first {
      !batch.isEmpty($0) && !batch.records[$0].flags.contains(.comment)
    }
    guard let head, let first else { return false }
    isHeadDue = false
    let texts = (0..<batch.records[first].fieldCount).map { batch.text(first, $0) }
    let isRepeated = names.first == texts
    let known = Set(head.schema.columns.map { $0.name })
    guard isRepeated || texts.count(where: { known.contains($0) }) * 2 <= texts.count else {
      return true
    }
    otherHead = HeadSorter(
      headerLines: isRepeated ? stream.layout.headerLines : 0, isFirstFile: false)
    sorter = RecordSorter(
      RowSorter(width: head.width, label: label, missing: missing), head: otherHead)
    return false
  }

  /// Looks for the last record of the head, or for the first row where there is no header.
  private mutating func addHead(_ i: Int, of batch: RecordBatch) throws {
    guard !batch.isEmpty(i) else { return }
    names.append((0..<batch.records[i].fieldCount).map { batch.text(i, $0) })
    guard names.count >= max(stream.layout.headerLines, 1) else { return }
    let plan = try ColumnPlan(
      header: Layout.names(names), batch: batch, firstRow: 0, options: options)
    label = plan.label
    sorter.know(width: plan.names.count, label: label)
    let known = Dictionary(
      baseline.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let schema = Schema(
      columns: plan.names.enumerated().map { j, name in
        var column = known[name] ?? Column(name: name, role: plan.roles[j], kind: .text)
        column.role = plan.roles[j]
        return column
      }, classes: baseline.classes, sources: [])
    let match = SchemaMatch(schema, like: baseline)
    try match.requireFeature()
    coder = SchemaCoder(
      baseline.without(match.lackingNames), places: match.places, missing: options.missing)
    head = StreamHead(
      layout: stream.layout, schema: schema,
      remarks: stream.layout.decisions.filter { !$0.isUsual }.map { $0.text } + plan.remarks,
      departures: match.sentences(.leftOut) + match.strangers(), lacking: match.lackingNames,
      width: plan.names.count)
  }
}
