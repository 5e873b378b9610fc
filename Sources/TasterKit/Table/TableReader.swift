import Synchronization
import TasterCSV
import TasterKernels

/// Reads CSV into a ``Table``: one pass, constant memory but for the dictionaries.
struct TableReader {
  private var options: TableOptions
  private var plan: ColumnPlan?
  private var features: [Int] = []
  private var tallies: [ColumnTally] = []
  private var labelTexts = ByteDictionary()
  private var sourceTexts = ByteDictionary()
  private var missing = ByteDictionary()
  /// The cells of the rows that are not yet in the store, feature by feature.
  private var columns: [[Double]] = []
  private var labels: [Int32] = []
  private var sources: [Int32] = []
  private var store: CellStore?
  private var log: RecordLog
  private var rowCount = 0
  private var recordNumber = 0
  private var inputsBegun = 0
  private var counts: [RecordLog.Kind: Int] = [:]
  private var examples: [RecordLog.Reject] = []
  private var tally = LineTally(width: 0)
  private var layout: Layout?
  private var remarks: [String] = []
  /// The bytes of the first file up to and with its header, byte order mark and lines before it included.
  private var headBytes = 0
  /// What stands before the rows of the file that is being read.
  private var head = HeadSorter(headerLines: 0, isFirstFile: true)
  /// The byte order mark of the file that is being read, until its first entry is in the log.
  private var markBytes = 0
  /// Where the table ends in the file that is being read.
  private var tableEnd = Int.max
  private var fileCount = 1
  /// The texts of a column with more of them are not handed round.
  private static let mostKnown = 4_096

  init(_ options: TableOptions) throws {
    self.options = options
    log = try RecordLog(directory: options.temporaryDirectory)
    for text in options.missing { missing.insert(text) }
  }

  mutating func read(_ files: [InputFile], progress: (Int) -> Void) throws -> Table {
    var inputs: [Table.Input] = []
    fileCount = files.count
    for file in files {
      if let layout, layout.encoding.unit > 1 {
        throw TableError(
          .unsuited,
          "several files of \(layout.encoding.rawValue) are no one data set; convert them first: iconv "
            + "-f \(layout.encoding.rawValue.uppercased()) -t UTF-8 FILE")
      }
      let before = inputs.reduce(0) { $0 + $1.bytes }
      inputs.append(try read(file) { progress(before + $0) })
    }
    guard let plan, let layout else { throw TableError(.empty, "there is no file to read") }
    if !labels.isEmpty { try flush() }
    try log.flush()
    try checkRejects()
    guard rowCount > 0, let store else {
      let what = options.hasHeader ? "has a header and no rows" : "has no rows"
      let rejected = log.count > 0 && !examples.isEmpty ? " but rejected records" : ""
      throw TableError(
        .empty, "\(files[0].name) \(what)\(rejected); there is nothing to judge")
    }
    return try TableFinish(
      plan: plan, tallies: tallies, labelTexts: labelTexts, sourceTexts: sourceTexts, store: store,
      rowCount: rowCount, like: options.like, keepsKinds: options.keepsKinds
    ).table(
      inputs: inputs, files: files, options: options, layout: layout, headBytes: headBytes,
      log: log,
      remarks: remarks + tally.remarks, counts: counts, examples: examples)
  }

  // MARK: One file

  private mutating func read(
    _ file: InputFile, progress: (Int) -> Void
  ) throws -> Table.Input {
    var layout = try layout ?? findLayout(file)
    if self.layout == nil {
      self.layout = layout
    } else if options.preambleLines == nil {
      // What stands before a table is each file's own; its dialect is that of all.
      layout.preambleLines = try file.layout(told(layout)).preambleLines
    }
    try findEnd(file, layout)
    let source = HashingSource(try file.text(), encoding: layout.encoding)
    var isFirst = true
    let firstEntry = log.count
    recordNumber = 0
    inputsBegun += 1
    head = HeadSorter(headerLines: layout.headerLines, isFirstFile: inputsBegun == 1)
    var isOpen = false
    let cells = Mutex<CellReader?>(nil)
    let reader = ChunkedReader(
      layout.dialect, layout.readerOptions(limits: options.limits, blockSize: options.blockBytes),
      from: source, threads: options.threads
    ) { batch, range in
      cells.withLock { $0 }?.read(range, of: batch)
    }
    while isFirst || head.headersLeft > 0,
      try reader.next({ batch, account in
        if isFirst {
          try begin(batch, file: file)
          markBytes = account.markBytes
        }
        isFirst = false
        let rest = try takeHead(batch)..<batch.records.count
        if let block = cellReader?.read(rest, of: batch) {
          try take(block, rest, of: batch, file: file.name)
        }
        cells.withLock { $0 = cellReader }
        isOpen = batch.records.last?.flags.contains(.unterminated) ?? false
      })
    {}
    try reader.forEach { batch, range, block, account in
      if let block, try take(block, range, of: batch, file: file.name) {
        cells.withLock { $0 = cellReader }
      }
      isOpen = batch.records[range.upperBound - 1].flags.contains(.unterminated)
      progress(account.total)
    }
    if isFirst {
      throw TableError(.empty, "\(file.name) is empty; there is nothing to judge")
    }
    let account = reader.account
    progress(account.total)
    guard account.total == source.count else {
      throw TableError(
        .lostBytes,
        "\(file.name): \(account.total) of \(source.count) bytes were accounted for; this is "
          + "a bug, nothing was written")
    }
    return Table.Input(
      name: file.name, bytes: source.count, sha256: source.digest, records: recordNumber,
      entries: log.count - firstEntry, lacksLineEnd: isOpen)
  }

  private mutating func findLayout(_ file: InputFile) throws -> Layout {
    let layout = try file.layout(options.told())
    remarks += layout.decisions.filter { !$0.isUsual }.map { $0.text }
    options.headerLines = layout.headerLines
    return layout
  }

  /// Finds out where the table ends in a file.
  private mutating func findEnd(_ file: InputFile, _ layout: Layout) throws {
    guard layout.rowShape != nil else { return }
    let end = try file.tableEnd(layout, options)
    tableEnd = end?.byteOffset ?? .max
    let name = fileCount > 1 ? "\(file.name): " : ""
    remarks.append(name + (end?.sentence ?? TableEnd.none))
  }

  /// What the first file says about the others.
  private func told(_ layout: Layout) -> Layout.Told {
    var told = Layout.Told()
    told.delimiter = layout.dialect.delimiter
    told.quote = .told(layout.dialect.quote)
    told.escape = .told(layout.dialect.escape)
    told.comment = .told(layout.dialect.comment)
    told.headerLines = layout.headerLines
    told.encoding = layout.encoding
    return told
  }

  /// Takes the header in, or compares it with that of the files before.
  private mutating func begin(_ batch: RecordBatch, file: InputFile) throws {
    let filled = batch.records.indices.filter { !batch.isEmpty($0) }
    guard let first = filled.first else {
      throw TableError(
        .empty, "\(file.name) holds nothing but blank lines; there is nothing to judge")
    }
    let headers = filled.prefix(max(head.headersLeft, 1))
    let header = Layout.names(
      headers.map { i in (0..<batch.records[i].fieldCount).map { batch.text(i, $0) } })
    if let plan {
      guard !options.hasHeader || header == plan.header else {
        throw TableError(
          .differentHeaders,
          "\(file.name) has another header than the first file: \(header.joined(separator: ", "))")
      }
      return
    }
    let plan = try ColumnPlan(
      header: header, batch: batch,
      firstRow: options.hasHeader ? (headers.last ?? first) + 1 : first,
      options: options)
    self.plan = plan
    features = plan.features
    remarks += plan.remarks
    tallies = Array(repeating: ColumnTally(), count: plan.names.count)
    columns = Array(repeating: [], count: features.count)
    let store = try CellStore(
      columns: features.count, directory: options.temporaryDirectory)
    for k in columns.indices { columns[k].reserveCapacity(store.chunkRows) }
    self.store = store
  }

  /// How records become cells, once it is known what the columns are.
  private var cellReader: CellReader? {
    plan.map { plan in
      CellReader(
        sorter: RowSorter(
          width: plan.names.count, label: plan.label, missing: missing, end: tableEnd),
        features: features, source: plan.source,
        // The words nan and inf are texts to the reader: they are looked up behind the number.
        missingNumbers: options.missing.compactMap { Double($0) }.filter { $0.isFinite },
        known: features.map {
          tallies[$0].texts.count > Self.mostKnown ? ByteDictionary() : tallies[$0].texts
        })
    }
  }

  /// Takes in what stands before the rows.
  ///
  /// - Parameter batch: The first records of a file, or what follows them while names are still to come.
  /// - Returns: How many of its records that were.
  /// - Throws: What the disk throws.
  private mutating func takeHead(_ batch: RecordBatch) throws -> Int {
    for (i, entry) in batch.records.enumerated() {
      guard let kind = head.kind(of: i, in: batch) else { return i }
      try append(kind, entry)
    }
    return batch.records.count
  }

  private mutating func append(_ kind: RecordLog.Kind, _ entry: RecordBatch.Entry) throws {
    if markBytes > 0, log.count > 0, kind == .row {
      // In front of a further file's first row a mark is no part of the row.
      try log.append(RecordLog.Entry(kind: .blank, length: markBytes, lines: 0, fields: 0))
      counts[.blank, default: 0] += 1
      markBytes = 0
    }
    let length = entry.byteLength + markBytes
    markBytes = 0
    try log.append(
      RecordLog.Entry(kind: kind, length: length, lines: entry.lines, fields: entry.fieldCount))
    if kind == .header { headBytes += length }
    if kind.isNumbered { recordNumber += 1 }
    if kind == .row { tally.add(entry) } else { counts[kind, default: 0] += 1 }
  }

  // MARK: One row

  /// Takes in records and their cells.
  ///
  /// - Parameters:
  ///   - block: What they are.
  ///   - range: The records.
  ///   - batch: Where they are.
  ///   - file: Its name.
  /// - Returns: Whether there are texts among them that had no code before.
  /// - Throws: What the disk throws, and ``TableError`` for too many labels or sources.
  @discardableResult private mutating func take(
    _ block: CellBlock, _ range: Range<Int>, of batch: RecordBatch, file: String
  ) throws -> Bool {
    if markBytes == 0, block.rows.count == range.count {
      let rows = batch.records[range]
      try log.append(rows: rows)
      recordNumber += rows.count
      tally.add(rows)
    } else {
      try append(block.kinds, batch.records[range], file: file)
    }
    for (k, j) in features.enumerated() {
      tallies[j].merge(block.tallies[k]) { batch.records[$0].line }
    }
    let labels = try codes(block.labels, plan?.label, block, batch, in: &labelTexts, "label")
    let sources = try codes(block.sources, plan?.source, block, batch, in: &sourceTexts, "source")
    let cells = coded(block)
    var start = 0
    while start < block.rows.count {
      let room = (store?.chunkRows ?? 0) - self.labels.count
      let some = start..<min(start + room, block.rows.count)
      for k in columns.indices {
        let first = k * block.rows.count
        columns[k] += cells[first + some.lowerBound..<first + some.upperBound]
      }
      self.labels += labels[some]
      self.sources += sources[some]
      if self.labels.count == store?.chunkRows { try flush() }
      start = some.upperBound
    }
    rowCount += block.rows.count
    return block.tallies.contains { $0.firstText != nil }
  }

  private mutating func append(
    _ kinds: [RecordLog.Kind], _ entries: ArraySlice<RecordBatch.Entry>, file: String
  ) throws {
    for (kind, entry) in zip(kinds, entries) {
      try append(kind, entry)
      if kind.isReject, examples.count < 5 {
        examples.append(
          RecordLog.Reject(
            record: recordNumber, line: entry.line, byteOffset: entry.byteOffset,
            byteLength: entry.byteLength,
            reason: kind.reason(fields: entry.fieldCount, expected: plan?.names.count ?? 0),
            file: file))
      }
    }
  }

  /// The cells of a block with the codes that its texts have in the whole column, given by first appearance.
  private mutating func coded(_ block: CellBlock) -> [Double] {
    var cells = block.cells
    let count = block.rows.count
    for (k, j) in features.enumerated() where block.tallies[k].firstText != nil {
      var codes = [Int32?](repeating: -1, count: block.tallies[k].texts.count)
      for place in k * count..<(k + 1) * count {
        guard let code = Cell.code(cells[place]), code >= block.known[k] else { continue }
        let own = code - block.known[k]
        if codes[own] == -1 {
          codes[own] = tallies[j].texts.code(of: Int32(own), in: block.tallies[k].texts)
        }
        if let code = codes[own] {
          tallies[j].texted += 1
          cells[place] = Cell.text(code)
        } else {
          tallies[j].overflowed += 1
          cells[place] = Cell.overflow
        }
      }
    }
    return cells
  }

  /// The codes of labels or sources in a dictionary of all; zeros where there is no such column.
  private func codes(
    _ texts: TextCodes, _ column: Int?, _ block: CellBlock, _ batch: RecordBatch,
    in dictionary: inout ByteDictionary, _ what: String
  ) throws -> [Int32] {
    guard let column else { return [Int32](repeating: 0, count: block.rows.count) }
    var known = [Int32](repeating: -1, count: texts.texts.count)
    return try zip(texts.codes, block.rows).map { own, i in
      if known[Int(own)] < 0 {
        guard let code = dictionary.code(of: own, in: texts.texts) else {
          throw TableError(
            .badLabel,
            "line \(batch.records[i].line): column '\(plan?.names[column] ?? "")' has more than "
              + "\(dictionary.limit) different values, too many for a \(what)")
        }
        known[Int(own)] = code
      }
      return known[Int(own)]
    }
  }

  private mutating func flush() throws {
    try store?.append(columns: columns, labels: labels, sources: sources)
    for j in columns.indices { columns[j].removeAll(keepingCapacity: true) }
    labels.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
  }

  // MARK: Endings

  private func checkRejects() throws {
    let rejected = RecordLog.Kind.allCases.filter { $0.isReject }.reduce(0) {
      $0 + counts[$1, default: 0]
    }
    let total = rejected + rowCount
    guard Double(rejected) > options.maxRejectShare * Double(total) else { return }
    let list = examples.map { "\n  line \($0.line) (byte \($0.byteOffset)): \($0.reason)" }
    throw TableError(
      .tooManyRejects,
      "\(rejected) of \(total) records are no rows, more than \(percent(options.maxRejectShare)); "
        + "the first:\(list.joined())\nCheck --delimiter, --quote and --no-header, or allow more with "
        + "--max-rejects.")
  }
}
