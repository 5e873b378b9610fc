/// The order of levels, classes and sources, from which their codes follow.
///
/// Classes and sources stand in the order of their bytes. Of levels, texts come first in that order, then numbers by
/// value. So a code depends neither on which row came first nor on how a table was cut into parts.
enum LevelOrder: Sendable {
  /// Whether one level stands before another.
  static func precedes(_ a: String, _ b: String) -> Bool {
    switch (number(a), number(b)) {
    case (nil, nil): bytesPrecede(a, b)
    case (nil, _): true
    case (_, nil): false
    case (let x?, let y?): x < y
    }
  }

  /// Whether one text stands before another in the order of bytes.
  static func bytesPrecede(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  /// Whether texts stand in an order, none of them twice.
  static func holds(_ texts: [String], by precedes: (String, String) -> Bool) -> Bool {
    zip(texts, texts.dropFirst()).allSatisfy { precedes($0, $1) }
  }

  /// The number that a level was read as; nil for a text.
  ///
  /// A cell that is a number goes by the shortest digits that read back as it, and no text is written so.
  private static func number(_ level: String) -> Double? {
    guard let value = Double(level), value.isFinite, "\(value)" == level else { return nil }
    return value
  }
}

/// How the codes of one list of texts become those of another that holds them all.
struct Recoding: Sendable, Hashable {
  /// The new code of every old one.
  let codes: [Int32]

  /// New codes that are known.
  init(codes: [Int32]) { self.codes = codes }

  /// Finds every text of the old list in the new one; a text that is not there gets −1.
  ///
  /// - Complexity: O(texts).
  init(from old: [String], to new: [String]) {
    // Texts that look alike may differ in their bytes.
    var known: [[UInt8]: Int32] = [:]
    for (code, text) in new.enumerated() { known[Array(text.utf8)] = Int32(code) }
    codes = old.map { known[Array($0.utf8)] ?? -1 }
  }

  /// The new code; what is no code stays as it is.
  func callAsFunction(_ code: Int32) -> Int32 {
    codes.indices.contains(Int(code)) ? codes[Int(code)] : code
  }

  /// The new code; what is no code stays as it is.
  func callAsFunction(_ code: Int) -> Int {
    codes.indices.contains(code) ? Int(codes[code]) : code
  }
}
