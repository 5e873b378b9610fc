import TasterCSV

/// A baseline on disk.
public enum ProfileFile: Sendable {
  /// The most bytes that are read.
  private static let mostBytes = 1 << 31

  /// Reads a profile.
  ///
  /// - Parameter path: The file.
  /// - Returns: The baseline, and the file's facts: its size and the SHA-256 of all its bytes.
  /// - Throws: ``TableError`` that says why it cannot be used.
  public static func read(_ path: String) throws -> (baseline: Baseline, file: RunFacts.File) {
    do {
      let input = try InputFile(path)
      guard input.size <= mostBytes else {
        throw TableError(
          .badProfile, "\(path) has \(Figures.size(input.size)); no profile is as large")
      }
      var reader = BlockReader(input.bytes())
      let bytes = try reader.next(input.size)
      let file = RunFacts.File(name: path, bytes: bytes.count, sha256: sha256(bytes))
      return (try Baseline(reading: bytes, name: input.name), file)
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// Whether a file begins as a profile does; false where it cannot be read.
  public static func isProfile(_ path: String) -> Bool {
    guard path != "-", Folder.isFile(path), let input = try? InputFile(path) else { return false }
    var reader = BlockReader(input.bytes(), blockSize: 64)
    return Baseline.isProfile((try? reader.next(Baseline.magic.count)) ?? [])
  }

  /// Writes a profile, whole or not at all.
  ///
  /// - Parameters:
  ///   - baseline: What is written.
  ///   - path: Where to; `-` is the standard output.
  ///   - overwrites: Whether a file that is there may be replaced.
  /// - Returns: The file's facts.
  /// - Throws: ``TableError`` where nothing can be written there.
  public static func write(
    _ baseline: Baseline, as path: String, overwrites: Bool
  ) throws -> RunFacts.File {
    try checkFree(path, overwrites: overwrites)
    do {
      var files = NewFiles()
      let file = try files.open(path)
      try file.write(baseline.bytes)
      let facts = RunFacts.File(name: path, bytes: file.count, sha256: file.digest)
      try files.publish()
      return facts
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// Refuses a place where something stands, or where no file can be.
  public static func checkFree(_ path: String, overwrites: Bool) throws {
    try NewFiles.checkFree([path], overwrites: overwrites)
  }
}

extension Baseline {
  /// Folds a table that was read.
  ///
  /// - Parameters:
  ///   - rows: The rows, as they are seen.
  ///   - table: The same rows as they were read.
  ///   - statistics: Their statistics.
  ///   - seed: The key of the draw.
  /// - Throws: What the table throws, and ``TableError`` where two files are the same.
  /// - Complexity: O(rows × features), two passes.
  init(
    _ rows: some RowTable, of table: Table, statistics: ClassStatistics, seed: UInt64
  ) throws {
    guard Set(table.inputs.map { $0.sha256 }).count == table.inputs.count else {
      throw TableError(
        .unsuited, "two of the files hold the same bytes, and their rows would count twice")
    }
    var counts = [Int](repeating: 0, count: table.inputs.count)
    var (file, left) = (0, table.inputs[0].entries)
    try table.log.forEach { entry in
      while left == 0 {
        file += 1
        left = table.inputs[file].entries
      }
      left -= 1
      if entry.kind == .row { counts[file] += 1 }
    }
    let origins = zip(table.inputs, counts).map {
      Origin(bytes: $0.bytes, sha256: $0.sha256, rows: $1)
    }
    try self.init(
      rows, statistics: statistics, origins: origins, options: table.options, seed: seed,
      version: Taster.version)
  }
}
