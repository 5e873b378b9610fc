import TasterCSV

/// The bytes of one record, cut into fields, so that some can be replaced and all others stay as they are.
struct RawRecord {
  private let bytes: [UInt8]
  private let dialect: Dialect
  /// What stands between the spaces round each field, quotes included.
  private let cores: [Range<Int>]

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Cuts the record of a table; nil where it does not fall into as many fields as the table has columns.
  ///
  /// - Parameters:
  ///   - bytes: The record with its line end.
  ///   - table: Where it comes from.
  init?(_ bytes: [UInt8], of table: Table) {
    guard let dialect = try? Dialect(delimiter: table.delimiter, quote: table.quote) else {
      return nil
    }
    self.init(bytes, dialect: dialect, columns: table.schema.columns.count)
  }

  init?(_ bytes: [UInt8], dialect: Dialect, columns: Int) {
    self.bytes = bytes
    var cut = Self.cut(bytes, dialect)
    self.dialect = dialect
    if cut.count != columns, dialect.quote != nil,
      let plain = try? Dialect(delimiter: dialect.delimiter, quote: nil)
    {
      // A quote that never closes is data.
      cut = Self.cut(bytes, plain)
    }
    guard cut.count == columns else { return nil }
    cores = cut
  }

  /// How many fields there are.
  var count: Int { cores.count }

  private static func isSpace(_ byte: UInt8, _ dialect: Dialect) -> Bool {
    (byte == 32 || byte == 9) && byte != dialect.delimiter
  }

  private static func cut(_ bytes: [UInt8], _ dialect: Dialect) -> [Range<Int>] {
    var end = bytes.count
    if end > 0, bytes[end - 1] == 10 { end -= 1 }
    if end > 0, bytes[end - 1] == 13 { end -= 1 }
    var start = bytes.starts(with: mark) ? mark.count : 0
    var cores: [Range<Int>] = []
    while true {
      var first = start
      while first < end, isSpace(bytes[first], dialect) { first += 1 }
      let hasQuotes = first < end && bytes[first] == dialect.quote
      var stop = first
      var isOpen = false
      while stop < end, isOpen || bytes[stop] != dialect.delimiter {
        // A doubled quote closes and opens again.
        if hasQuotes, bytes[stop] == dialect.quote { isOpen.toggle() }
        stop += 1
      }
      var last = stop
      while last > first, isSpace(bytes[last - 1], dialect) { last -= 1 }
      cores.append(first..<last)
      guard stop < end else { return cores }
      start = stop + 1
    }
  }

  /// Whether a field stands in quotes.
  func isQuoted(_ field: Int) -> Bool {
    let core = cores[field]
    return core.count >= 2 && bytes[core.lowerBound] == dialect.quote
      && bytes[core.upperBound - 1] == dialect.quote
  }

  /// The text of a field without quotes.
  func text(_ field: Int) -> String {
    let core = cores[field]
    guard isQuoted(field), let quote = dialect.quote else {
      return String(decoding: bytes[core], as: UTF8.self)
    }
    var inner: [UInt8] = []
    var isHalf = false
    for byte in bytes[core].dropFirst().dropLast() {
      if byte == quote, !isHalf {
        isHalf = true
        continue
      }
      isHalf = false
      inner.append(byte)
    }
    return String(decoding: inner, as: UTF8.self)
  }

  /// The record with other texts in some fields: in quotes where the old ones were, or where they have to be.
  ///
  /// - Parameters:
  ///   - texts: The new texts by field.
  ///   - isQuoted: Whether a field that was empty is to be quoted.
  ///   - lineEnd: What follows where the record had no line end.
  /// - Returns: The bytes, without a byte order mark.
  func replacing(
    _ texts: [Int: String], isQuoted: [Bool], lineEnd: [UInt8] = []
  ) -> [UInt8] {
    var result: [UInt8] = []
    var position = bytes.starts(with: Self.mark) ? Self.mark.count : 0
    for (field, core) in cores.enumerated() {
      guard let text = texts[field] else { continue }
      result += bytes[position..<core.lowerBound]
      let wantsQuotes = core.isEmpty ? isQuoted[field] : self.isQuoted(field)
      result += written(text, quoted: wantsQuotes)
      position = core.upperBound
    }
    result += bytes[position...]
    if let last = result.last, last != 10, last != 13 { result += lineEnd }
    return result
  }

  private func written(_ text: String, quoted: Bool) -> [UInt8] {
    let plain = Array(text.utf8)
    guard let quote = dialect.quote else { return plain }
    let special = [dialect.delimiter, quote, 10, 13]
    let hasSpace = plain.first == 32 || plain.last == 32
    guard quoted || hasSpace || plain.contains(where: { special.contains($0) }) else {
      return plain
    }
    return [quote] + plain.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
