/// Finds the cells of a record that has too many fields: the one way to join neighbouring fields in which every cell is
/// what its column holds.
///
/// A cell of several fields holds delimiters that should have stood in quotes. It neither begins nor ends with an empty
/// field, a field in quotes is a cell of its own, and a number has no delimiters. Empty fields behind the last column
/// belong to none; where it is enough to leave them out, nothing is joined. Where two ways are left, neither is taken.
struct TypeSplit: Sendable {
  private let types: [CellType]
  private let delimiter: UInt8
  private let quote: UInt8?

  /// What libcsv made of a field.
  struct Field {
    let text: [UInt8]
    let isNumber: Bool
  }

  /// A field where it stands in its line.
  private struct Piece {
    /// Its bytes without the spaces round them.
    let core: Range<Int>
    let isQuoted: Bool
    var isEmpty: Bool { core.isEmpty }
  }

  /// Splits records of so many columns; nil where there is nothing to tell them apart.
  init?(_ dialect: Dialect, types: [CellType]) {
    guard types.count > 1 else { return nil }
    self.types = types
    delimiter = dialect.delimiter
    quote = dialect.quote
  }

  /// How many cells a row has.
  var width: Int { types.count }

  /// Finds the cells of a record.
  ///
  /// - Parameters:
  ///   - line: Its bytes without the line end.
  ///   - fields: Its fields, more than there are columns.
  /// - Returns: The cells; nil where there is no way to find them, more than one, or none with an effort in keeping with
  ///   the length of the line.
  func cells(_ line: [UInt8], _ fields: [Field]) -> [[UInt8]]? {
    let spare = fields.count - width
    // Linear in the bytes of the line, so that nobody can make it slow.
    guard spare > 0, width * (spare + 1) * (spare + 1) <= 16 * line.count + 4_096 else {
      return nil
    }
    let pieces = pieces(line)
    guard pieces.count == fields.count,
      zip(pieces, fields).allSatisfy({ $0.isQuoted || line[$0.core].elementsEqual($1.text) })
    else { return nil }
    func isEmpty(_ rest: Range<Int>) -> Bool {
      pieces[rest].allSatisfy { $0.isEmpty && !$0.isQuoted }
    }
    let fitsAsItIs = (0..<width).allSatisfy { fits($0, $0...$0, pieces, fields, line) }
    if fitsAsItIs, isEmpty(width..<pieces.count) { return fields.prefix(width).map { $0.text } }
    // ways[k, e]: in how many ways k columns take k + e fields; 2 for more.
    // span[k, e]: how many more than one the last of them takes.
    let row = spare + 1
    var ways = [Int](repeating: 0, count: (width + 1) * row)
    var span = ways
    ways[0] = 1
    for k in 1...width {
      for e in 0...spare {
        for more in 0...e {
          let before = ways[(k - 1) * row + e - more]
          let first = k - 1 + e - more
          guard before > 0, fits(k - 1, first...first + more, pieces, fields, line) else {
            continue
          }
          ways[k * row + e] = min(ways[k * row + e] + before, 2)
          span[k * row + e] = more
        }
      }
    }
    let ends = (0...spare).filter {
      ways[width * row + $0] > 0 && isEmpty(width + $0..<pieces.count)
    }
    guard ends.count == 1, var e = ends.first, ways[width * row + e] == 1 else { return nil }
    var cells: [[UInt8]] = []
    for k in (1...width).reversed() {
      let more = span[k * row + e]
      e -= more
      let first = k - 1 + e
      cells.append(
        more == 0
          ? fields[first].text
          : Array(line[pieces[first].core.lowerBound..<pieces[first + more].core.upperBound]))
    }
    return cells.reversed()
  }

  /// Whether some neighbouring fields may be the cell of a column.
  private func fits(
    _ column: Int, _ range: ClosedRange<Int>, _ pieces: [Piece], _ fields: [Field], _ line: [UInt8]
  ) -> Bool {
    let (first, last) = (range.lowerBound, range.upperBound)
    if first == last {
      return types[column].fits(fields[first].text[...], isNumber: fields[first].isNumber)
    }
    guard !pieces[first].isEmpty, !pieces[last].isEmpty,
      !pieces[range].contains(where: { $0.isQuoted })
    else { return false }
    return types[column].fits(
      line[pieces[first].core.lowerBound..<pieces[last].core.upperBound], isNumber: false)
  }

  /// Cuts a line with clean quotes at its delimiters.
  private func pieces(_ line: [UInt8]) -> [Piece] {
    func isSpace(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9) && byte != delimiter }
    var pieces: [Piece] = []
    var start = 0
    while true {
      var first = start
      while first < line.count, isSpace(line[first]) { first += 1 }
      let isQuoted = first < line.count && line[first] == quote
      var (stop, isOpen) = (first, false)
      while stop < line.count, isOpen || line[stop] != delimiter {
        // A doubled quote closes and opens again.
        if isQuoted, line[stop] == quote { isOpen.toggle() }
        stop += 1
      }
      var last = stop
      while last > first, isSpace(line[last - 1]) { last -= 1 }
      pieces.append(Piece(core: first..<last, isQuoted: isQuoted))
      guard stop < line.count else { return pieces }
      start = stop + 1
    }
  }
}
