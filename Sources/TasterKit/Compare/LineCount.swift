import TasterCSV

/// Physical lines of places in a text.
enum LineCount {
  /// Counts the lines before some bytes of a file.
  ///
  /// - Parameters:
  ///   - path: The file, plain or compressed.
  ///   - offsets: Places in its (decompressed) text, in any order.
  /// - Returns: The line of each, from 1.
  /// - Throws: `CSVError` where the file cannot be read.
  /// - Complexity: O(bytes up to the last place).
  static func lines(of path: String, at offsets: [Int]) throws -> [Int: Int] {
    var wanted = Set(offsets).sorted()[...]
    guard !wanted.isEmpty else { return [:] }
    var reader = BlockReader(try InputFile(path).bytes(), blockSize: 1 << 18)
    var (at, line) = (0, 1)
    var lines: [Int: Int] = [:]
    while !wanted.isEmpty {
      let block = try reader.next(1 << 18)
      guard !block.isEmpty else { break }
      for byte in block {
        while let next = wanted.first, next == at {
          lines[next] = line
          wanted.removeFirst()
        }
        if byte == UInt8(ascii: "\n") { line += 1 }
        at += 1
      }
    }
    return lines
  }
}
