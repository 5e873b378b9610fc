import TasterCSV

/// The proof that a run lost, altered or moved nothing.
///
/// It needs the run directory alone: every input is put together again from the three outputs, and the SHA-256 of that
/// is compared with the one that was noted when the input was read. Then the outputs' own sizes, hashes and counts are
/// checked. `run.json` itself is taken at its word. Of a stream whose kept rows went out, the proof takes these rows or the
/// input; without either it can only be counted.
public struct Verification: Sendable, Hashable {
  /// The first thing that is not as it was written.
  public struct Fault: Error, Sendable, Hashable {
    /// The file of the run directory, or the input.
    public let file: String
    /// The byte in it, from 0; nil where no single byte is to blame.
    public let byteOffset: Int?
    /// What is wrong.
    public let text: String
    /// Whether the headers of two outputs differ: either may be to blame.
    let isHeader: Bool

    package init(file: String, byteOffset: Int?, text: String, isHeader: Bool = false) {
      self.file = file
      self.byteOffset = byteOffset
      self.text = text
      self.isHeader = isHeader
    }
  }

  /// What is broken; nil where everything is proven.
  public private(set) var fault: Fault?
  /// Inputs that are still there and are no longer what was judged.
  public private(set) var warnings: [String] = []
  /// How many bytes of inputs were put together again.
  public private(set) var provenBytes = 0
  /// How much the absence of a fault says.
  public internal(set) var certainty = Certainty.proven

  private static let needed = [
    "clean.csv", "quarantine.csv", "rejects.csv", "findings.jsonl", "rejects.jsonl",
  ]

  /// Proves a run.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - clean: The rows that a filter sent out, in a file; nil where they are not at hand.
  ///   - input: What a filter read, in a file; nil where it is where it was, or nowhere.
  ///   - progress: Called now and then with the bytes read, of all bytes.
  /// - Throws: ``TableError`` where a file is there and cannot be read.
  /// - Complexity: O(bytes of the run directory and of the inputs that are still there); memory for one row.
  public init(
    _ run: RunReader, clean: String? = nil, input: String? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    do {
      let sent = run.facts.stream?.output
      guard sent != nil || clean == nil && input == nil else {
        throw TableError(
          .unsuited,
          "\(run.directory.path) holds its kept rows itself; a file of them or of the input is only "
            + "asked for where 'taster filter' sent them out")
      }
      let originals = try lookAtInputs(of: run, given: input)
      do {
        try checkOutputs(of: run, isSent: sent != nil, progress: progress)
        if let sent {
          try proveStream(
            run, output: sent, clean: clean, original: originals.first ?? nil, progress: progress)
        } else {
          try rebuild(run, progress: progress)
        }
      } catch let found as Fault {
        fault = sent == nil ? try locate(found, in: run, originals: originals) : found
      }
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// Finds the inputs that are still there; those that changed are warned of.
  private mutating func lookAtInputs(of run: RunReader, given: String?) throws -> [InputFile?] {
    var originals: [InputFile?] = []
    for input in run.facts.inputs {
      var original: InputFile?
      let name = given ?? input.name
      if let given, !Folder.isFile(given) {
        throw TableError(.unreadable, "there is no file \(given)")
      }
      if Folder.isFile(name), let file = try? InputFile(name) {
        // Of a stream that was ended, more may lie behind what was judged.
        let most = run.facts.stream == nil ? Int.max : input.bytes
        if try Self.digest(file.text(), most: most) == input.sha256 {
          original = file
        } else {
          warnings.append("\(name) has changed since it was judged; scan it again")
        }
      }
      originals.append(original)
    }
    return originals
  }

  /// The hash of a source, or of its first bytes.
  static func digest(
    _ source: any ByteSource, most: Int = .max, _ progress: (Int) -> Void = { _ in }
  ) throws -> String {
    var hash = StreamingHash()
    var reader = BlockReader(source)
    var done = 0
    while done < most {
      let read = try reader.forEachPiece(of: min(1 << 20, most - done)) { hash.add($0) }
      guard read > 0 else { break }
      done += read
      progress(done)
    }
    return hash.digest
  }

  /// Compares the files with their sizes and hashes.
  private func checkOutputs(
    of run: RunReader, isSent: Bool, progress: (Int, Int) -> Void
  ) throws {
    let outputs = run.facts.outputs
    let needed = Self.needed.dropFirst(isSent ? 1 : 0)
    for name in needed where !outputs.contains(where: { $0.name == name }) {
      throw TableError(.unreadable, "run.json names no \(name); it was altered")
    }
    let total = outputs.reduce(0) { $0 + $1.bytes } + run.facts.inputs.reduce(0) { $0 + $1.bytes }
    var done = 0
    for output in outputs where RunDirectory.fileNames.contains(output.name) {
      guard run.has(output.name) else {
        throw Fault(file: output.name, byteOffset: nil, text: "it is missing")
      }
      let file = try run.open(output.name)
      guard file.size == output.bytes else {
        throw Fault(
          file: output.name, byteOffset: min(file.size, output.bytes),
          text: "it has \(file.size) bytes; \(output.bytes) were written")
      }
      guard try Self.digest(file.bytes(), { progress(done + $0, total) }) == output.sha256 else {
        throw Fault(
          file: output.name, byteOffset: nil,
          text: "it is not what was written: its SHA-256 differs")
      }
      done += output.bytes
    }
  }

  /// Puts the inputs together again and counts.
  mutating func rebuild(
    _ run: RunReader, clean: (name: String, source: any ByteSource)? = nil,
    progress: (Int, Int) -> Void
  ) throws {
    let facts = run.facts
    let before = facts.outputs.reduce(0) { $0 + $1.bytes }
    let total = before + facts.inputs.reduce(0) { $0 + $1.bytes }
    var rebuild = try Rebuild(run, clean: clean)
    for (k, input) in facts.inputs.enumerated() {
      var hash = StreamingHash()
      try rebuild.input(k) { piece in
        hash.add(piece.bytes)
        provenBytes += piece.bytes.count
        progress(before + provenBytes, total)
      }
      guard hash.digest == input.sha256 else {
        throw Fault(
          file: input.name, byteOffset: nil,
          text: "what the run directory holds of it does not add up to what was read: the SHA-256 "
            + "differs")
      }
    }
    try rebuild.end()
    try count(
      facts, held: rebuild.heldCount, released: rebuild.releasedCount,
      rejected: rebuild.rejectedCount)
  }

  func count(_ facts: RunFacts, held: Int, released: Int = 0, rejected: Int) throws {
    func records(_ name: String) -> Int? {
      facts.outputs.first { $0.name == name }?.records
    }
    let expectations = [
      ("held rows", facts.held, held), ("held rows", facts.held, records("quarantine.csv") ?? held),
      ("kept rows", facts.kept, records("clean.csv") ?? facts.kept),
      ("released rows", facts.review?.released ?? 0, released),
      ("records that are no rows", records("rejects.jsonl") ?? rejected, rejected),
    ]
    for (what, said, counted) in expectations where said != counted {
      throw Fault(
        file: "run.json", byteOffset: nil, text: "it counts \(said) \(what); there are \(counted)")
    }
    let least = facts.rejected + facts.blankLines
    let headers = max(facts.dialect.headerLines ?? 1, 1)
    // A further file may repeat the header, and so may what a followed file became.
    let further = max(facts.inputs.count - 1, 0) + (facts.stream?.reopened ?? 0)
    guard rejected >= least, rejected <= least + further * headers else {
      throw Fault(
        file: "run.json", byteOffset: nil,
        text: "it counts \(least) rejected records and blank lines; there are \(rejected)")
    }
  }

  /// Says where a fault begins, where that can be found out: from the fingerprints of held rows, or from an input that
  /// is still as it was judged.
  private func locate(
    _ fault: Fault, in run: RunReader, originals: [InputFile?]
  ) throws -> Fault {
    guard Self.needed.allSatisfy({ run.has($0) }) else { return fault }
    do {
      var rebuild = try Rebuild(run)
      for (k, original) in originals.enumerated() {
        var reader = try original.map { BlockReader(try $0.text()) }
        var offset = 0
        try rebuild.input(k) { piece in
          guard let expected = try reader?.next(piece.bytes.count) else { return }
          let step = zip(piece.bytes, expected).enumerated().first { $0.element.0 != $0.element.1 }
          if let step = step?.offset {
            throw Fault(
              file: piece.file, byteOffset: piece.offset + step,
              text: "it differs here from \(run.facts.inputs[k].name), byte \(offset + step)")
          }
          offset += piece.bytes.count
        }
      }
      try rebuild.end()
    } catch let nearer as Fault {
      // Where one file was altered, another may be the first that does not fit.
      let isSame = nearer.file == fault.file || run.facts.inputs.contains { $0.name == fault.file }
      if isSame { return nearer }
      if nearer.isHeader, fault.file == "clean.csv" {
        return Fault(
          file: fault.file, byteOffset: nearer.byteOffset,
          text: "its header is not that of quarantine.csv")
      }
    } catch is TableError {
      // A file that cannot be understood has been named already.
    }
    return fault
  }
}

extension Verification.Fault {
  /// The file, the byte and what is wrong.
  package var json: JSON {
    ["file": .string(file), "byte_offset": JSON(byteOffset), "text": .string(text)]
  }

  /// The same in a line.
  package var line: String {
    "not proven: \(file)\(byteOffset.map { ", byte \($0)" } ?? ""): \(text)"
  }
}
