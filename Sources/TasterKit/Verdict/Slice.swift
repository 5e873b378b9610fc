/// A part of a table in which held rows gather: one column and one value or range of it.
public struct Slice: Sendable, Hashable {
  /// The column's name.
  public let column: String
  /// What its rows have there, such as `≤ 3.2`, `3.2 to 4.1`, `'private'` or `missing`.
  public let values: String
  /// How many held rows lie in it.
  public let held: Int
  /// Their share of all held rows, 0…1.
  public let heldShare: Double
  /// The share of all rows that lie in it, 0…1, by the sample that was learned from.
  public let rowShare: Double

  /// Makes a slice.
  public init(column: String, values: String, held: Int, heldShare: Double, rowShare: Double) {
    self.column = column
    self.values = values
    self.held = held
    self.heldShare = heldShare
    self.rowShare = rowShare
  }
}
