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
  /// Whether some number means "no value".
  private let hasMissingNumber: Bool
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
  /// What the records of the file that is being read are; nil before its first batch.
  private var sorter: RecordSorter?

  init(_ options: TableOptions) throws {
    self.options = options
    log = try RecordLog(directory: options.temporaryDirectory)
    for text in options.missing { missing.insert(text) }
    // The words nan and inf are texts to the reader: they are looked up behind the number.
    hasMissingNumber = options.missing.contains { Double($0)?.isFinite ?? false }
  }

  mutating func read(_ files: [InputFile], progress: (Int) -> Void) throws -> Table {
    var inputs: [Table.Input] = []
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
      rowCount: rowCount, like: options.like
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
    let source = HashingSource(try file.text(), encoding: layout.encoding)
    var limits = CSVLimits()
    limits.fieldBytes = options.maxFieldBytes
    limits.recordBytes = options.maxFieldBytes
    let reader = CSVReader(
      layout.dialect, layout.readerOptions(limits: limits, blockSize: options.blockBytes))
    sorter = nil
    var isFirst = true
    let firstEntry = log.count
    recordNumber = 0
    inputsBegun += 1
    var isOpen = false
    let account = try ReadAhead(reader, from: source, maxRecords: 4_096).forEach(
      isAhead: options.threads > 1
    ) { batch, account in
      if isFirst { try begin(batch, file: file) }
      try take(batch, of: file.name, isFirst: isFirst, mark: account.markBytes)
      isOpen = batch.records.last?.flags.contains(.unterminated) ?? false
      isFirst = false
      progress(account.total)
    }
    if isFirst {
      throw TableError(.empty, "\(file.name) is empty; there is nothing to judge")
    }
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
    let headerLines = layout?.headerLines ?? 1
    let filled = batch.records.indices.filter { !batch.isEmpty($0) }
    guard let first = filled.first else {
      throw TableError(
        .empty, "\(file.name) holds nothing but blank lines; there is nothing to judge")
    }
    let headers = filled.prefix(max(headerLines, 1))
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
    columns = Array(repeating: [], count: plan.names.count)
    let store = try CellStore(
      columns: features.count, directory: options.temporaryDirectory)
    for j in features { columns[j].reserveCapacity(store.chunkRows) }
    self.store = store
  }

  private mutating func take(
    _ batch: RecordBatch, of file: String, isFirst: Bool, mark: Int
  ) throws {
    guard let plan else { return }
    var mark = isFirst ? mark : 0
    var sorter =
      sorter
      ?? RecordSorter(
        width: plan.names.count, label: plan.label, missing: missing,
        headerLines: layout?.headerLines ?? 1, isFirstFile: inputsBegun == 1)
    for (i, entry) in batch.records.enumerated() {
      let kind = sorter.kind(of: i, in: batch)
      if mark > 0, log.count > 0, kind == .row {
        // In front of a further file's first row a mark is no part of the row.
        try log.append(RecordLog.Entry(kind: .blank, length: mark, lines: 0, fields: 0))
        counts[.blank, default: 0] += 1
        mark = 0
      }
      try log.append(
        RecordLog.Entry(
          kind: kind, length: entry.byteLength + mark, lines: entry.lines,
          fields: entry.fieldCount))
      if kind == .header { headBytes += entry.byteLength + mark }
      mark = 0
      counts[kind, default: 0] += 1
      if kind.isNumbered { recordNumber += 1 }
      if kind == .row {
        try take(row: i, of: batch, plan: plan)
        tally.add(entry)
      } else if kind.isReject, examples.count < 5 {
        examples.append(
          RecordLog.Reject(
            record: recordNumber, line: entry.line, byteOffset: entry.byteOffset,
            byteLength: entry.byteLength,
            reason: kind.reason(fields: entry.fieldCount, expected: plan.names.count), file: file))
      }
    }
    self.sorter = sorter
  }

  // MARK: One row

  private mutating func take(row i: Int, of batch: RecordBatch, plan: ColumnPlan) throws {
    for j in features {
      let value = cell(i, j, batch)
      columns[j].append(value)
    }
    labels.append(try plan.label.map { try code(i, $0, batch, in: &labelTexts, "label") } ?? 0)
    sources.append(try plan.source.map { try code(i, $0, batch, in: &sourceTexts, "source") } ?? 0)
    rowCount += 1
    if labels.count == store?.chunkRows { try flush() }
  }

  private mutating func flush() throws {
    try store?.append(columns: features.map { columns[$0] }, labels: labels, sources: sources)
    for j in columns.indices { columns[j].removeAll(keepingCapacity: true) }
    labels.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
  }

  private mutating func cell(_ i: Int, _ j: Int, _ batch: RecordBatch) -> Double {
    if hasMissingNumber, batch.find(i, j, in: missing) != nil {
      tallies[j].missing += 1
      return Cell.missing
    }
    switch batch.number(i, j) {
    case .number(let x):
      tallies[j].add(number: x)
      return x
    case .overflow(let x):
      if tallies[j].beyond == 0 {
        tallies[j].firstBeyond = (batch.records[i].line, batch.text(i, j))
      }
      tallies[j].beyond += 1
      // Too small for a double is as good as 0; too large is no value to reckon with.
      if x == 0 {
        tallies[j].add(number: 0)
        return 0
      }
      tallies[j].infinite += 1
      return Cell.infinite
    case .notANumber: break
    }
    if batch.find(i, j, in: missing) != nil {
      tallies[j].missing += 1
      return Cell.missing
    }
    if tallies[j].texted == 0 { tallies[j].firstText = (batch.records[i].line, batch.text(i, j)) }
    guard let code = batch.code(i, j, in: &tallies[j].texts) else {
      tallies[j].overflowed += 1
      return Cell.overflow
    }
    tallies[j].texted += 1
    return Cell.text(code)
  }

  private func code(
    _ i: Int, _ j: Int, _ batch: RecordBatch, in dictionary: inout ByteDictionary, _ what: String
  ) throws -> Int32 {
    guard let code = batch.code(i, j, in: &dictionary) else {
      throw TableError(
        .badLabel,
        "line \(batch.records[i].line): column '\(plan?.names[j] ?? "")' has more than "
          + "\(dictionary.limit) different values, too many for a \(what)")
    }
    return code
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

extension RecordLog.Kind {
  /// Why such a record is no row.
  package func reason(fields: Int, expected: Int) -> String {
    switch self {
    case .wrongFieldCount: "it has \(fields) fields, the header has \(expected)"
    case .noLabel: "it has no label"
    case .notDecodable: "it is not UTF-8; convert the file first: iconv -f LATIN1 -t UTF-8 FILE"
    case .repeatedHeader: "it repeats the header"
    case .blank: "it is a blank line"
    case .comment: "it is a comment"
    case .preamble: "it stands before the header of a further file"
    case .row, .header: ""
    }
  }

  /// The name under which such records are counted.
  package var name: String {
    switch self {
    case .wrongFieldCount: "wrong number of fields"
    case .noLabel: "no label"
    case .notDecodable: "not UTF-8"
    case .repeatedHeader: "repeated header"
    case .blank: "blank line"
    case .comment: "comment"
    case .preamble: "preamble"
    case .row: "row"
    case .header: "header"
    }
  }
}
