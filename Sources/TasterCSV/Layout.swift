/// What a file was understood to be: how its text lies in bytes, where its table begins, how fields and records part.
package struct Layout: Sendable, Hashable {
  /// One thing that was decided, and why.
  package struct Decision: Sendable, Hashable {
    /// A sentence with its evidence and the flag that tells otherwise.
    package let text: String
    /// Whether it is what most files are: a comma, double quotes, one line of header, UTF-8.
    package let isUsual: Bool
  }

  /// What is known of a file; what is nil is found out.
  package struct Told: Sendable, Hashable {
    package var delimiter: UInt8?
    package var quote = Choice<UInt8?>.found
    package var escape = Choice<UInt8?>.found
    package var comment = Choice<UInt8?>.found
    package var preambleLines: Int?
    /// 0 for a table without header.
    package var headerLines: Int?
    package var encoding: TextEncoding?
    /// Whether the table may end before the file.
    package var stopsAtTableEnd = false
    /// Whether rows of too many fields are split by the types of the columns.
    package var splitsByType = false

    /// Nothing is known.
    package init() {}
  }

  /// Delimiter, quote, escape and comment.
  package var dialect: Dialect
  package var encoding = TextEncoding.utf8
  /// How many lines stand before the header.
  package var preambleLines = 0
  /// How many records name the columns; 0 for a table without header.
  package var headerLines = 1
  /// How many fields the commonest kind of record has.
  package var width = 1
  /// What the columns hold, where rows are split by that; else empty.
  package var types: [CellType] = []
  /// What a row looks like, where the table may end before the file.
  package var rowShape: RowShape?
  /// The first line end.
  package var lineEnd: [UInt8] = [10]
  /// What was decided, in the order of reading.
  package var decisions: [Decision] = []

  /// How a reader has to read such a file.
  package func readerOptions(limits: CSVLimits, blockSize: Int) -> CSVReader.Options {
    var options = CSVReader.Options()
    options.limits = limits
    options.keepsBlankLines = width == 1
    options.preambleLines = preambleLines
    options.width = width
    options.types = types
    options.encoding = encoding
    options.blockSize = blockSize
    return options
  }

  /// The names of columns that stand in several lines.
  ///
  /// A name over several columns stands in the first of them: empty cells to its right, up to the next name, are
  /// filled with it, in every line but the last. What stands one below the other is joined with spaces.
  ///
  /// - Parameter lines: The fields of every line.
  /// - Returns: A name a column; the line itself where it is one.
  package static func names(_ lines: [[String]]) -> [String] {
    guard let last = lines.last, lines.count > 1 else { return lines.first ?? [] }
    let width = lines.map { $0.count }.max() ?? 0
    var parts = [[String]](repeating: [], count: width)
    for (k, line) in lines.enumerated() {
      var name = ""
      for j in 0..<width {
        let cell = j < line.count ? line[j] : ""
        let isFilled = k + 1 < lines.count && j < last.count && !last[j].isEmpty
        if !cell.isEmpty || !isFilled { name = cell }
        if !name.isEmpty { parts[j].append(name) }
      }
    }
    return parts.map { $0.joined(separator: " ") }
  }
}

/// Something that is told, or is to be found out.
package enum Choice<Value: Sendable & Hashable>: Sendable, Hashable {
  case found
  case told(Value)

  /// What is told.
  package var value: Value? {
    if case .told(let value) = self { value } else { nil }
  }
}
