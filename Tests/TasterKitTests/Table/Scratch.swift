import Foundation
import TasterCSV
import TasterKit

/// A folder that goes with its test, in which files are written and read as tables.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "taster-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String = "data.csv") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  @discardableResult
  func write(_ text: String, to name: String = "data.csv") throws -> String {
    try write(Array(text.utf8), to: name)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  /// Some text as a table.
  func table(
    _ text: String, label: TableOptions.Label = .none,
    _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> Table {
    var options = TableOptions()
    options.label = label
    change(&options)
    return try Table.read([try write(text)], options: options)
  }

  /// Why some text is no table.
  func fault(
    _ text: String, label: TableOptions.Label = .none,
    _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> TableError? {
    do {
      _ = try table(text, label: label, change)
      return nil
    } catch let error as TableError {
      return error
    }
  }
}

/// Bytes as the gzip command compresses them.
func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-cn"]
  let (input, output) = (Pipe(), Pipe())
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  input.fileHandleForWriting.write(Data(bytes))
  try input.fileHandleForWriting.close()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Array(data)
}

extension Table {
  /// All rows in one chunk.
  func all() throws -> Chunk {
    var parts: [Chunk] = []
    for k in 0..<chunkCount { parts.append(try chunk(k)) }
    var whole = Chunk(firstRow: 0, count: 0, numeric: [], codes: [], labels: [], sources: [])
    for part in parts {
      whole.count += part.count
      whole.labels += part.labels
      whole.sources += part.sources
    }
    for j in schema.numeric.indices {
      for part in parts { whole.numeric += part.numeric[j * part.count..<(j + 1) * part.count] }
    }
    for j in schema.categorical.indices {
      for part in parts { whole.codes += part.codes[j * part.count..<(j + 1) * part.count] }
    }
    return whole
  }

  /// The column of a name.
  func column(_ name: String) -> Column? { schema.columns.first { $0.name == name } }

  /// What every record is.
  func entries() throws -> [RecordLog.Entry] {
    var entries: [RecordLog.Entry] = []
    try log.forEach { entries.append($0) }
    return entries
  }

  /// Everything a table says that results may depend on.
  func summary() throws -> Summary {
    let rows = try all()
    return Summary(
      schema: schema, rowCount: rowCount, inputs: inputs, remarks: remarks,
      rejects: rejects.map { "\($0.reason): \($0.count)" }, examples: rejectExamples,
      blankLines: blankLines, numeric: rows.numeric.map(\.bitPattern), codes: rows.codes,
      labels: rows.labels, sources: rows.sources, entries: try entries())
  }
}

/// A table as a value that can be compared, its numbers bit by bit.
struct Summary: Hashable {
  var schema: Schema
  var rowCount: Int
  var inputs: [Table.Input]
  var remarks: [String]
  var rejects: [String]
  var examples: [RecordLog.Reject]
  var blankLines: Int
  var numeric: [UInt64]
  var codes: [Int32]
  var labels: [Int32]
  var sources: [Int32]
  var entries: [RecordLog.Entry]
}

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
  mutating func pick<T>(_ values: [T]) -> T { values[number(0...values.count - 1)] }
}
