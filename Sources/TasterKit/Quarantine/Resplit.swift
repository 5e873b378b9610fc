package import TasterCSV

/// Deals the rows that a scan held out once more, as people have decided since.
///
/// What is written obeys the law of the first split: the inputs are put together from the files that are there, checked
/// against their hashes, and every byte goes to one output, in order. Rows that are let go stand in `clean.csv` where the input
/// has them; their lines move from `findings.jsonl` to `released.jsonl` as they are, and back when that is undone. Of a stream
/// whose kept rows went out they stand in `released.csv`, to be sent after them; each row is checked against its fingerprint.
package struct Resplit {
  /// Whether kept rows went out: then rows that are let go stand alone.
  private let isSent: Bool
  private let clean: OutputFile
  private let quarantine: OutputFile
  private let findings: OutputFile
  private let releases: OutputFile
  private let released: [Int]
  /// How many of ``released`` have come by.
  private var passed = 0
  private var held = 0
  /// The output of the last piece; nil where that is one that stays as it is.
  private var target: OutputFile?

  /// Writes the new files, nameless, beside those that are there.
  ///
  /// - Parameters:
  ///   - run: A finished run, whose files nobody else replaces meanwhile.
  ///   - released: The numbers of the rows to let go, ascending; all others that the scan held are held.
  ///   - progress: Called now and then with the bytes done, of all bytes.
  /// - Throws: ``TableError`` where the run does not hold what was judged, and what the disk throws.
  /// - Complexity: O(bytes of the inputs); memory for one row and a block.
  package init(
    _ run: RunReader, releasing released: [Int],
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let place = run.directory.neighbour
    isSent = run.keptRowsWentOut
    clean = try OutputFile(in: place)
    quarantine = try OutputFile(in: place)
    findings = try OutputFile(in: place)
    releases = try OutputFile(in: place)
    target = clean
    self.released = released
    do {
      try copy(run, progress)
    } catch let fault as Verification.Fault {
      throw TableError(
        .changed,
        "\(run.directory.path) no longer holds what was judged (\(fault.file): \(fault.text)); nothing was "
          + "changed. `taster verify \(run.directory.path.shellWord)` says where it breaks.")
    }
  }

  private mutating func copy(_ run: RunReader, _ progress: (Int, Int) -> Void) throws {
    let total = run.facts.inputs.reduce(0) { $0 + $1.bytes }
    var done = 0
    var rebuild = try Rebuild(run)
    try quarantine.write(rebuild.head)
    if isSent { try clean.write(rebuild.head) }
    for (k, input) in run.facts.inputs.enumerated() {
      var hash = StreamingHash()
      let end = try rebuild.input(k) { piece in
        hash.add(piece.bytes)
        try write(piece)
        done += piece.bytes.count
        progress(done, total)
      }
      try target?.write(end)
      guard isSent || hash.digest == input.sha256 else {
        throw Verification.Fault(
          file: input.name, byteOffset: nil, text: "its SHA-256 differs from that of its bytes")
      }
    }
    try rebuild.end()
    guard passed == released.count else {
      throw TableError(
        .unknownName, "row \(released[passed]) was never held, so it cannot be let go")
    }
  }

  private mutating func write(_ piece: Rebuild.Piece) throws {
    switch piece.kind {
    case .kept: target = clean
    case .rejected: target = nil
    case .held(let row, let line), .released(let row, let line):
      let isReleased = passed < released.count && released[passed] == row
      target = isReleased ? clean : quarantine
      let lines = isReleased ? releases : findings
      if isReleased { passed += 1 } else { held += 1 }
      try lines.write(line)
      try lines.write(CollectionOfOne(UInt8(ascii: "\n")))
    }
    try target?.write(piece.bytes)
  }

  /// The new files.
  ///
  /// - Parameter rows: How many rows the run judged.
  /// - Returns: Their names in the run directory, and how many rows or lines they hold.
  package func files(of rows: Int) -> [(name: String, file: OutputFile, records: Int)] {
    [
      isSent ? ("released.csv", clean, passed) : ("clean.csv", clean, rows - held),
      ("quarantine.csv", quarantine, held), ("findings.jsonl", findings, held),
      ("released.jsonl", releases, passed),
    ]
  }
}

extension RunReader {
  /// The numbers and fingerprints of the rows that were held and let go, ascending.
  ///
  /// - Throws: ``TableError`` where `released.jsonl` cannot be read.
  package func releasedRows() throws -> [(row: Int, fingerprint: String)] {
    try places(in: "released.jsonl")
  }

  /// The numbers and fingerprints of the rows that are held, ascending.
  ///
  /// - Throws: ``TableError`` where `findings.jsonl` cannot be read.
  package func heldRows() throws -> [(row: Int, fingerprint: String)] {
    try places(in: "findings.jsonl")
  }

  /// The numbers and fingerprints of all rows that the scan held, ascending.
  ///
  /// - Throws: ``TableError`` where the files cannot be read.
  package func judgedRows() throws -> [(row: Int, fingerprint: String)] {
    (try heldRows() + releasedRows()).sorted { $0.row < $1.row }
  }

  private func places(in name: String) throws -> [(row: Int, fingerprint: String)] {
    guard has(name) else { return [] }
    var lines = JSONLines<RecordPlace>(try open(name).bytes(), name: name)
    var rows: [(row: Int, fingerprint: String)] = []
    while let place = try lines.next() { rows.append((place.row ?? 0, place.fingerprint ?? "")) }
    return rows
  }

  /// Makes the run's files say what people have decided: those of rows where other rows are let go than before,
  /// what its reports say of decisions, and the seal.
  ///
  /// - Parameters:
  ///   - released: The numbers of the rows to let go, ascending.
  ///   - review: What `run.json` says of the decisions.
  ///   - progress: Called now and then with the bytes done, of all bytes.
  /// - Throws: ``TableError`` where the run does not hold what was judged, and what the disk throws; the run is then as it
  ///   was.
  package func apply(
    releasing released: [Int], review: RunFacts.Review,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    var files: [(name: String, file: OutputFile, records: Int)] = []
    if try releasedRows().map({ $0.row }) != released {
      files = try Resplit(self, releasing: released, progress: progress).files(of: facts.rows)
    }
    let notes = try notes(on: review)
    let seal = try OutputFile(in: directory.neighbour)
    try seal.write(try sealed(files, review: review))
    try directory.replace(files.map { ($0.name, $0.file) } + notes + [("run.json", seal)])
  }

  /// The reports of the scan, which say how many decisions were taken since.
  private func notes(
    on review: RunFacts.Review
  ) throws -> [(name: String, file: OutputFile)] {
    try ReviewNote.fileNames.filter { has($0) }.compactMap { name in
      let old = try Self.bytes(directory.file(name))
      guard let text = ReviewNote.renewed(name, old, review) else { return nil }
      let file = try OutputFile(in: directory.neighbour)
      try file.write(text)
      return (name, file)
    }
  }

  /// `run.json` with new counts, outputs and review, and with all else as it was.
  private func sealed(
    _ files: [(name: String, file: OutputFile, records: Int)], review: RunFacts.Review
  ) throws -> [UInt8] {
    guard var json = JSON(reading: try Self.bytes(directory.file("run.json"))) else {
      throw TableError(
        .unreadable, "\(directory.file("run.json")) is no longer as a scan writes it")
    }
    if let held = files.first(where: { $0.name == "quarantine.csv" })?.records {
      json["counts"]["held"] = .integer(held)
      json["counts"]["kept"] = .integer(facts.rows - held)
    }
    json["review"] = review.json
    json["outputs"] = .array(outputs(after: files).map { $0.json })
    return json.bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  private func outputs(
    after files: [(name: String, file: OutputFile, records: Int)]
  ) -> [RunFacts.File] {
    var outputs = facts.outputs
    for (name, file, records) in files {
      let new = RunFacts.File(
        name: name, bytes: file.count, sha256: file.digest, records: records)
      if let k = outputs.firstIndex(where: { $0.name == name }) {
        outputs[k] = new
      } else {
        let behind = outputs.firstIndex { $0.name == "findings.jsonl" }
        outputs.insert(new, at: behind.map { $0 + 1 } ?? outputs.count)
      }
    }
    return outputs
  }
}
