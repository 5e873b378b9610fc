import TasterKit
import TasterTesting
import Testing

@Suite struct `A table seen as rows of another` {
  static let sheet = Sheet.clean(rows: 90, seed: 3)
  static let like = sheet.table().schema

  private static func all(_ table: some RowTable) throws -> Chunk {
    try MemoryTable(
      schema: table.schema, chunks: (0..<table.chunkCount).map { try table.chunk($0) }
    ).whole
  }

  @Test func `is itself where nothing differs`() throws {
    let table = Self.sheet.table()
    let seen = ConformedTable(table, like: Self.like)
    #expect(seen.isPlain && seen.departures.isEmpty && seen.schema == Self.like)
    #expect(Contents(try Self.all(seen)) == Contents(try Self.all(table)))
  }

  @Test func `has its columns by name, in any order`() throws {
    var turned = Self.sheet
    turned.fields.reverse()
    let seen = ConformedTable(turned.table(), like: Self.like)
    #expect(Contents(try Self.all(seen)) == Contents(try Self.all(Self.sheet.table())))
    #expect(seen.departures.isEmpty)
  }

  @Test func `says what is missing, new and unheard of`() throws {
    var other = Self.sheet
    other.fields[0].name = "stranger"
    guard case .texts(var colours) = other.fields[4].cells,
      case .texts(var labels) = other.fields[6].cells
    else { return }
    colours[5] = "black"
    labels[7] = "awful"
    other.fields[0].role = .ignored
    other.fields[4].cells = .texts(colours)
    other.fields[6].cells = .texts(labels)
    let seen = ConformedTable(other.table(), like: Self.like)
    #expect(seen.departures.count == 4)
    #expect(seen.departures[0].contains("'x0' of the baseline is not there"))
    #expect(seen.departures[1].contains("'stranger'"))
    #expect(seen.departures[2].contains("'black'"))
    #expect(seen.departures[3].contains("'awful'"))
    #expect(seen.schema.classes == ["bad", "good", "awful"])
    let rows = try Self.all(seen)
    let known = try Self.all(Self.sheet.table())
    #expect(rows.numeric.prefix(90).allSatisfy { $0.isNaN })
    #expect(Array(rows.numeric[90..<180]) == Array(known.numeric[90..<180]))
    #expect(rows.codes[5] == 3 && rows.labels[7] == 2)
    #expect(rows.codes[6] == known.codes[6] && rows.labels[8] == known.labels[8])
  }

  @Test func `may have codes in the order of all texts`() throws {
    var other = Self.sheet
    guard case .texts(var labels) = other.fields[6].cells else { return }
    labels[7] = "awful"
    other.fields[6].cells = .texts(labels)
    let seen = ConformedTable(other.table(), like: Self.like, isSorted: true)
    #expect(seen.schema.classes == ["awful", "bad", "good"])
    #expect(try Self.all(seen).labels[7] == 0)
  }

  @Test func `may have rows behind it`() throws {
    let table = Self.sheet.table()
    let joined = JoinedTable(table, tail: try Self.all(table))
    #expect(joined.rowCount == 180 && joined.chunkCount == table.chunkCount + 1)
    #expect(try joined.chunk(table.chunkCount).firstRow == 90)
    #expect(Contents(try joined.chunk(0)) == Contents(table.chunk(0)))
  }
}

extension MemoryTable {
  /// All rows in one chunk.
  fileprivate var whole: Chunk {
    var result = Chunk(
      firstRow: 0, count: rowCount, numeric: [], codes: [], labels: [], sources: [])
    for j in schema.numeric.indices {
      for part in chunks {
        result.numeric += part.numeric[j * part.count..<(j + 1) * part.count]
      }
    }
    for j in schema.categorical.indices {
      for part in chunks { result.codes += part.codes[j * part.count..<(j + 1) * part.count] }
    }
    for part in chunks {
      result.labels += part.labels
      result.sources += part.sources
    }
    return result
  }
}

/// A chunk as a value that can be compared, its numbers bit by bit.
private struct Contents: Hashable {
  let firstRow: Int
  let numeric: [UInt64]
  let codes: [Int32]
  let labels: [Int32]
  let sources: [Int32]

  init(_ chunk: Chunk) {
    firstRow = chunk.firstRow
    numeric = chunk.numeric.map { $0.isNaN ? 0 : $0.bitPattern }
    (codes, labels, sources) = (chunk.codes, chunk.labels, chunk.sources)
  }
}
