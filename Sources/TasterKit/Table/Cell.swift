/// One cell of a column whose kind is not yet known, in eight bytes: a number, or a NaN whose payload tells what it is.
enum Cell: Sendable {
  private static let quiet: UInt64 = 0x7FF8_0000_0000_0000
  private static let payload: UInt64 = 0x0007_FFFF_FFFF_FFFF

  /// No value.
  static let missing = Double(bitPattern: quiet)
  /// A text for which the column's dictionary had no room.
  static let overflow = Double(bitPattern: quiet | 1)
  /// A number beyond the range of a double.
  static let infinite = Double(bitPattern: quiet | 2)

  private static let firstText: UInt64 = 16

  /// The cell of a text.
  static func text(_ code: Int32) -> Double {
    Double(bitPattern: quiet | (firstText + UInt64(code)))
  }

  /// The code of a text; nil for anything else.
  static func code(_ cell: Double) -> Int? {
    guard cell.isNaN else { return nil }
    let value = cell.bitPattern & payload
    return value >= firstText ? Int(value - firstText) : nil
  }
}
