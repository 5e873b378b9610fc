import TasterCSV

/// What is left of an input when the bytes that a run held or rejected are cut out: the rows that went on at once.
struct KeptBytes {
  private var source: BlockReader
  /// What is cut out: held rows, rejected records, and rows that were held and let go since.
  private var lines: [JSONLines<RecordPlace>]
  private var places: [RecordPlace?]
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
    let names = ["findings.jsonl", "rejects.jsonl", "released.jsonl"]
    lines = try names.filter { $0 != "released.jsonl" || run.has($0) }.map {
      JSONLines(try run.open($0).bytes(), name: $0)
    }
    places = []
    for k in lines.indices { places.append(try lines[k].next()) }
  }

  /// The next bytes that went on; none at the end.
  mutating func next(_ most: Int) throws -> [UInt8] {
    while cursor < size {
      let nearest = places.indices.min {
        (places[$0]?.offset ?? .max) < (places[$1]?.offset ?? .max)
      }
      let place = nearest.flatMap { places[$0] }
      let start = min(place?.offset ?? size, size)
      if start > cursor {
        let bytes = try source.next(min(start - cursor, most))
        cursor = bytes.isEmpty ? size : cursor + bytes.count
        return bytes
      }
      guard let nearest, let place else { break }
      if start == cursor {
        cursor += try source.forEachPiece(of: min(max(place.length, 0), size - cursor)) { _ in }
      }
      places[nearest] = try lines[nearest].next()
    }
    return []
  }

  /// The same as a source.
  static func source(_ source: any ByteSource, of run: RunReader) throws -> any ByteSource {
    var bytes = try KeptBytes(source, of: run)
    return MadeSource { try bytes.next($0) }
  }
}
