import CLibCSV
import TasterCSV

/// What must hold of the reader, whatever the bytes and the options are.
struct ReaderLaws {
  private let bytes: [UInt8]
  private let dialect: Dialect
  private var options = CSVReader.Options()
  private let (threads, chunk): (Int, Int)

  /// A choice of options for some bytes.
  init(_ bytes: [UInt8], _ mutator: inout Mutator) throws {
    self.bytes = bytes
    let isOdd = mutator.below(3) == 0
    dialect = try Dialect(
      delimiter: isOdd ? mutator.one(of: Array(";\t|".utf8)) : UInt8(ascii: ","),
      escape: mutator.below(3) == 0 ? UInt8(ascii: "\\") : nil,
      comment: mutator.below(3) == 0 ? UInt8(ascii: "#") : nil)
    options.limits.openLines = 1 + mutator.below(80)
    options.limits.openBytes = 1 + mutator.below(5_000)
    if mutator.below(8) == 0 { options.limits.recordBytes = 1 + mutator.below(1_000) }
    options.keepsBlankLines = mutator.below(4) == 0
    options.preambleLines = mutator.below(6) == 0 ? mutator.below(4) : 0
    options.width = mutator.below(2) == 0 ? 1 + mutator.below(6) : nil
    if mutator.below(2) == 0 {
      let types: [CellType] = [.number, .levels(["a", "b", "x,y"]), .pattern("a9"), .text]
      options.types = (0..<2 + mutator.below(4)).map { _ in mutator.one(of: types) }
    }
    threads = 2 + mutator.below(2)
    chunk = mutator.one(of: [1, 7, 50, 50, 200, 1_000])
  }

  func check() throws {
    let whole = Outcome(bytes, dialect, options, threads: 1)
    guard whole.error != nil || whole.total == bytes.count else {
      throw FuzzFault("\(whole.total) of \(bytes.count) bytes were accounted for")
    }
    var end = whole.entries.first?.byteOffset ?? 0
    for entry in whole.entries {
      guard entry.byteOffset == end else { throw FuzzFault("no record begins at byte \(end)") }
      end += entry.byteLength
    }
    var own = options
    own.blockSize = chunk
    let chunked = Outcome(bytes, dialect, own, threads: threads)
    guard chunked == whole else {
      throw FuzzFault("\(threads) threads and chunks of \(chunk) bytes give something else")
    }
    try checkFields()
  }

  /// Up to the first record in which a guard spoke, fields are those of bare libcsv.
  private func checkFields() throws {
    guard dialect.escape == nil, dialect.comment == nil else { return }
    var plain = CSVReader.Options()
    plain.limits.openLines = .max - 1
    let found = Outcome(bytes, dialect, plain, threads: 1)
    // What begins like UTF-16 is refused.
    guard found.error == nil else { return }
    let rows = bareRows()
    var row = 0
    for (entry, fields) in zip(found.entries, found.fields) where !entry.flags.contains(.blank) {
      if entry.flags.contains(.strayQuote) { return }
      guard row < rows.count, rows[row] == fields else {
        throw FuzzFault("record \(row + 1) is not that of libcsv: \(fields)")
      }
      row += 1
    }
    guard row == rows.count else { throw FuzzFault("libcsv finds \(rows.count) rows, not \(row)") }
  }

  private final class Rows {
    var open: [[UInt8]] = []
    var rows: [[[UInt8]]] = []
  }

  private func bareRows() -> [[[UInt8]]] {
    var text = bytes
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    var parser = csv_parser()
    csv_init(&parser, 0)
    defer { csv_free(&parser) }
    csv_set_delim(&parser, dialect.delimiter)
    let rows = Rows()
    let context = Unmanaged.passUnretained(rows).toOpaque()
    let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
      bytes, count, context in
      guard let context else { return }
      Unmanaged<Rows>.fromOpaque(context).takeUnretainedValue().open.append(
        Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    }
    let row: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
      guard let context else { return }
      let rows = Unmanaged<Rows>.fromOpaque(context).takeUnretainedValue()
      rows.rows.append(rows.open)
      rows.open = []
    }
    csv_parse(&parser, text, text.count, field, row, context)
    csv_fini(&parser, field, row, context)
    return rows.rows
  }

  /// All that a reader says.
  struct Outcome: Equatable {
    var entries: [RecordBatch.Entry] = []
    var fields: [[[UInt8]]] = []
    var total = 0
    var error: String?

    init(_ bytes: [UInt8], _ dialect: Dialect, _ options: CSVReader.Options, threads: Int) {
      let reader = ChunkedReader(
        dialect, options,
        from: HashingSource(MemorySource(bytes), encoding: options.encoding), threads: threads
      ) { batch, range in
        range.map { i in
          (0..<batch.records[i].fieldCount).map { j in
            let field = batch.field(i, j)
            return field.indices.map { field[$0] }
          }
        }
      }
      do {
        try reader.forEach { batch, range, work, _ in
          // Where fields lie in their batch is no matter.
          entries += batch.records[range]
          fields += work
        }
        total = reader.account.total
      } catch { self.error = "\(error)" }
    }

    static func == (one: Outcome, other: Outcome) -> Bool {
      one.fields == other.fields && one.total == other.total && one.error == other.error
        && one.entries.count == other.entries.count
        && zip(one.entries, other.entries).allSatisfy {
          $0.byteOffset == $1.byteOffset && $0.byteLength == $1.byteLength && $0.line == $1.line
            && $0.lines == $1.lines && $0.flags == $1.flags
        }
    }
  }
}
