/// A format that tells of comparisons too.
public protocol ComparisonFormat: Format {
  /// Writes down what a comparison found.
  ///
  /// - Parameter report: What to tell.
  /// - Returns: UTF-8, its last line ended.
  func render(_ report: ComparisonReport) -> [UInt8]
}

/// What formats tell of a comparison.
public struct ComparisonReport: Sendable {
  /// What changed.
  public let comparison: Comparison
  /// What the policy minds.
  public let violations: [Comparison.Alarm]
  /// The program's version.
  public let version: String
  /// When the comparison ended, ISO 8601 with its zone; empty where nobody looked.
  public var ended = ""
  /// How many seconds it took.
  public var seconds = 0.0
  /// The physical lines, from 1, of rows of the new snapshot by their first byte; empty where nobody counted.
  package var lines: [Int: Int] = [:]

  /// Tells of a comparison.
  public init(_ comparison: Comparison, violations: [Comparison.Alarm], version: String) {
    self.version = version
    self.comparison = comparison
    self.violations = violations
  }

  /// Where a row stands: in the new snapshot, or in the old one where it is gone.
  func spot(of row: ChangedRow) -> Account.Spot? {
    guard let place = row.new ?? row.old else { return nil }
    let isNew = row.new != nil
    return Account.Spot(
      file: isNew ? 1 : 0, line: isNew ? lines[place.byteOffset] : nil,
      byteOffset: place.byteOffset, byteLength: place.byteLength, fingerprint: nil)
  }
}

extension ComparisonReport {
  /// Counts the physical lines of the rows that are told; where the file cannot be read again, none are known.
  ///
  /// - Parameter path: The new snapshot; `-` was the standard input.
  /// - Complexity: O(bytes up to the last of them).
  mutating func countLines(in path: String) {
    guard path != "-" else { return }
    let places = comparison.suspects.filter { $0.isContradicted }.compactMap { $0.new?.byteOffset }
    lines = (try? LineCount.lines(of: path, at: places)) ?? [:]
  }
}
