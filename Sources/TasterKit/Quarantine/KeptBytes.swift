import TasterCSV

/// What is left of an input when the bytes that a run held or rejected are cut out: the rows that went on.
struct KeptBytes {
  private var source: BlockReader
  private var held: JSONLines<RecordPlace>
  private var rejected: JSONLines<RecordPlace>
  private var nextHeld: RecordPlace?
  private var nextRejected: RecordPlace?
  /// Where the next byte of the input stands, and where the input ends.
  private var cursor = 0
  private let size: Int

  /// - Parameters:
  ///   - source: The input from its start.
  ///   - run: The run, of one input.
  /// - Throws: ``TableError`` where a file cannot be read.
  init(_ source: any ByteSource, of run: RunReader) throws {
    self.source = BlockReader(source)
    size = run.facts.inputs.first?.bytes ?? 0
    held = JSONLines(try run.open("findings.jsonl").bytes(), name: "findings.jsonl")
    rejected = JSONLines(try run.open("rejects.jsonl").bytes(), name: "rejects.jsonl")
    nextHeld = try held.next()
    nextRejected = try rejected.next()
  }

  /// The next bytes that went on; none at the end.
  mutating func next(_ most: Int) throws -> [UInt8] {
    while cursor < size {
      let isHeld = (nextHeld?.offset ?? .max) < (nextRejected?.offset ?? .max)
      let place = isHeld ? nextHeld : nextRejected
      let start = min(place?.offset ?? size, size)
      if start > cursor {
        let bytes = try source.next(min(start - cursor, most))
        cursor = bytes.isEmpty ? size : cursor + bytes.count
        return bytes
      }
      guard let place else { break }
      if start == cursor {
        cursor += try source.forEachPiece(of: min(max(place.length, 0), size - cursor)) { _ in }
      }
      if isHeld { nextHeld = try held.next() } else { nextRejected = try rejected.next() }
    }
    return []
  }

  /// The same as a source.
  static func source(_ source: any ByteSource, of run: RunReader) throws -> any ByteSource {
    var bytes = try KeptBytes(source, of: run)
    return MadeSource { try bytes.next($0) }
  }
}
