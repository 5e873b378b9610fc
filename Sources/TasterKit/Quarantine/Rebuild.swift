import TasterCSV

/// Puts the inputs of a run together again from its three outputs, the reverse of ``Split``.
///
/// A finding says which bytes of which input stand in `quarantine.csv`, a line of `rejects.jsonl` which stand in
/// `rejects.csv`; all other bytes stand in `clean.csv`, in order.
struct Rebuild {
  /// The bytes of one output that come next.
  struct Piece {
    /// Where they stand.
    let file: String
    /// Where the first one stands there.
    let offset: Int
    let bytes: ArraySlice<UInt8>
  }

  private static let clean = 0
  private static let quarantine = 1
  private static let rejects = 2

  private let inputs: [RunFacts.File]
  private let header: [UInt8]
  private var tapes: [Tape]
  private var held: JSONLines<RecordPlace>
  private var rejected: JSONLines<RecordPlace>
  private var nextHeld: RecordPlace?
  private var nextRejected: RecordPlace?
  /// The lines of `findings.jsonl` and of `rejects.jsonl` that were used.
  private(set) var heldCount = 0
  private(set) var rejectedCount = 0
  private var lastRow = 0
  /// The last byte of the input, and which output it is in.
  private var last: (byte: UInt8, tape: Int) = (10, 0)

  /// - Parameters:
  ///   - run: The run.
  ///   - clean: The kept rows, where they are not in the run directory.
  /// - Throws: ``TableError`` where a file cannot be read, ``Verification/Fault`` where two headers differ.
  init(_ run: RunReader, clean: (name: String, source: any ByteSource)? = nil) throws {
    inputs = run.facts.inputs
    let kept = try clean ?? ("clean.csv", run.open("clean.csv").bytes())
    tapes = [Tape(name: kept.name, reader: BlockReader(kept.source))]
    tapes += try ["quarantine.csv", "rejects.csv"].map {
      Tape(name: $0, reader: BlockReader(try run.open($0).bytes()))
    }
    held = JSONLines(try run.open("findings.jsonl").bytes(), name: "findings.jsonl")
    rejected = JSONLines(try run.open("rejects.jsonl").bytes(), name: "rejects.jsonl")
    header = try run.header()
    nextHeld = try held.next()
    nextRejected = try rejected.next()
    let other = try tapes[Self.quarantine].next(header.count)
    guard other == header else {
      let step = zip(header, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      throw Verification.Fault(
        file: "quarantine.csv", byteOffset: step ?? other.count,
        text: "its header is not that of clean.csv", isHeader: true)
    }
    if run.lacksLineEnd(header) {
      try tapes[Self.quarantine].skipLineEnd()
    }
  }

  /// Hands on the bytes of the input at an index; inputs have to be asked for in order, each once.
  ///
  /// - Parameters:
  ///   - index: The input's position.
  ///   - body: Called with one piece after the other.
  /// - Throws: ``Verification/Fault`` where the outputs do not hold such an input.
  mutating func input(_ index: Int, _ body: (Piece) throws -> Void) throws {
    let input = inputs[index]
    let name = inputs.count > 1 ? input.name : nil
    var cursor = 0
    while cursor < input.bytes {
      let heldNext = nextHeld.flatMap { $0.file == name && $0.offset >= cursor ? $0 : nil }
      let rejectedNext = nextRejected.flatMap { $0.file == name && $0.offset >= cursor ? $0 : nil }
      let isHeld = (heldNext?.offset ?? .max) < (rejectedNext?.offset ?? .max)
      guard let place = isHeld ? heldNext : rejectedNext else {
        try copy(input.bytes - cursor, from: Self.clean, body)
        break
      }
      guard place.length >= 0, place.offset <= input.bytes,
        place.length <= input.bytes - place.offset
      else { throw misplaced(isHeld: isHeld) }
      try copy(place.offset - cursor, from: Self.clean, body)
      if isHeld {
        try copyHeld(place, body)
        nextHeld = try held.next()
      } else {
        try copy(place.length, from: Self.rejects, body)
        rejectedCount += 1
        nextRejected = try rejected.next()
      }
      cursor = place.offset + place.length
    }
    if index + 1 < inputs.count, !Tape.isLineEnd(last.byte) {
      try tapes[last.tape].skipLineEnd()
    }
  }

  /// Makes sure that nothing is left over.
  ///
  /// - Throws: ``Verification/Fault`` where something is.
  mutating func end() throws {
    if nextHeld != nil { throw misplaced(isHeld: true) }
    if nextRejected != nil { throw misplaced(isHeld: false) }
    for k in tapes.indices { try tapes[k].end() }
  }

  private mutating func copyHeld(_ place: RecordPlace, _ body: (Piece) throws -> Void) throws {
    let start = tapes[Self.quarantine].position
    var bytes: [UInt8] = []
    try copy(place.length, from: Self.quarantine) { piece in
      bytes += piece.bytes
      try body(piece)
    }
    heldCount += 1
    guard let row = place.row, row > lastRow else { throw misplaced(isHeld: true) }
    lastRow = row
    guard let fingerprint = place.fingerprint, fingerprint == Fingerprint.of(bytes) else {
      throw Verification.Fault(
        file: "quarantine.csv", byteOffset: start,
        text: "the \(place.length) bytes of row \(row) are not those that were judged: their "
          + "fingerprint differs from that in findings.jsonl, line \(held.line)")
    }
  }

  private mutating func copy(
    _ count: Int, from tape: Int, _ body: (Piece) throws -> Void
  ) throws {
    guard count > 0 else { return }
    let name = tapes[tape].name
    var lastByte = last.byte
    try tapes[tape].copy(count) { offset, bytes in
      lastByte = bytes.last ?? lastByte
      try body(Piece(file: name, offset: offset, bytes: bytes))
    }
    last = (lastByte, tape)
  }

  private func misplaced(isHeld: Bool) -> Verification.Fault {
    let lines = (name: isHeld ? held.name : rejected.name, line: isHeld ? held.line : rejected.line)
    let place = isHeld ? nextHeld : nextRejected
    return Verification.Fault(
      file: lines.name, byteOffset: nil,
      text: "line \(lines.line) names byte \(place?.offset ?? 0) of "
        + "\(place?.file ?? inputs.first?.name ?? "no file"), which is out of order or outside of it"
    )
  }
}

/// What names the bytes of a row: SHA-256, first 16 bytes, hexadecimal.
enum Fingerprint {
  static func of(_ bytes: [UInt8]) -> String { String(sha256(bytes).prefix(32)) }
}
