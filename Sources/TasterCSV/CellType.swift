/// What the cells of a column are, as the first rows have it.
package enum CellType: Sendable, Hashable {
  case number
  /// A few texts, each of which stands often.
  case levels([String])
  /// Texts of one make: `9` for digits, `a` for letters, all else as it stands, such as `9-9-9`.
  case pattern(String)
  /// Anything.
  case text

  /// Texts that mean "no value" in most files; every column may hold them.
  static let missing: Set<String> = [
    "", "?", "-", "NA", "N/A", "n/a", "na", "NaN", "nan", "null", "NULL", "None", "none",
  ]

  private static let fewestValues = 10
  private static let mostLevels = 32
  /// Longer texts are no levels and have no pattern.
  private static let longest = 64

  /// Finds out what the values of a column are.
  ///
  /// - Parameters:
  ///   - values: The texts of its cells, missing ones left out.
  ///   - numbers: How many of them are numbers.
  package init(_ values: [String], numbers: Int) {
    self = .text
    guard !values.isEmpty else { return }
    if 20 * numbers >= 19 * values.count {
      self = .number
      return
    }
    let isShort = values.allSatisfy {
      $0.utf8.count <= Self.longest && !$0.unicodeScalars.contains("\u{FFFD}")
    }
    guard values.count >= Self.fewestValues, isShort else { return }
    let levels = Set(values)
    if levels.count <= Self.mostLevels, 4 * levels.count <= values.count {
      self = .levels(levels.sorted())
      return
    }
    let patterns = Set(values.map { Self.pattern(Array($0.utf8)[...]) })
    if patterns.count == 1, let pattern = patterns.first {
      self = .pattern(String(decoding: pattern, as: UTF8.self))
    }
  }

  /// Whether a text may be a cell of the column.
  package func fits(_ text: ArraySlice<UInt8>, isNumber: Bool) -> Bool {
    if text.count <= 4, Self.missing.contains(String(decoding: text, as: UTF8.self)) { return true }
    switch self {
    case .number: return isNumber
    case .text: return true
    case .levels(let levels):
      return text.count <= Self.longest && levels.contains { $0.utf8.elementsEqual(text) }
    case .pattern(let pattern):
      return text.count <= Self.longest && Self.pattern(text).elementsEqual(pattern.utf8)
    }
  }

  /// The make of a text.
  private static func pattern(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var pattern: [UInt8] = []
    for byte in text {
      let mark =
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "9")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
          UInt8(ascii: "a")
        default: byte
        }
      let isRun = mark != byte || mark == UInt8(ascii: "9") || mark == UInt8(ascii: "a")
      if isRun, pattern.last == mark { continue }
      pattern.append(mark)
    }
    return pattern
  }
}
