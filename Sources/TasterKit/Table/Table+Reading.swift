import TasterCSV

extension Table {
  /// Reads files with one header as one table.
  ///
  /// - Parameters:
  ///   - paths: CSV files, plain, gzip or Zstandard; `-` is the standard input.
  ///   - options: What is known about them.
  ///   - progress: Called now and then with the bytes of text done, of all bytes; of 0 where those are not known, as in
  ///     compressed files.
  /// - Returns: The table.
  /// - Throws: ``TableError`` for what a person can mend: no such file, no such column, too many rejects.
  /// - Complexity: O(bytes) time; memory for the dictionaries of texts and a few blocks.
  public static func read(
    _ paths: [String], options: TableOptions = TableOptions(),
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Table {
    do {
      let files = try paths.map {
        try InputFile($0, temporaryDirectory: options.temporaryDirectory)
      }
      let total = files.contains { $0.isCompressed } ? 0 : files.reduce(0) { $0 + $1.size }
      var reader = try TableReader(options)
      return try reader.read(files) { progress($0, total) }
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// Reads one file that is open.
  static func read(
    _ file: InputFile, options: TableOptions, progress: (_ done: Int) -> Void
  ) throws -> Table {
    var reader = try TableReader(options)
    return try reader.read([file], progress: progress)
  }
}
