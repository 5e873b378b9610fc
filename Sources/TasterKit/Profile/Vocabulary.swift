/// What the codes of a table stand for, as numbers that follow from the texts alone.
///
/// A code says where a text stands among the texts of one table; the same text has another code in another table. Keys
/// of rows are made from these numbers, so a row has one key in every table that holds it.
package struct Vocabulary: Sendable, Hashable {
  /// The number of every level, a list for each categorical feature.
  private let levels: [[UInt64]]
  /// The number of every class.
  private let classes: [UInt64]

  /// No text is known: codes stand for themselves.
  package static let empty = Vocabulary(levels: [], classes: [])

  /// The texts of a schema.
  ///
  /// - Complexity: O(bytes of all levels and classes).
  package init(_ schema: Schema) {
    levels = schema.categorical.map { schema.columns[$0].levels.map(Self.number) }
    classes = schema.classes.map(Self.number)
  }

  private init(levels: [[UInt64]], classes: [UInt64]) {
    self.levels = levels
    self.classes = classes
  }

  /// The number of a level's code; a code without text stands for itself.
  func level(_ code: Int32, feature j: Int) -> UInt64 {
    guard j < levels.count, code >= 0, Int(code) < levels[j].count else {
      return UInt64(bitPattern: Int64(code))
    }
    return levels[j][Int(code)]
  }

  /// The number of a class code; a code without text stands for itself.
  func label(_ code: Int32) -> UInt64 {
    guard code >= 0, Int(code) < classes.count else { return UInt64(bitPattern: Int64(code)) }
    return classes[Int(code)]
  }

  /// FNV-1a over the bytes, mixed.
  private static func number(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return mix(hash)
  }
}
