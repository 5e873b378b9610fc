/// Reads a stream in chunks, several at a time, each with a parser of its own.
///
/// A parser reads its chunk on the guess that a record begins with it. Behind a record libcsv stands as it stood at the
/// start, so the guess is right where the chunk before ended with a record. Where it did not, the parser of that chunk
/// reads on, up to the first record whose beginning both have found: from there on they say the same. Records, places,
/// lines and faults are those of one parser.
@safe package final class ChunkedReader<Work: Sendable> {
  /// What became of every byte of the records that were handed over.
  package private(set) var account = CSVReader.Account()
  /// The parser that is right.
  private var reader: CSVReader
  private let batch = RecordBatch()
  private var source: HashingSource
  private let crew: ChunkCrew<Work>
  private let threads: Int
  private let maxRecords: Int
  private let prepare: @Sendable (RecordBatch, Range<Int>) throws -> Work

  /// A stream that is about to be read.
  ///
  /// - Parameters:
  ///   - dialect: Delimiter and quote.
  ///   - options: How it is read; with more than one thread, a chunk is one block.
  ///   - source: The stream.
  ///   - threads: How many threads work, the caller's included.
  ///   - maxRecords: How many records one parser alone puts in a batch.
  ///   - prepare: What is made of some records of a batch, on any thread; lines are not known there.
  package init(
    _ dialect: Dialect, _ options: CSVReader.Options, from source: HashingSource, threads: Int,
    maxRecords: Int = 4_096,
    prepare: @escaping @Sendable (RecordBatch, Range<Int>) throws -> Work
  ) {
    self.source = source
    self.threads = threads
    self.maxRecords = maxRecords
    self.prepare = prepare
    var own = options
    own.blockSize = min(options.blockSize, 1 << 16)
    reader = CSVReader(dialect, own)
    crew = ChunkCrew(
      ChunkCutter(source, size: options.blockSize, encoding: options.encoding),
      chunks: 2 * threads + 1, prepare: prepare
    ) { CSVReader(dialect, own) }
  }

  /// Hands over the next records as one parser reads them: before ``forEach(_:)``.
  ///
  /// - Parameter body: Called with a batch, valid during the call.
  /// - Returns: False at the end of the stream.
  /// - Throws: What the stream or the body throws.
  package func next(_ body: (RecordBatch, CSVReader.Account) throws -> Void) throws -> Bool {
    guard try fill(maxRecords) else { return false }
    account.add(batch.records[...])
    try body(batch, account)
    return true
  }

  /// How many records like the last ones stay near the processor until they are read into cells.
  private var nearbyRecords: Int {
    min(maxRecords, max(64, batch.records.count * (1 << 17) / max(batch.byteCount, 1)))
  }

  /// Reads records with the right parser.
  private func fill(_ count: Int) throws -> Bool {
    let isFilled: Bool
    if threads > 1 {
      var feed = ChunkFeed(crew: crew)
      isFilled = try reader.next(batch, from: &feed, maxRecords: count)
    } else {
      isFilled = try reader.next(batch, from: &source, maxRecords: count)
    }
    account.markBytes = max(account.markBytes, reader.account.markBytes)
    return isFilled
  }

  /// Hands over all further records; may be called once.
  ///
  /// - Parameter body: Called with a batch, which of its records are meant, what was made of them, and the account behind
  ///   them; the batch is valid during the call. How records are cut into batches is not told.
  /// - Throws: The first error in stream order, of the stream, of what is made of records, or of `body`.
  package func forEach(
    _ body: (RecordBatch, Range<Int>, Work, CSVReader.Account) throws -> Void
  ) throws {
    guard threads > 1 else {
      while try fill(nearbyRecords) {
        let all = batch.records.indices
        try hand(batch, all, try prepare(batch, all), to: body)
      }
      return
    }
    if crew.current?.isLast != true { crew.start(threads - 1) }
    defer { crew.stop() }
    // How many records the right parser reads before it is asked whether the guess has found the same.
    var count = maxRecords
    while true {
      if crew.isAtSeam, reader.isBetweenRecords {
        guard try crew.advance(), let chunk = crew.current else { return }
        count = maxRecords
        if chunk.isParsed {
          try adopt(from: 0, line: reader.startLine, to: body)
          count = 1
        }
        continue
      }
      guard try fill(count) else {
        if crew.isAtSeam, reader.isBetweenRecords { continue }
        return
      }
      if let (own, other, line) = meeting() {
        if own > 0 { try hand(batch, 0..<own, try prepare(batch, 0..<own), to: body) }
        try adopt(from: other, line: line, to: body)
        count = 1
      } else {
        let all = batch.records.indices
        try hand(batch, all, try prepare(batch, all), to: body)
        count = min(2 * count, maxRecords)
      }
    }
  }

  /// The first record, here and in the chunk's own batch, that both parsers have found, and its line.
  private func meeting() -> (own: Int, other: Int, line: Int)? {
    guard reader.fault == nil, let chunk = crew.current, chunk.isParsed else { return nil }
    for (i, entry) in batch.records.enumerated()
    where entry.byteOffset >= chunk.offset && !entry.flags.contains(.preamble) {
      if let j = chunk.place(of: entry.byteOffset) { return (i, j, entry.line) }
    }
    return chunk.place(of: reader.offset).map { (batch.records.count, $0, reader.startLine) }
  }

  /// Takes over the records of the current chunk's own parser, and the parser with them.
  ///
  /// - Parameters:
  ///   - first: The first record that is right.
  ///   - line: Its line.
  ///   - body: What gets them.
  /// - Throws: What is thrown on the way.
  private func adopt(
    from first: Int, line: Int,
    to body: (RecordBatch, Range<Int>, Work, CSVReader.Account) throws -> Void
  ) throws {
    guard let chunk = crew.current else { return }
    chunk.isParsed = false
    let all = first..<chunk.batch.records.count
    let shift =
      line - (all.isEmpty ? chunk.reader.startLine : chunk.batch.records[first].line)
    Self.move(all, of: &chunk.batch.records, by: shift)
    chunk.reader.skipLines(shift)
    swap(&reader, &chunk.reader)
    crew.position = chunk.taken
    guard !all.isEmpty else { return }
    let work = try (first == 0 ? chunk.work : nil) ?? prepare(chunk.batch, all)
    try hand(chunk.batch, all, work, to: body)
  }

  /// Counts the lines of some records from another place.
  private static func move(
    _ range: Range<Int>, of records: inout [RecordBatch.Entry], by lines: Int
  ) {
    for i in range { records[i].line += lines }
  }

  private func hand(
    _ batch: RecordBatch, _ range: Range<Int>, _ work: Work,
    to body: (RecordBatch, Range<Int>, Work, CSVReader.Account) throws -> Void
  ) throws {
    account.add(batch.records[range])
    try body(batch, range, work, account)
  }
}
