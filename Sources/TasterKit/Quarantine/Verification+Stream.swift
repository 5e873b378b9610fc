import TasterCSV

extension Verification {
  /// How much can be said about a run that sent its kept rows away.
  public enum Certainty: Sendable, Hashable {
    /// Every byte of the inputs is accounted for, each once and in order.
    case proven
    /// Sizes and hashes fit together; what came and what went are no longer at hand to be compared.
    case counted
  }

  /// Proves, or counts, a run over a stream whose kept rows went out.
  ///
  /// With the rows that went out, the input is put together again. With the input, the rows that went out are cut out of it
  /// and compared with the hash of what was written. With neither, sizes have to add up and held rows to be those of the
  /// findings.
  mutating func proveStream(
    _ run: RunReader, output: RunFacts.File, clean: String?, original: InputFile?,
    progress: (Int, Int) -> Void
  ) throws {
    if let clean {
      let file = try InputFile(clean)
      guard try Self.digest(file.text()) == output.sha256 else {
        throw Fault(
          file: clean, byteOffset: nil,
          text: "it does not hold the \(output.bytes) bytes that went out: its SHA-256 differs")
      }
      try rebuild(run, clean: (clean, file.text()), progress: progress)
    } else if let original {
      let hash = HashingSource(try KeptBytes.source(original.text(), of: run))
      var reader = BlockReader(hash)
      while try reader.forEachPiece(of: 1 << 20, { _ in }) > 0 {}
      guard hash.count == output.bytes, hash.digest == output.sha256 else {
        throw Fault(
          file: original.name, byteOffset: nil,
          text: "what is left of it without the held and rejected records is not what went out: "
            + "the SHA-256 differs")
      }
      let kept = try KeptBytes.source(original.text(), of: run)
      try rebuild(run, clean: (original.name, kept), progress: progress)
    } else {
      try addUp(run, output: output)
      certainty = .counted
    }
  }

  /// Whether sizes add up, and held rows are those of the findings.
  private func addUp(_ run: RunReader, output: RunFacts.File) throws {
    let facts = run.facts
    func bytes(_ name: String) -> Int { facts.outputs.first { $0.name == name }?.bytes ?? 0 }
    let head = try run.header().count
    let came = facts.inputs.reduce(0) { $0 + $1.bytes }
    let went =
      output.bytes + bytes("quarantine.csv") + bytes("rejects.csv") - head
      + max(bytes("released.csv") - head, 0)
    guard came == went else {
      throw Fault(
        file: "run.json", byteOffset: nil,
        text: "\(came) bytes came in, and \(went) are accounted for")
    }
    let held = try count("quarantine.csv", by: "findings.jsonl", of: run, behind: head)
    let released = try count("released.csv", by: "released.jsonl", of: run, behind: head)
    let rejected = facts.outputs.first { $0.name == "rejects.jsonl" }?.records ?? 0
    try count(facts, held: held, released: released, rejected: rejected)
  }

  /// Compares the rows of an output with their fingerprints, and counts them.
  private func count(
    _ name: String, by lines: String, of run: RunReader, behind head: Int
  ) throws -> Int {
    guard run.has(lines) else { return 0 }
    var tape = Tape(name: name, reader: BlockReader(try run.open(name).bytes()))
    _ = try tape.next(head)
    var places = JSONLines<RecordPlace>(try run.open(lines).bytes(), name: lines)
    var rows = 0
    while let place = try places.next() {
      rows += 1
      let start = tape.position
      guard Fingerprint.of(try tape.next(max(place.length, 0))) == place.fingerprint else {
        throw Fault(
          file: name, byteOffset: start,
          text: "the bytes of row \(place.row ?? 0) are not those that were judged")
      }
    }
    try tape.end()
    return rows
  }
}
