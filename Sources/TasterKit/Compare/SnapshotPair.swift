import Synchronization
import TasterCSV
import TasterKernels

/// Two snapshots whose columns are matched, ready to be compared row by row.
struct SnapshotPair: Sendable {
  let old: Snapshot
  let new: Snapshot
  let columns: ColumnMatch
  /// The columns that a row goes by; none where rows go by their content.
  let keys: [ColumnMatch.Pair]
  let label: ColumnMatch.Pair?
  /// The columns that are compared as they are, the key and the label left out.
  let compared: [ColumnMatch.Pair]
  /// Tells whether two rows or cells are the same.
  let hash: RowHash

  /// What the rows of both told.
  struct Result: Sendable {
    let diff: RowDiff
    /// The classes of both, in the order of their bytes.
    let classes: [String]
    let old: Side
    let new: Side
  }

  /// What the rows of one told.
  struct Side: Sendable {
    let reading: Snapshot.Reading
    let origins: Origins
  }

  /// Opens two files.
  ///
  /// - Parameters:
  ///   - oldPath: The old snapshot.
  ///   - newPath: The new one.
  ///   - keys: Names of the columns that a row goes by.
  ///   - options: How both are read; the label has to stand in both.
  /// - Throws: ``TableError`` for what a person can mend.
  init(_ oldPath: String, _ newPath: String, keys: [String], options: TableOptions) throws {
    guard oldPath != "-" || newPath != "-" else {
      throw TableError(.unreadable, "only one of the two snapshots can be the standard input")
    }
    let texts = try [oldPath, newPath].map {
      try SnapshotText($0, options: options)
    }
    old = try Snapshot(texts[0], options: options, others: texts[1].header)
    var second = options
    if let j = old.plan.label { second.label = .column(old.plan.names[j]) }
    new = try Snapshot(texts[1], options: second, others: old.plan.header)
    let roles = zip(old.plan.names, old.plan.roles).map { (name: $0, role: $1) }
    let plain = ColumnMatch(old: roles, new: new.plan.names)
    columns =
      plain.went.isEmpty || plain.came.isEmpty
      ? plain
      : ColumnMatch(
        old: roles, new: new.plan.names,
        renamed: try RenamedColumns.find(in: old, new, match: plain))
    let found = columns
    self.keys = try keys.map { name in
      guard let pair = found.pair(name), pair.role != .label else {
        throw Self.noKey(name, columns: found, old: roles.map { $0.name })
      }
      return pair
    }
    label = columns.pairs.first { $0.role == .label }
    let isKey = Set(self.keys.map { $0.old })
    compared = columns.pairs.filter { pair in
      pair.role != .ignored && pair.role != .label && !isKey.contains(pair.old)
    }
    // A key that nobody knows beforehand, so that no row can be made to look like another; nothing told depends on it.
    let key = (UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max))
    hash = RowHash(key: key, missing: options.missing)
  }

  private static func noKey(_ name: String, columns: ColumnMatch, old: [String]) -> TableError {
    let what =
      columns.pair(name) != nil
      ? "column '\(name)' is the label, which may change: it is no key"
      : columns.went.contains(name)
        ? "the new snapshot has no column '\(name)' (--key)"
        : columns.came.contains(name)
          ? "the old snapshot has no column '\(name)' (--key)"
          : "there is no column '\(name)' (--key)"
    return TableError(
      .unknownColumn, what + Nearest.hint(name, among: columns.pairs.map { $0.name }))
  }

  /// Compares all rows.
  ///
  /// - Parameters:
  ///   - threads: With two, the files are read side by side; nothing depends on it.
  ///   - runLength: How many rows are sorted in memory at a time; nothing depends on it.
  ///   - progress: Called now and then with what is being done, how much is done, and how much there is.
  /// - Returns: What the rows told; the changes are on disk.
  /// - Throws: ``TableError`` for what a person can mend, and what the disk throws.
  /// - Complexity: O(bytes + rows · log rows) time; 20 MB a file, however long it is, and 56 bytes a row on disk.
  func compare(
    threads: Int, runLength: Int = 1 << 17,
    progress: @escaping @Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void
  ) throws -> Result {
    let labels = SharedLabels()
    let total = old.file.size + new.file.size
    let done = Atomic(0)
    let parts = try parallelMap(2, threads: threads) { side in
      try read(
        side == 0 ? old : new, isOld: side == 0, labels: labels, runLength: runLength,
        threads: max(threads / 2, 1)
      ) { bytes in
        let now = done.add(bytes, ordering: .relaxed).newValue
        progress("reading", now, total)
      }
    }
    progress("comparing rows", 0, parts[0].runs.count + parts[1].runs.count)
    let (classes, codes) = labels.sorted()
    let diff = try RowDiff(
      old: parts[0].runs, new: parts[1].runs, codes: codes, classes: classes.count,
      directory: old.options.temporaryDirectory)
    return Result(diff: diff, classes: classes, old: parts[0].side, new: parts[1].side)
  }

  private func place(of role: Column.Role, _ isOld: Bool) -> Int? {
    columns.pairs.first { $0.role == role }.map { isOld ? $0.old : $0.new }
  }

  private func read(
    _ snapshot: Snapshot, isOld: Bool, labels: SharedLabels, runLength: Int,
    threads: Int, progress: (Int) -> Void
  ) throws -> (runs: SortedRuns<RowEntry>, side: Side) {
    func places(_ pairs: [ColumnMatch.Pair]) -> [Int] { pairs.map { isOld ? $0.old : $0.new } }
    // Without a key a row goes by its features; where and when it came from is the rest of it.
    let isKeyed = !keys.isEmpty
    let key = places(isKeyed ? keys : compared.filter { $0.role == .feature })
    let rest = places(isKeyed ? compared : compared.filter { $0.role != .feature })
    let label = label.map { isOld ? $0.old : $0.new }
    var runs = try SortedRuns<RowEntry>(
      directory: snapshot.options.temporaryDirectory, runLength: runLength)
    var names = ByteDictionary(limit: SharedLabels.mostClasses + 1)
    var codes: [Int32] = []
    var last = 0
    var origins = try Origins(
      source: place(of: .source, isOld), time: place(of: .time, isOld),
      directory: snapshot.options.temporaryDirectory)
    let reading = try snapshot.forEachBatch(threads: threads) { batch, rows, first, bytes in
      for (k, i) in rows.enumerated() {
        let entry = batch.records[i]
        var code: Int32 = 0
        if let label {
          guard let own = batch.code(i, label, in: &names), own < SharedLabels.mostClasses else {
            throw TableError(
              .badLabel,
              "\(snapshot.file.name): the label has more than \(SharedLabels.mostClasses) classes; name "
                + "another column, or compare without labels (--label none)")
          }
          while codes.count <= Int(own) {
            codes.append(labels.code(names.text(Int32(codes.count))))
          }
          code = codes[Int(own)]
        }
        try runs.append(
          RowEntry(
            key: hash(batch, i, key, as: isKeyed ? .text : .value),
            rest: hash(batch, i, rest, as: .value), row: first + k, offset: entry.byteOffset,
            length: UInt32(clamping: entry.byteLength), label: code))
        try origins.add(batch, i)
      }
      progress(bytes - last)
      last = bytes
    }
    try runs.finish()
    try origins.finish()
    return (runs, Side(reading: reading, origins: origins))
  }
}

/// The classes of both files: codes that both sides use, whoever saw a class first.
final class SharedLabels: Sendable {
  /// As many classes as a scan takes.
  static let mostClasses = 1_000

  private let codes = Mutex<[String: Int32]>([:])

  func code(_ name: String) -> Int32 {
    codes.withLock { codes in
      if let code = codes[name] { return code }
      let code = Int32(codes.count)
      codes[name] = code
      return code
    }
  }

  /// The classes in the order of their bytes, and the place of each code in it.
  func sorted() -> (names: [String], codes: [Int32]) {
    codes.withLock { codes in
      let names = codes.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      var places = [Int32](repeating: 0, count: codes.count)
      for (k, name) in names.enumerated() { if let c = codes[name] { places[Int(c)] = Int32(k) } }
      return (names, places)
    }
  }
}
