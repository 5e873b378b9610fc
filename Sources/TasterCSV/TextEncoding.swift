/// How a text lies in bytes.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  /// ISO 8859-1 with the letters of Windows 1252 where it has none; every byte is a character.
  case latin1 = "latin-1"
  case utf16Little = "utf-16le"
  case utf16Big = "utf-16be"
  case utf32Little = "utf-32le"
  case utf32Big = "utf-32be"

  /// An encoding by one of the names it goes by; nil where it is none.
  ///
  /// UTF-16 and UTF-32 without a byte order are little-endian, unless a byte order mark says otherwise.
  package init?(name: String) {
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
    switch plain {
    case "utf8", "ascii", "usascii": self = .utf8
    case "latin1", "iso88591", "windows1252", "cp1252": self = .latin1
    case "utf16", "utf16le": self = .utf16Little
    case "utf16be": self = .utf16Big
    case "utf32", "utf32le": self = .utf32Little
    case "utf32be": self = .utf32Big
    default: return nil
    }
  }

  /// How many bytes the smallest character takes.
  package var unit: Int {
    switch self {
    case .utf8, .latin1: 1
    case .utf16Little, .utf16Big: 2
    case .utf32Little, .utf32Big: 4
    }
  }

  var isBigEndian: Bool { self == .utf16Big || self == .utf32Big }

  /// The other byte order.
  private var swapped: TextEncoding {
    switch self {
    case .utf16Little: .utf16Big
    case .utf16Big: .utf16Little
    case .utf32Little: .utf32Big
    case .utf32Big: .utf32Little
    case .utf8, .latin1: self
    }
  }

  /// How many bytes of this encoding became some bytes of UTF-8.
  ///
  /// Every byte but a continuation begins a character; UTF-16 takes two units for one beyond the first plane.
  func count(of text: UnsafeBufferPointer<UInt8>) -> Int {
    if self == .utf8 { return text.count }
    let isWide = unit == 2
    var units = 0
    for i in 0..<text.count {
      let byte = unsafe text[i]
      if byte & 0xC0 != 0x80 { units += isWide && byte >= 0xF0 ? 2 : 1 }
    }
    return units * unit
  }
}

extension TextEncoding {
  /// What a sample of bytes says about its encoding.
  package struct Guess: Sendable, Hashable {
    package let encoding: TextEncoding
    /// Why.
    package let evidence: String
  }

  /// The encoding of a text by its first bytes; a mark decides, else where the zeros stand, else whether it is UTF-8.
  ///
  /// - Parameters:
  ///   - sample: The first bytes.
  ///   - told: The encoding where it is known; a mark may still turn its byte order round.
  /// - Returns: UTF-8 where nothing speaks against it.
  package static func guess(_ sample: [UInt8], told: TextEncoding? = nil) -> Guess {
    let marked = mark(sample)
    if let told {
      if told.unit > 1, marked == told.swapped {
        return Guess(encoding: told.swapped, evidence: "told, byte order by its mark")
      }
      return Guess(encoding: told, evidence: "told")
    }
    if let marked { return Guess(encoding: marked, evidence: "a byte order mark says so") }
    if let wide = wide(sample) {
      return Guess(
        encoding: wide, evidence: "zeros stand in every place where \(wide.rawValue) has them")
    }
    if let lines = latinLines(sample) {
      return Guess(
        encoding: .latin1,
        evidence: "\(lines) of the first lines are not UTF-8, and no other byte beyond ASCII is")
    }
    return Guess(encoding: .utf8, evidence: "no byte speaks against it")
  }

  private static func mark(_ sample: [UInt8]) -> TextEncoding? {
    if sample.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32Little }
    if sample.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32Big }
    if sample.starts(with: [0xFF, 0xFE]) { return .utf16Little }
    if sample.starts(with: [0xFE, 0xFF]) { return .utf16Big }
    if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    return nil
  }

  /// UTF-16 or UTF-32 without a mark: the high bytes of ASCII are zeros, and always in the same places.
  private static func wide(_ sample: [UInt8]) -> TextEncoding? {
    guard sample.count >= 16 else { return nil }
    var zeros = [0, 0, 0, 0]
    for (i, byte) in sample.enumerated() where byte == 0 { zeros[i & 3] += 1 }
    let places = sample.count / 4
    /// Whether a place holds zeros alone, or hardly any; names and text in other scripts leave some room.
    func isFull(_ k: Int, _ share: Double) -> Bool { Double(zeros[k]) >= share * Double(places) }
    func isFree(_ k: Int) -> Bool { zeros[k] < 2 || zeros[k] * 20 <= places }
    if isFull(3, 1), isFull(2, 0.9), isFree(0) { return .utf32Little }
    if isFull(0, 1), isFull(1, 0.9), isFree(3) { return .utf32Big }
    if isFull(1, 0.4), isFull(3, 0.4), isFree(0), isFree(2) { return .utf16Little }
    if isFull(0, 0.4), isFull(2, 0.4), isFree(1), isFree(3) { return .utf16Big }
    return nil
  }

  /// How many lines are not UTF-8, where that is more than an accident and nothing beyond ASCII is UTF-8.
  private static func latinLines(_ sample: [UInt8]) -> Int? {
    var (lines, bad) = (0, 0)
    let whole = sample.lastIndex(of: 10).map { sample[...$0] } ?? sample[...]
    for line in whole.split(separator: 10) {
      lines += 1
      guard !line.allSatisfy({ $0 < 0x80 }) else { continue }
      // One letter of several bytes that belong together: whoever wrote it meant UTF-8.
      if holdsUTF8(line) { return nil }
      bad += 1
    }
    return bad >= 2 && 100 * bad >= lines ? bad : nil
  }

  private static func holdsUTF8(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = 0
    for byte in line {
      if rest > 0, byte & 0xC0 == 0x80 {
        rest -= 1
        if rest == 0 { return true }
      } else {
        rest = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC2 ? 1 : 0
      }
    }
    return false
  }
}
