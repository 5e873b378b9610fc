extension Layout {
  /// Finds out what a file is, by reading a sample of it with libcsv in every dialect that may be.
  ///
  /// - Parameters:
  ///   - sample: The first bytes, as they came; a last line that is cut off is left out.
  ///   - isWhole: Whether the sample is all of the file.
  ///   - told: What is known; it always wins.
  /// - Returns: What was understood, with the evidence for each decision.
  /// - Throws: ``CSVError`` where what is told makes no dialect.
  package static func find(
    _ sample: [UInt8], isWhole: Bool, told: Told = Told()
  ) throws -> Layout {
    let encoding = TextEncoding.guess(sample, told: told.encoding)
    var text = TextDecoder.decode(sample, from: encoding.encoding)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if !isWhole, let end = text.lastIndex(where: { $0 == 10 }) { text.removeSubrange((end + 1)...) }
    var sniffer = LayoutSniffer(text: text, told: told)
    var layout = try sniffer.layout()
    layout.encoding = encoding.encoding
    layout.decisions.insert(
      Decision(
        text: "the text is \(encoding.encoding.rawValue): \(encoding.evidence) (--encoding)",
        isUsual: encoding.encoding == .utf8), at: 0)
    return layout
  }
}

/// Decides on everything but the encoding.
struct LayoutSniffer {
  let text: [UInt8]
  let told: Layout.Told
  private var decisions: [Layout.Decision] = []

  private static let comma = UInt8(ascii: ",")
  private static let doubleQuote = UInt8(ascii: "\"")
  private static let singleQuote = UInt8(ascii: "'")
  private static let backslash = UInt8(ascii: "\\")
  private static let hash = UInt8(ascii: "#")
  /// More lines before a header than this are no preamble.
  private static let mostPreambleLines = 100

  init(text: [UInt8], told: Layout.Told) {
    self.text = text
    self.told = told
  }

  mutating func layout() throws -> Layout {
    var shape = try dialect()
    shape = try comments(shape)
    let preamble = try preamble(&shape)
    let header = header(shape)
    var layout = Layout(dialect: shape.dialect)
    layout.preambleLines = preamble
    layout.headerLines = header
    layout.width = shape.width
    if told.stopsAtTableEnd || told.splitsByType { describeRows(shape, into: &layout) }
    layout.decisions = decisions
    if let end = text.firstIndex(where: { $0 == 10 || $0 == 13 }) {
      let isPair = text[end] == 13 && end + 1 < text.count && text[end + 1] == 10
      layout.lineEnd = isPair ? [13, 10] : [text[end]]
    }
    return layout
  }

  mutating func say(_ text: String, isUsual: Bool = false) {
    decisions.append(Layout.Decision(text: text, isUsual: isUsual))
  }

  private static func shown(_ byte: UInt8?) -> String {
    switch byte {
    case nil: "none"
    case 9: "a tab"
    case 32: "a space"
    case let byte?: "'\(String(decoding: [byte], as: UTF8.self))'"
    }
  }

  // MARK: Delimiter, quote, escape

  private mutating func dialect() throws -> SampleShape {
    let comment = told.comment.value ?? nil
    let quote: UInt8? = if case .told(let byte) = told.quote { byte } else { Self.doubleQuote }
    let escape: UInt8? = if case .told(let byte) = told.escape { byte } else { nil }
    var shape = try best(quote, escape == quote ? nil : escape, comment)
    let usual = shape.dialect
    if told.quote == .found, Self.singleQuote != told.delimiter, standsAtEdges(Self.singleQuote) {
      let other = try best(Self.singleQuote, escape, comment)
      let isAlone = !text.contains(Self.doubleQuote)
      if other.share > shape.share || isAlone && other.share == shape.share && other.width > 1 {
        shape = other
      }
    }
    if told.escape == .found, let quote = shape.dialect.quote, escapes(quote) {
      let other = try best(quote, Self.backslash, comment)
      let isBetter = (other.share, -other.strays) > (shape.share, -shape.strays)
      let isCleaner = other.share == shape.share && other.isClean && !shape.isClean
      if isBetter || isCleaner { shape = other }
    }
    let dialect = shape.dialect
    let why =
      told.delimiter != nil
      ? "told"
      : shape.width == 1
        ? "nothing splits the first records alike"
        : "it gives \(shape.width) fields in \(Self.percent(shape.share)) of the first records"
    let way = told.delimiter == nil ? " (--delimiter tells another)" : ""
    say(
      "the delimiter is \(Self.shown(dialect.delimiter)): \(why)\(way)",
      isUsual: told.delimiter != nil || dialect.delimiter == Self.comma)
    if case .told = told.quote {
      say("the quote is \(Self.shown(dialect.quote)): told", isUsual: true)
    } else {
      let found =
        dialect.quote == usual.quote
        ? "the usual one"
        : "it stands at the edges of fields, and more records have the same number of fields"
      say(
        "the quote is \(Self.shown(dialect.quote)): \(found) (--quote tells another)",
        isUsual: dialect.quote == usual.quote)
    }
    if let escape = dialect.escape {
      let found = "quotes behind it make more sense as data"
      let isTold = told.escape != .found
      say(
        "the escape character is \(Self.shown(escape)): "
          + (isTold ? "told" : "\(found) (--escape tells another)"), isUsual: isTold)
    }
    return shape
  }

  /// The delimiter under which most records have the same number of fields.
  private func best(_ quote: UInt8?, _ escape: UInt8?, _ comment: UInt8?) throws -> SampleShape {
    let lines = told.preambleLines ?? 0
    func shape(_ delimiter: UInt8) throws -> SampleShape {
      try SampleShape(
        text, Dialect(delimiter: delimiter, quote: quote, escape: escape, comment: comment),
        preambleLines: lines)
    }
    if let delimiter = told.delimiter { return try shape(delimiter) }
    let taken = [quote, escape, comment]
    var best: SampleShape?
    for delimiter in Array(",;\t|".utf8) where !taken.contains(delimiter) {
      let found = try shape(delimiter)
      guard found.width > 1 else { continue }
      if best.map({ (found.share, found.width) > ($0.share, $0.width) }) ?? true { best = found }
    }
    if let best, best.share >= 0.5 || !isOneColumn(best) { return best }
    let spaced = try shape(32)
    if best == nil, spaced.width > 2, spaced.share >= 0.95, spaced.records.count >= 5,
      isMostlyNumbers(spaced)
    {
      return spaced
    }
    let plain = taken.contains(Self.comma) ? UInt8(ascii: ";") : Self.comma
    var one = try shape(plain)
    one.readAsOneColumn()
    return one
  }

  private func isOneColumn(_ shape: SampleShape) -> Bool {
    let single = shape.records.count { shape.batch.records[$0].fieldCount == 1 }
    return 2 * single >= shape.records.count
  }

  private func isMostlyNumbers(_ shape: SampleShape) -> Bool {
    var (numbers, cells) = (0, 0)
    for i in shape.records.dropFirst() {
      for j in 0..<shape.batch.records[i].fieldCount {
        cells += 1
        if shape.batch.number(i, j) != .notANumber { numbers += 1 }
      }
    }
    return 2 * numbers >= cells
  }

  /// Whether a quote stands where fields begin and end, and hardly anywhere else.
  private func standsAtEdges(_ quote: UInt8) -> Bool {
    let edges: Set<UInt8> = [10, 13, 44, 59, 9, 124, 32]
    var (all, atEdge) = (0, 0)
    for (i, byte) in text.enumerated() where byte == quote {
      let before = i == 0 || edges.contains(text[i - 1]) && text[i - 1] != 32
      let after = i + 1 == text.count || edges.contains(text[i + 1]) && text[i + 1] != 32
      let isDoubled = i > 0 && text[i - 1] == quote || i + 1 < text.count && text[i + 1] == quote
      if isDoubled { continue }
      all += 1
      if before || after { atEdge += 1 }
    }
    return all >= 4 && 10 * atEdge >= 9 * all
  }

  /// Whether a backslash stands before a quote somewhere.
  private func escapes(_ quote: UInt8) -> Bool {
    text.indices.dropLast().contains { text[$0] == Self.backslash && text[$0 + 1] == quote }
  }

  // MARK: What stands before and between the records

  private mutating func comments(_ shape: SampleShape) throws -> SampleShape {
    if case .told(let byte) = told.comment {
      if let byte {
        say("lines that begin with \(Self.shown(byte)) are comments: told", isUsual: true)
      }
      return shape
    }
    let dialect = shape.dialect
    guard shape.width > 1, ![dialect.delimiter, dialect.quote].contains(Self.hash) else {
      return shape
    }
    let marked = shape.records.filter { i in
      let field = shape.batch.field(i, 0)
      return field.count > 0 && field[0] == Self.hash
    }
    guard !marked.isEmpty, 2 * marked.count < shape.records.count,
      marked.allSatisfy({ shape.batch.records[$0].fieldCount != shape.width })
    else { return shape }
    let found = try SampleShape(
      text,
      Dialect(
        delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.escape,
        comment: Self.hash), preambleLines: told.preambleLines ?? 0)
    guard found.width == shape.width else { return shape }
    say(
      "lines that begin with '#' are comments: none of the \(marked.count) in the first records has "
        + "\(shape.width) fields (--comment none tells otherwise)")
    return found
  }

  private mutating func preamble(_ shape: inout SampleShape) throws -> Int {
    if let lines = told.preambleLines {
      if lines > 0 { say("\(lines) lines stand before the header: told", isUsual: true) }
      return lines
    }
    guard shape.width > 1 else { return 0 }
    let entries = shape.batch.records
    guard let first = tableStart(shape), shape.records.first.map({ $0 < first }) == true else {
      return 0
    }
    let thin = shape.records.filter { $0 < first }
    let body = shape.records.filter { $0 >= first }
    let lines = entries[first].line - 1
    // Where such rows stand among the others too, those at the top are rows.
    let thinBelow = body.count { shape.filled($0) <= 1 }
    let wide = body.count { entries[$0].fieldCount == shape.width }
    guard lines <= Self.mostPreambleLines, body.count > 1, 10 * thinBelow <= body.count,
      2 * wide > body.count
    else { return 0 }
    shape = try SampleShape(text, shape.dialect, preambleLines: lines)
    say(
      "\(lines) \(lines == 1 ? "line stands" : "lines stand") before the header: "
        + "\(thin.count == 1 ? "its record has" : "their \(thin.count) records have") at most one "
        + "field with something in it, or too few, the next has "
        + "\(shape.records.first.map { shape.filled($0) } ?? 0) (--preamble tells another number)")
    return lines
  }

  /// The first record of the table: those above it hold one thing or nothing, or so few that their delimiters stand in
  /// sentences, or a blank line parts them from it.
  private func tableStart(_ shape: SampleShape) -> Int? {
    let entries = shape.batch.records
    func isRow(_ i: Int) -> Bool {
      entries[i].fieldCount == shape.width && shape.filled(i) > 1
    }
    if let row = shape.records.first(where: { isRow($0) }), row > 0,
      entries[row - 1].flags.contains(.blank),
      shape.records.allSatisfy({
        $0 >= row || !shape.isSwallowed($0) && (entries[$0].fieldCount < shape.width || !isRow($0))
      })
    {
      return row
    }
    return shape.records.first {
      shape.isSwallowed($0) || shape.filled($0) > 1 && 2 * entries[$0].fieldCount > shape.width
    }
  }

  // MARK: The header

  private mutating func header(_ shape: SampleShape) -> Int {
    if let lines = told.headerLines {
      say(
        lines == 0
          ? "no record names the columns: told"
          : "\(lines == 1 ? "the first record names" : "the first \(lines) records name") the columns"
            + ": told", isUsual: true)
      return lines
    }
    let evidence = HeaderEvidence(shape)
    if let reason = evidence.headerless {
      say("no record names the columns: \(reason) (--header tells otherwise)")
      return 0
    }
    if let (lines, reason) = evidence.severalLines {
      say("\(lines) records name the columns: \(reason) (--header-lines tells another number)")
      return lines
    }
    say("the first record names the columns (--no-header, --header-lines)", isUsual: true)
    return 1
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}
