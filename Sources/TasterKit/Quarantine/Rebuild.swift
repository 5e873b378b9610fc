import TasterCSV

/// Puts the inputs of a run together again from its three outputs, the reverse of ``Split``.
///
/// A finding says which bytes of which input stand in `quarantine.csv`, a line of `rejects.jsonl` which stand in
/// `rejects.csv`; all other bytes stand in `clean.csv`, in order. What was held and let go since is among them, and
/// `released.jsonl` says where. Of a stream whose kept rows went out, what was let go since stands in `released.csv`.
struct Rebuild {
  /// What some bytes are.
  enum Kind {
    /// Rows that were never held, and the header.
    case kept
    /// One held row, with its number and its line of `findings.jsonl`.
    case held(Int, line: [UInt8])
    /// One row that was held and let go, with its number and its line of `released.jsonl`.
    case released(Int, line: [UInt8])
    /// A record or line that is no row.
    case rejected
  }

  /// The bytes of one output that come next.
  struct Piece {
    /// Where they stand.
    let file: String
    /// Where the first one stands there.
    let offset: Int
    let bytes: ArraySlice<UInt8>
    let kind: Kind
  }

  private static let clean = 0
  private static let quarantine = 1
  private static let rejects = 2
  private static let released = 3

  /// The places of one file of JSON lines, in order.
  private struct Places {
    var lines: JSONLines<RecordPlace>
    private(set) var next: RecordPlace?
    private(set) var count = 0

    init?(_ name: String, of run: RunReader, isNeeded: Bool = true) throws {
      guard isNeeded || run.has(name) else { return nil }
      lines = JSONLines(try run.open(name).bytes(), name: name)
      next = try lines.next()
    }

    /// Where the next place begins, if it is in a file and not before a byte.
    func offset(in file: String?, from cursor: Int) -> Int {
      next.flatMap { $0.file == file && $0.offset >= cursor ? $0.offset : nil } ?? .max
    }

    mutating func advance() throws {
      count += 1
      next = try lines.next()
    }
  }

  private enum Event { case held, released, rejected }

  private let inputs: [RunFacts.File]
  /// The head of `quarantine.csv`: the header, and the line end that was put behind it where it had none.
  private(set) var head: [UInt8]
  /// Kept rows that went out, and rows let go where there are none, have no tape.
  private var tapes: [Tape?]
  /// Which of them the rows stand in that were let go.
  private let releasedTape: Int
  private var held: Places?
  private var released: Places?
  private var rejected: Places?
  private var lastRow = 0
  /// The last byte of the input, and which output it is in.
  private var last: (byte: UInt8, tape: Int) = (10, 0)

  /// The lines of `findings.jsonl`, of `released.jsonl` and of `rejects.jsonl` that were used.
  var heldCount: Int { held?.count ?? 0 }
  var releasedCount: Int { released?.count ?? 0 }
  var rejectedCount: Int { rejected?.count ?? 0 }

  /// - Parameters:
  ///   - run: The run.
  ///   - clean: The kept rows, where they are not in the run directory. Where they went out and are not at hand, they are passed
  ///     over.
  /// - Throws: ``TableError`` where a file cannot be read, ``Verification/Fault`` where two headers differ.
  init(_ run: RunReader, clean: (name: String, source: any ByteSource)? = nil) throws {
    inputs = run.facts.inputs
    func tape(_ name: String) throws -> Tape {
      Tape(name: name, reader: BlockReader(try run.open(name).bytes()))
    }
    let isSent = run.keptRowsWentOut
    releasedTape = isSent ? Self.released : Self.clean
    let kept = clean.map { Tape(name: $0.name, reader: BlockReader($0.source)) }
    tapes = [
      try kept ?? (isSent ? nil : tape("clean.csv")), try tape("quarantine.csv"),
      try tape("rejects.csv"), try isSent && run.has("released.csv") ? tape("released.csv") : nil,
    ]
    held = try Places("findings.jsonl", of: run)
    released = try Places("released.jsonl", of: run, isNeeded: false)
    rejected = try Places("rejects.jsonl", of: run)
    let header = try run.header()
    head = header
    for k in [Self.quarantine, Self.released] {
      guard let other = try tapes[k]?.next(header.count) else { continue }
      guard other == header else {
        let step = zip(header, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        throw Verification.Fault(
          file: tapes[k]?.name ?? "", byteOffset: step ?? other.count,
          text: "its header is not that of \(isSent ? "quarantine.csv" : "clean.csv")",
          isHeader: true)
      }
      if run.lacksLineEnd(header), let end = try tapes[k]?.skipLineEnd() { head = header + end }
    }
  }

  /// Hands on the bytes of the input at an index; inputs have to be asked for in order, each once.
  ///
  /// - Parameters:
  ///   - index: The input's position.
  ///   - body: Called with one piece after the other; a row that is or was held is one piece.
  /// - Returns: The line end that was added behind the last piece in its output; empty where none was.
  /// - Throws: ``Verification/Fault`` where the outputs do not hold such an input.
  @discardableResult
  mutating func input(_ index: Int, _ body: (Piece) throws -> Void) throws -> [UInt8] {
    let input = inputs[index]
    let name = inputs.count > 1 ? input.name : nil
    var cursor = 0
    while cursor < input.bytes {
      let offsets = [held, released, rejected].map { $0?.offset(in: name, from: cursor) ?? .max }
      guard let nearest = offsets.min(), nearest < .max else {
        try copy(input.bytes - cursor, from: Self.clean, as: .kept, body)
        break
      }
      let event: Event =
        nearest == offsets[0] ? .held : nearest == offsets[1] ? .released : .rejected
      guard let place = self[event]?.next, place.length >= 0, place.offset <= input.bytes,
        place.length <= input.bytes - place.offset
      else { throw misplaced(event) }
      try copy(place.offset - cursor, from: Self.clean, as: .kept, body)
      try copy(place, event, body)
      cursor = place.offset + place.length
    }
    guard index + 1 < inputs.count, !Tape.isLineEnd(last.byte) else { return [] }
    return try tapes[last.tape]?.skipLineEnd() ?? []
  }

  /// Makes sure that nothing is left over.
  ///
  /// - Throws: ``Verification/Fault`` where something is.
  mutating func end() throws {
    for event in [Event.held, .released, .rejected] where self[event]?.next != nil {
      throw misplaced(event)
    }
    for k in tapes.indices { try tapes[k]?.end() }
  }

  private subscript(_ event: Event) -> Places? {
    switch event {
    case .held: held
    case .released: released
    case .rejected: rejected
    }
  }

  private mutating func copy(
    _ place: RecordPlace, _ event: Event, _ body: (Piece) throws -> Void
  ) throws {
    switch event {
    case .held:
      let line = held?.lines.bytes ?? []
      try copyRow(place, event, as: .held(place.row ?? 0, line: line), body)
      try held?.advance()
    case .released:
      let line = released?.lines.bytes ?? []
      try copyRow(place, event, as: .released(place.row ?? 0, line: line), body)
      try released?.advance()
    case .rejected:
      try copy(place.length, from: Self.rejects, as: .rejected, body)
      try rejected?.advance()
    }
  }

  private mutating func copyRow(
    _ place: RecordPlace, _ event: Event, as kind: Kind, _ body: (Piece) throws -> Void
  ) throws {
    let tape = event == .held ? Self.quarantine : releasedTape
    guard let start = tapes[tape]?.position, let file = tapes[tape]?.name,
      let bytes = try tapes[tape]?.next(place.length)
    else { throw Verification.Fault(file: "released.csv", byteOffset: nil, text: "it is missing") }
    guard bytes.count == place.length else {
      throw Verification.Fault(
        endOf: file, at: start + bytes.count, missing: place.length - bytes.count)
    }
    guard let row = place.row, row > lastRow else { throw misplaced(event) }
    lastRow = row
    try body(Piece(file: file, offset: start, bytes: bytes[...], kind: kind))
    last = (bytes.last ?? last.byte, tape)
    guard let fingerprint = place.fingerprint, fingerprint == Fingerprint.of(bytes) else {
      let lines = self[event]?.lines
      throw Verification.Fault(
        file: file, byteOffset: start,
        text: "the \(place.length) bytes of row \(row) are not those that were judged: their "
          + "fingerprint differs from that in \(lines?.name ?? ""), line \(lines?.line ?? 0)")
    }
  }

  private mutating func copy(
    _ count: Int, from tape: Int, as kind: Kind, _ body: (Piece) throws -> Void
  ) throws {
    guard count > 0, let name = tapes[tape]?.name else { return }
    var lastByte = last.byte
    try tapes[tape]?.copy(count) { offset, bytes in
      lastByte = bytes.last ?? lastByte
      try body(Piece(file: name, offset: offset, bytes: bytes, kind: kind))
    }
    last = (lastByte, tape)
  }

  private func misplaced(_ event: Event) -> Verification.Fault {
    let lines = self[event]?.lines
    let place = self[event]?.next
    return Verification.Fault(
      file: lines?.name ?? "", byteOffset: nil,
      text: "line \(lines?.line ?? 0) names byte \(place?.offset ?? 0) of "
        + "\(place?.file ?? inputs.first?.name ?? "no file"), which is out of order or outside of it"
    )
  }
}

/// What names the bytes of a row: SHA-256, first 16 bytes, hexadecimal.
package enum Fingerprint: Sendable {
  package static func of(_ bytes: [UInt8]) -> String { String(sha256(bytes).prefix(32)) }
}
