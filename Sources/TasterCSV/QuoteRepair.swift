private import Glibc

/// Finds the fields of a line whose quotes do not add up: as many as there have to be, with as few wrong quotes as can be.
///
/// The line is cut at every delimiter; pieces are joined again to fields so that the number is right and the cost least.
/// A field costs nothing without quotes or with a pair round it and doubled ones inside; every other quote costs 1, a
/// missing one of a pair 3.
struct QuoteRepair {
  private let delimiter: UInt8
  private let quote: UInt8
  private let width: Int

  /// Repairs rows of so many fields; nil where quotes are data.
  init?(_ dialect: Dialect, width: Int) {
    guard let quote = dialect.quote, width > 1 else { return nil }
    delimiter = dialect.delimiter
    self.quote = quote
    self.width = width
  }

  /// Finds the fields of a line and writes them anew, with clean quotes.
  ///
  /// - Parameter line: The bytes without their line end.
  /// - Returns: The line; nil where no fields are found, or not with an effort in keeping with its length.
  func repaired(_ line: [UInt8]) -> [UInt8]? {
    var starts = [0]
    for (i, byte) in line.enumerated() where byte == delimiter { starts.append(i + 1) }
    let pieces = starts.count
    let spare = pieces - width
    // Linear in the bytes of the line, so that nobody can make it slow.
    guard spare >= 0, width * (spare + 1) * (spare + 1) <= 64 * line.count + 4_096 else {
      return nil
    }
    func end(_ piece: Int) -> Int { piece + 1 < pieces ? starts[piece + 1] - 1 : line.count }
    // best[k][e]: the least cost of k fields of k + e pieces; span: how many more than one the last field took.
    let row = spare + 1
    var best = [Int](repeating: .max, count: (width + 1) * row)
    var span = [Int](repeating: 0, count: (width + 1) * row)
    best[0] = 0
    for k in 1...width {
      for e in 0...spare {
        for more in 0...e {
          let before = best[(k - 1) * row + e - more]
          guard before < .max else { continue }
          let first = k - 1 + e - more
          guard let cost = cost(line[starts[first]..<end(first + more)], pieces: more + 1) else {
            continue
          }
          if before + cost < best[k * row + e] {
            best[k * row + e] = before + cost
            span[k * row + e] = more
          }
        }
      }
    }
    guard best[width * row + spare] < .max else { return nil }
    var fields: [[UInt8]] = []
    var e = spare
    for k in (1...width).reversed() {
      let more = span[k * row + e]
      e -= more
      let first = k - 1 + e
      fields.append(text(line[starts[first]..<end(first + more)], pieces: more + 1))
    }
    return written(fields.reversed())
  }

  /// A text without the spaces and tabs round it.
  private func core(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9) && byte != delimiter }
    var core = text.drop { isSpace($0) }
    while let last = core.last, isSpace(last) { core.removeLast() }
    return core
  }

  /// Whether quotes open and close a text.
  private func ends(_ core: ArraySlice<UInt8>) -> (opens: Bool, closes: Bool) {
    let opens = core.first == quote
    return (opens, core.last == quote && (core.count > 1 || !opens))
  }

  /// What it costs to take a text for one field; nil where it cannot be one.
  private func cost(_ text: ArraySlice<UInt8>, pieces: Int) -> Int? {
    let core = core(text)
    let (opens, closes) = ends(core)
    if opens, closes { return singles(core.dropFirst().dropLast()) }
    if pieces == 1 { return core.count { $0 == quote } }
    if opens { return 3 + singles(core.dropFirst()) }
    if closes { return 3 + singles(core.dropLast()) }
    return nil
  }

  /// How many quotes are not doubled.
  private func singles(_ text: ArraySlice<UInt8>) -> Int {
    var count = 0
    var i = text.startIndex
    while i < text.endIndex {
      if text[i] == quote {
        if i + 1 < text.endIndex, text[i + 1] == quote { i += 1 } else { count += 1 }
      }
      i += 1
    }
    return count
  }

  /// What a field says, its quotes single.
  private func text(_ text: ArraySlice<UInt8>, pieces: Int) -> [UInt8] {
    let core = core(text)
    let (opens, closes) = ends(core)
    if !(opens && closes), pieces == 1 { return Array(core) }
    var result: [UInt8] = []
    var inner = core
    if opens { inner = inner.dropFirst() }
    if closes { inner = inner.dropLast() }
    var i = inner.startIndex
    while i < inner.endIndex {
      result.append(inner[i])
      if inner[i] == quote, i + 1 < inner.endIndex, inner[i + 1] == quote { i += 1 }
      i += 1
    }
    return result
  }

  /// Fields as a record in which every quote is right.
  private func written(_ fields: [[UInt8]]) -> [UInt8] {
    var line: [UInt8] = []
    for (k, field) in fields.enumerated() {
      if k > 0 { line.append(delimiter) }
      line.append(quote)
      for byte in field {
        if byte == quote { line.append(quote) }
        line.append(byte)
      }
      line.append(quote)
    }
    line.append(10)
    return line
  }
}
