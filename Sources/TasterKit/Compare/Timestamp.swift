/// A moment that a text names, as a number that grows with time.
enum Timestamp: Sendable {
  /// The seconds since 1970 of `YYYY-MM-DD`, with `Thh:mm`, `:ss` and a fraction or without; zones are not read.
  ///
  /// - Returns: nil for anything else.
  /// - SeeAlso: ISO 8601-1:2019; Hinnant 2013, chrono-compatible low-level date algorithms (days from civil).
  static func seconds(_ text: some Sequence<UInt8>) -> Double? {
    let bytes = Array(text.prefix(32))
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[range] {
        guard byte &- 48 < 10 else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value
    }
    func has(_ byte: Character, at place: Int) -> Bool {
      place < bytes.count && bytes[place] == byte.asciiValue
    }
    guard let year = number(0..<4), has("-", at: 4), let month = number(5..<7), has("-", at: 7),
      let day = number(8..<10), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    let era = (y >= 0 ? y : y - 399) / 400
    let ofEra = y - era * 400
    let days =
      era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + (153 * m + 2) / 5 + day - 1
      - 719_468
    var seconds = Double(days) * 86_400
    guard has("T", at: 10) || has(" ", at: 10), let hour = number(11..<13), has(":", at: 13),
      let minute = number(14..<16)
    else { return seconds }
    seconds += Double(hour * 3_600 + minute * 60)
    guard has(":", at: 16), let second = number(17..<19) else { return seconds }
    seconds += Double(second)
    if has(".", at: 19) {
      var scale = 0.1
      for byte in bytes[20...] {
        guard byte &- 48 < 10 else { break }
        seconds += Double(byte - 48) * scale
        scale /= 10
      }
    }
    return seconds
  }

  /// The moment as `YYYY-MM-DD hh:mm`.
  static func text(_ seconds: Double) -> String {
    let minutes = Int((seconds / 60).rounded(.down))
    let days = Int((Double(minutes) / 1_440).rounded(.down))
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let ofEra = z - era * 146_097
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * month + 2) / 5 + 1
    let number = month < 10 ? month + 3 : month - 9
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let clock = minutes - days * 1_440
    return "\(year + era * 400 + (number <= 2 ? 1 : 0))-\(two(number))-\(two(day)) "
      + "\(two(clock / 60)):\(two(clock % 60))"
  }
}
