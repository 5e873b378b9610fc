/// Why a row is held, in words and numbers that a person can check by looking at the rows.
public struct Reason: Sendable, Hashable {
  /// The detector that speaks.
  public let detector: String
  /// One sentence.
  ///
  /// It may hold text from the data: every sink escapes it.
  public let text: String
  /// Row numbers (counted from 1) that the sentence rests on, such as nearest rows.
  public let rows: [Int]

  /// Makes a reason.
  public init(detector: String, text: String, rows: [Int] = []) {
    self.detector = detector
    self.text = text
    self.rows = rows
  }
}
