import TasterCSV

extension TableOptions {
  /// How large things may get.
  var limits: CSVLimits {
    var limits = CSVLimits()
    limits.fieldBytes = maxFieldBytes
    limits.recordBytes = maxFieldBytes
    return limits
  }

  /// What is known of a file's layout.
  func told() throws -> Layout.Told {
    var told = Layout.Told()
    told.delimiter = delimiter
    if !findsQuote || quote != UInt8(ascii: "\"") { told.quote = .told(quote) }
    if !findsEscape || escape != nil { told.escape = .told(escape) }
    if !findsComments || comment != nil { told.comment = .told(comment) }
    told.preambleLines = preambleLines
    told.headerLines = headerLines
    told.stopsAtTableEnd = stopsAtTableEnd
    told.splitsByType = splitsByType
    if let encoding {
      guard let known = TextEncoding(name: encoding) else {
        throw TableError(
          .unreadable,
          "there is no encoding '\(encoding)'; there are "
            + TextEncoding.allCases.map { $0.rawValue }.joined(separator: ", "))
      }
      told.encoding = known
    }
    return told
  }
}

extension InputFile {
  /// How much of a file is looked at before it is read.
  private static var sampleBytes: Int { 1 << 16 }

  /// What the file is, as its first bytes have it.
  func layout(_ told: Layout.Told) throws -> Layout {
    var reader = BlockReader(try text(), blockSize: 1 << 16)
    let sample = try reader.next(Self.sampleBytes)
    return try Layout.find(sample, isWhole: reader.peek() == nil, told: told)
  }
}
