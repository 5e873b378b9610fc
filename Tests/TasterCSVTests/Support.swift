import CLibCSV
import Foundation
import TasterCSV

/// SplitMix64: the same rolls on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// What hurts readers of CSV.
  private static let words: [[UInt8]] =
    ["a", "1", ",", ",", ";", "\"", "\"", "\"\"", "\n", "\n", "\r", "\r\n", " ", "\t", "é", "\0"]
    .map { Array($0.utf8) } + [[0xFF], [0xEF, 0xBB, 0xBF]]

  /// Bytes that look like CSV gone wrong.
  mutating func csv(upTo words: Int) -> [UInt8] {
    (0..<number(0...words)).flatMap { _ in Self.words[number(0...Self.words.count - 1)] }
  }
}

/// What the reader promises, told once more in the plainest way: every record read alone, byte by byte, by bare libcsv.
struct BareReader {
  var limits = CSVLimits()
  var delimiter = UInt8(ascii: ",")
  var quote = UInt8(ascii: "\"")

  private enum Outcome {
    case record(Seen, lines: Int)
    case overdue
  }

  /// A parser and what its callbacks said.
  private final class Rows {
    var fields: [String] = []
    var isDone = false
  }

  func records(of bytes: [UInt8]) -> [Seen] {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    var seen: [Seen] = []
    while start < bytes.count {
      var outcome = read(bytes, from: start, line: line, quotesAreData: false)
      if case .overdue = outcome {
        outcome = read(bytes, from: start, line: line, quotesAreData: true)
      }
      guard case .record(let record, let lines) = outcome else { return seen }
      seen.append(record)
      start = record.range.upperBound
      line += lines
    }
    return seen
  }

  private func read(
    _ bytes: [UInt8], from start: Int, line: Int, quotesAreData: Bool
  ) -> Outcome {
    var parser = csv_parser()
    csv_init(&parser, 0)
    csv_set_delim(&parser, delimiter)
    csv_set_quote(&parser, quote)
    defer { csv_free(&parser) }
    let rows = Rows()
    let context = Unmanaged.passUnretained(rows).toOpaque()
    let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
      bytes, count, context in
      guard let context else { return }
      let text = UnsafeRawBufferPointer(start: bytes, count: count)
      Unmanaged<Rows>.fromOpaque(context).takeUnretainedValue().fields.append(
        String(decoding: text, as: UTF8.self))
    }
    let row: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
      guard let context else { return }
      Unmanaged<Rows>.fromOpaque(context).takeUnretainedValue().isDone = true
    }
    var flags: RecordBatch.Entry.Flags = quotesAreData ? .strayQuote : []
    var i = start
    var lines = 0
    func record(_ flags: RecordBatch.Entry.Flags) -> Outcome {
      .record(Seen(rows.fields, start..<i, line: line, flags), lines: lines)
    }
    func feed() {
      var byte = bytes[i]
      if quotesAreData { csv_set_quote(&parser, byte == 0xFF ? 0xFE : 0xFF) }
      csv_parse(&parser, &byte, 1, field, row, context)
      i += 1
    }
    while i < bytes.count {
      feed()
      let isReturn = bytes[i - 1] == 13
      let isPair = isReturn && i < bytes.count && bytes[i] == 10
      if isPair { feed() }
      let endsLine = isReturn || bytes[i - 1] == 10
      if endsLine { lines += 1 }
      if rows.isDone {
        if isReturn, !isPair { flags.insert(.loneReturn) }
        return record(flags)
      }
      if endsLine, parser.pstate == 0 { return record(.blank) }
      let size = i - start
      if parser.pstate == 2, parser.quoted == 1,
        size == limits.openBytes || endsLine && size >= limits.openBytes
          || endsLine && lines >= limits.openLines
      {
        return .overdue
      }
    }
    if parser.pstate == 2, parser.quoted == 1 { return .overdue }
    csv_fini(&parser, field, row, context)
    return record(flags.union(rows.isDone ? .unterminated : [.unterminated, .blank]))
  }
}

/// A folder that goes with its test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "taster-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }
}

/// All bytes of a source, asked for in blocks.
func drain(_ source: any ByteSource, block: Int = 1_000) throws -> [UInt8] {
  var reader = BlockReader(source, blockSize: block)
  return try reader.next(.max)
}
