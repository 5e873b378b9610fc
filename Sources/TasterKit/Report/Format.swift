/// One way to write a report down: a pure function from a report to bytes.
///
/// A format is a value whose options are stored properties. It escapes what comes from the data for its own sink, and
/// writes no colour: that is for whoever owns the terminal.
public protocol Format: Sendable {
  /// The name users type: lower case with hyphens.
  static var name: String { get }
  /// One line: what it is for.
  static var summary: String { get }
  /// The name of its file in a run directory; nil for what is only shown.
  static var fileName: String? { get }
  /// The most held rows that it tells; 1,000 by default.
  static var suspectLimit: Int { get }
  /// Whether it tells when the run was, so that two runs over the same bytes differ; false by default.
  static var tellsTime: Bool { get }
  /// Makes the format with its default options.
  init()
  /// Writes a report down.
  ///
  /// - Parameter report: What to tell.
  /// - Returns: UTF-8, its last line ended.
  func render(_ report: Report) -> [UInt8]
}

extension Format {
  public static var suspectLimit: Int { 1_000 }
  public static var tellsTime: Bool { false }
}
